import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { flag, number, record, text as wireText } from '../../wire/record.js'
import { done, guid, moment, rows, sealed } from '../wire.js'
import { documented, empresa, int, localTime, text } from './fields.js'

/** The record of an atendimento itself: read, listed, changed, deleted. */

const cadastro = {
  AcessoLiberado: wireText,
  Alteracao: moment,
  Atendente: guid,
  Autonumeracao: number,
  AutonumeracaoEmpresa: number,
  Cadastro: moment,
  Categoria: number,
  Concluido: flag,
  Empresa: guid,
  Hash: guid,
  Iniciado: flag,
  InicioAtendimento: moment,
  Notificavel: flag,
  ObservacoesAdicionais: wireText,
  Plataforma: number,
  PlataformaFormaContato: number,
  Privado: flag,
  ReferenteResponsavel: guid,
  ReferenteSolicitante: guid,
  SolicitanteEmEspera: flag,
  TerminoAtendimento: moment,
  Titulo: wireText,
  UsuarioAlteracao: guid,
  UsuarioCriacao: guid,
}

const consulta = {
  ...cadastro,
  AtendenteDescricao: wireText,
  DataUltimaInteracaoAtendente: moment,
  DataUltimaInteracaoSolicitante: moment,
  DefinirObrigatoriamenteAtendenteHumano: flag,
  ReferenteCanal: guid,
  ReferenteCanalFormaContato: guid,
  ReferenteResponsavelDescricao: wireText,
  ReferenteSolicitanteDescricao: wireText,
  UsuarioAlteracaoDescricao: wireText,
  UsuarioAlteracaoEmail: wireText,
  UsuarioCriacaoDescricao: wireText,
  UsuarioCriacaoEmail: wireText,
  // The whole conversation as HTML, the addresses of its files and pictures in it.
  VirtualHtmlConversa: sealed,
}

export const consultar = defineCall({
  ...documented('Consultar'),
  name: 'atendimento.consultar',
  summary: 'O cadastro de um atendimento',
  access: 'read',
  body: z.object({ Hash: text.describe('Hash do atendimento') }),
  answer: rows(record(consulta)),
})

/** Takes no limit: the transport's own is what holds a large answer back. */
export const listar = defineCall({
  ...documented('Listar'),
  name: 'atendimento.listar',
  summary: 'O cadastro de todos os atendimentos, sem limite',
  access: 'read',
  retry: 'once',
  timeoutMs: 20_000,
  answer: rows(record(cadastro)),
})

/** Whether fields that are not sent are left alone is not said: `CamposAtualizados` names those that are meant. */
export const salvar = defineCall({
  ...documented('Salvar'),
  name: 'atendimento.salvar',
  summary: 'Grava o cadastro de um atendimento',
  access: 'write',
  body: z
    .object({
      AcessoLiberado: text.optional().describe('Acesso liberado'),
      Atendente: z.guid().optional().describe('GUID do atendente'),
      CamposAtualizados: text.optional().describe('Campos a gravar, separados por vírgula'),
      Categoria: int.optional().describe('Número da categoria'),
      Concluido: z.boolean().optional().describe('Se está concluído'),
      ConsultarPorCampo: text.optional().describe('Campo pelo qual achar o atendimento, com ValorConsultaPorCampo'),
      Empresa: empresa,
      Hash: text.optional().describe('Hash do atendimento; sem ele, talvez se crie outro'),
      HashAplicado: z.guid().optional().describe('GUID a aplicar'),
      Iniciado: z.boolean().optional().describe('Se foi iniciado'),
      InicioAtendimento: localTime.optional().describe('Início, hora de Brasília, AAAA-MM-DDTHH:mm:ss'),
      Modo: text.optional().describe('Modo de gravação'),
      Notificavel: z.boolean().optional().describe('Se notifica'),
      ObservacoesAdicionais: text.optional().describe('Observações'),
      Plataforma: int.optional().describe('Número da plataforma'),
      Privado: z.boolean().optional().describe('Se é privado'),
      ReferenteResponsavel: z.guid().optional().describe('GUID do responsável'),
      ReferenteSolicitante: z.guid().optional().describe('GUID do solicitante'),
      RetornarDataSet: z.boolean().optional().describe('Se responde um DataSet'),
      TerminoAtendimento: localTime.optional().describe('Término, hora de Brasília, AAAA-MM-DDTHH:mm:ss'),
      Titulo: text.optional().describe('Título'),
      UsuarioAlteracao: z.guid().optional().describe('GUID de quem altera'),
      UsuarioCriacao: z.guid().optional().describe('GUID de quem criou'),
      ValorConsultaPorCampo: text.optional().describe('Valor que ConsultarPorCampo deve ter'),
      VirtualHtmlConversa: text.optional().describe('HTML da conversa'),
    })
    .refine(({ ConsultarPorCampo, ValorConsultaPorCampo }) => !ConsultarPorCampo || !!ValorConsultaPorCampo, {
      path: ['ValorConsultaPorCampo'],
    })
    .refine(({ ConsultarPorCampo, ValorConsultaPorCampo }) => !ValorConsultaPorCampo || !!ConsultarPorCampo, {
      path: ['ConsultarPorCampo'],
    }),
  answer: rows(record(consulta)),
})

/** The one call whose field stands in the query by itself, without `json`. */
export const excluir = defineCall({
  ...documented('Excluir'),
  name: 'atendimento.excluir',
  summary: 'Exclui um atendimento',
  access: 'write',
  query: z.object({ Hash: z.guid().describe('GUID do atendimento') }),
  answer: done,
})
