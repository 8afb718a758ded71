import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { done } from '../wire.js'
import { atendimento, documented, empresa, text } from './fields.js'

/**
 * TempBox's own robots, set going by hand. All answer no data, so that something is done is all that they can be for:
 * writes, those without parameters (of every company of the token, as far as is said) with them.
 */

/** `json` is sent without a value. */
const nothing = z.object({})

export const coletarDadosIa = defineCall({
  ...documented('ColetarDadosIa'),
  name: 'atendimento.coletarDadosIa',
  summary: 'Faz a IA do TempBox coletar dados',
  access: 'write',
  body: nothing,
  answer: done,
})

export const processarRespostaInicialBotIa = defineCall({
  ...documented('ProcessarOcorrenciaRespostaInicialBotIa'),
  name: 'atendimento.processarRespostaInicialBotIa',
  summary: 'Processa as ocorrências que esperam a resposta inicial do bot ou da IA',
  access: 'write',
  body: nothing,
  answer: done,
})

export const processarSemAtendente = defineCall({
  ...documented('ProcessarOcorrenciaSemAtendente'),
  name: 'atendimento.processarSemAtendente',
  summary: 'Processa as ocorrências sem atendente',
  access: 'write',
  body: nothing,
  answer: done,
})

export const responderMensagemBot = defineCall({
  ...documented('ResponderMensagemBot'),
  name: 'atendimento.responderMensagemBot',
  summary: 'Faz o bot do TempBox responder a uma mensagem',
  access: 'write',
  body: z.object({ AtendimentoMensagem: text.describe('Hash da mensagem') }),
  answer: done,
})

export const responderMensagemIa = defineCall({
  ...documented('ResponderMensagemIa'),
  name: 'atendimento.responderMensagemIa',
  summary: 'Faz a IA do TempBox responder num atendimento',
  access: 'write',
  body: z.object({ Atendimento: atendimento, Empresa: empresa }),
  answer: done,
})

export const respostaAutomaticaPronta = defineCall({
  ...documented('RespostaAutomaticaPronta'),
  name: 'atendimento.respostaAutomaticaPronta',
  summary: 'Dispara as respostas automáticas prontas',
  access: 'write',
  body: nothing,
  answer: done,
})
