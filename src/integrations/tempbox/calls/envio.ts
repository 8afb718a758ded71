import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { number, record, text as wireText } from '../../wire/record.js'
import { done, guid, rows } from '../wire.js'
import {
  atendimento,
  codigoReferenciaCanal,
  contato,
  documented,
  empresa,
  localTime,
  plataforma,
  text,
} from './fields.js'

/** Words that go into an atendimento. */

export const enviarMensagem = defineCall({
  ...documented('EnviarMensagem'),
  name: 'atendimento.enviarMensagem',
  summary: 'Envia uma mensagem num atendimento; não responde o id',
  access: 'write',
  body: z.object({
    Atendente: text.optional().describe('Hash do atendente que escreve (TEMPBOX_ATENDENTE)'),
    Atendimento: atendimento,
    AtendimentoFluxoMensagem: text.optional().describe('Hash da mensagem de fluxo'),
    CodigoReferenciaCanal: codigoReferenciaCanal,
    Contato: contato,
    Empresa: empresa,
    Mensagem: text.describe('Texto; a URL toda tem no máximo 2.000 caracteres'),
    Plataforma: plataforma,
  }),
  answer: done,
  use: 'repassa ao atendente o que o cliente escreve',
})

export const agendarMensagem = defineCall({
  ...documented('AgendarMensagem'),
  name: 'atendimento.agendarMensagem',
  summary: 'Agenda uma mensagem num atendimento',
  access: 'write',
  body: z.object({
    Atendente: text.optional().describe('Hash do atendente que escreve (TEMPBOX_ATENDENTE)'),
    Atendimento: atendimento,
    DataAgendamento: localTime.describe('Hora de Brasília, AAAA-MM-DDTHH:mm:ss'),
    Empresa: empresa,
    Mensagem: text.describe('Texto; a URL toda tem no máximo 2.000 caracteres'),
  }),
  answer: done,
  use: 'lembra os atendentes, na abertura, do retorno combinado com o cliente',
})

export const listarMensagensPadrao = defineCall({
  ...documented('ListarMensagensPadrao'),
  name: 'atendimento.listarMensagensPadrao',
  summary: 'Mensagens prontas da empresa',
  access: 'read',
  body: z.object({ Empresa: empresa }),
  answer: rows(
    record({
      AtendimentoMensagemPadrao: guid,
      Hash: guid,
      Plataforma: number,
      Titulo: wireText,
      // `bigint` in the document, and the abbreviation of a title by its name.
      TituloAbreviado: wireText,
    }),
  ),
})
