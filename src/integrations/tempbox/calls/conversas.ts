import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { flag, number, record, text as wireText } from '../../wire/record.js'
import { wireFlag } from '../../wire/values.js'
import { guid, hashOrNothing, moment, rows, textOrNothing } from '../wire.js'
import { contato, documented, empresa, int, MAX_ROWS, text } from './fields.js'

/** Listings of atendimentos. Images (`AtendenteImagem`, `Imagem`) are people's, and not named. */

const conversa = {
  AtendenteHash: guid,
  AtendentePrimeiroNome: wireText,
  AtendenteTitulo: wireText,
  Atendimento: guid,
  AtendimentoMensagem: guid,
  Autonumeracao: number,
  AutonumeracaoEmpresa: number,
  // Ready to be shown ("01/07/2026 10:00"): `string` in the document, so it is left as it comes.
  Cadastro: wireText,
  ChatInterno: flag,
  Cidade: wireText,
  Cliente: guid,
  Empresa: guid,
  EquipesAtendentes: wireText,
  Hash: guid,
  Horario: wireText,
  Iniciado: flag,
  InicioAtendimento: wireText,
  Mensagem: wireText,
  Momento: wireText,
  NaoLidas: number,
  Plataforma: number,
  PlataformaFormaContato: number,
  PlataformaFormaContatoTitulo: wireText,
  PlataformaTitulo: wireText,
  QtdAtendimentos: number,
  ReferenteCanal: wireText,
  ReferenteCanalFormaContato: wireText,
  ReferenteSolicitante: guid,
  ReferenteSolicitanteHash: guid,
  SolicitanteCor: wireText,
  SolicitanteEmail: wireText,
  SolicitanteEmpresa: wireText,
  SolicitanteIniciais: wireText,
  SolicitanteLocalizacao: wireText,
  SolicitanteTelefone: wireText,
  SolicitanteTitulo: wireText,
  SolicitanteWhatsapp: wireText,
  TagCliente: wireText,
  TagNovo: flag,
}

export const listarMeusAtendimentos = defineCall({
  ...documented('ListarMeusAtendimentos'),
  name: 'atendimento.listarMeus',
  summary: 'Atendimentos de um contato, em todas as plataformas',
  access: 'read',
  body: z.object({ Contato: contato, Empresa: empresa }),
  answer: rows(
    z
      .object({
        Atendimento: text,
        AtendenteHash: hashOrNothing,
        AtendentePrimeiroNome: textOrNothing,
        Autonumeracao: textOrNothing,
        AutonumeracaoEmpresa: textOrNothing,
        Concluido: wireFlag.nullish(),
        Iniciado: wireFlag.nullish(),
        Plataforma: textOrNothing,
        // In no document; taken where a version has it.
        Protocolo: textOrNothing,
      })
      .transform((wire) => ({
        atendimento: wire.Atendimento,
        atendente: { hash: wire.AtendenteHash, nome: wire.AtendentePrimeiroNome },
        concluido: wire.Concluido ?? false,
        iniciado: wire.Iniciado ?? undefined,
        numero: wire.Protocolo || wire.Autonumeracao || wire.AutonumeracaoEmpresa,
        plataforma: wire.Plataforma === '' ? undefined : Number(wire.Plataforma),
      })),
  ),
  whole: rows(record({ ...conversa, Concluido: flag })),
  use: 'acha o id do atendimento que abriu, e vê quem atende e se terminou',
})

export const listarEmAberto = defineCall({
  ...documented('ListarEmAberto'),
  name: 'atendimento.listarEmAberto',
  summary: 'Atendimentos em aberto da empresa',
  access: 'read',
  body: z.object({ Empresa: empresa }),
  answer: rows(record({ ...conversa, DiaMesHora: wireText })),
})

export const listarRecentes = defineCall({
  ...documented('ListarRecentes'),
  name: 'atendimento.listarRecentes',
  summary: 'Os últimos atendimentos',
  access: 'read',
  // Required: without it all might come.
  body: z.object({ top: int.min(1).max(MAX_ROWS).describe(`Quantos, no máximo ${String(MAX_ROWS)}`) }),
  answer: rows(
    record({
      Alteracao: moment,
      Atendente: guid,
      AtendenteTitulo: wireText,
      Atendimento: guid,
      Autonumeracao: number,
      Cadastro: moment,
      Concluido: flag,
      ContatoTitulo: wireText,
      DataUltimaInteracaoAtendente: moment,
      DataUltimaInteracaoSolicitante: moment,
      Email: wireText,
      Empresa: guid,
      EmpresaTitulo: wireText,
      Iniciado: flag,
      InicioAtendimento: moment,
      Plataforma: number,
      PlataformaFormaContato: number,
      ReferenteCanal: guid,
      ReferenteCanalFormaContato: guid,
      ReferenteSolicitante: guid,
      SolicitanteEmEspera: flag,
      TelefoneWhatsapp: wireText,
      TerminoAtendimento: moment,
    }),
  ),
})
