import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { flag, number, record, text as wireText } from '../../wire/record.js'
import { guid, moment, rows } from '../wire.js'
import { documented, empresa, text } from './fields.js'

/** What managers look at. */

/** Answers the log of what happened, so a read; once, since it says of nothing why it takes no parameter. */
export const acompanhar = defineCall({
  ...documented('Acompanhar'),
  name: 'atendimento.acompanhar',
  summary: 'As ocorrências registradas sobre os atendimentos',
  access: 'read',
  retry: 'once',
  timeoutMs: 20_000,
  body: z.object({}),
  answer: rows(
    record({
      Alteracao: moment,
      AlteracaoNome: moment,
      Autonumeracao: number,
      Cadastro: moment,
      CadastroNome: moment,
      Categoria: number,
      CategoriaTitulo: wireText,
      CodigoStatus: number,
      Empresa: guid,
      EmpresaTitulo: wireText,
      LogOcorrencia: guid,
      MensagemLog: wireText,
      Nome: wireText,
      Referente: guid,
      Sequencial: number,
      Tabela: wireText,
    }),
  ),
})

export const obterDashboard = defineCall({
  ...documented('ObterDashboard'),
  name: 'atendimento.obterDashboard',
  summary: 'Os números do painel da empresa',
  access: 'read',
  body: z.object({ Empresa: empresa }),
  answer: rows(record({ Propriedade: wireText, Valor: wireText })),
})

/** Takes no limit: the transport's own is what holds a large answer back. */
export const listarRelatorioPrincipal = defineCall({
  ...documented('ListarRelatorioPrincipal'),
  name: 'atendimento.listarRelatorioPrincipal',
  summary: 'O relatório principal dos atendimentos da empresa, sem limite',
  access: 'read',
  retry: 'once',
  timeoutMs: 20_000,
  body: z.object({ Empresa: empresa, Usuario: text.optional().describe('Hash do usuário; sem ele, os de todos') }),
  answer: rows(
    record({
      Atendente: wireText,
      AtendenteHash: guid,
      Atendimento: guid,
      AtendimentoCodigo: wireText,
      Autonumeracao: number,
      AutonumeracaoEmpresa: number,
      // Each time once as it is shown, and once (`…Valor`) as it is.
      Cadastro: wireText,
      CadastroValor: moment,
      Concluido: wireText,
      ConcluidoValor: flag,
      Hash: guid,
      Iniciado: wireText,
      IniciadoValor: flag,
      InicioAtendimento: wireText,
      InicioAtendimentoValor: moment,
      Marcadores: wireText,
      MarcadoresHash: wireText,
      Plataforma: wireText,
      PlataformaConteudo: wireText,
      PlataformaImagem: number,
      PlataformaLabel: number,
      ReferenteResponsavel: wireText,
      ReferenteResponsavelDescricao: wireText,
      ReferenteResponsavelHash: guid,
      ReferenteResponsavelTipo: wireText,
      ReferenteSolicitante: wireText,
      ReferenteSolicitanteEmail: wireText,
      ReferenteSolicitanteHash: guid,
      TerminoAtendimento: wireText,
      TerminoAtendimentoValor: moment,
      Titulo: wireText,
    }),
  ),
})
