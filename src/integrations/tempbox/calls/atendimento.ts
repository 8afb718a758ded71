import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { flag, record, text as wireText } from '../../wire/record.js'
import { done, guid, rows } from '../wire.js'
import { atendente, atendimento, codigoReferenciaCanal, contato, documented, empresa, plataforma, text } from './fields.js'

/** What becomes of one atendimento: opened, begun, taken, handed on, closed. */

export const criarPorContato = defineCall({
  ...documented('CriarPorContato'),
  name: 'atendimento.criarPorContato',
  summary: 'Abre um atendimento para um contato; o id se acha listando',
  access: 'write',
  body: z.object({
    Atendente: text.optional().describe('Hash do atendente que abre (TEMPBOX_ATENDENTE)'),
    Atendimento: text.optional().describe('Hash do atendimento, se já se sabe'),
    CodigoReferenciaCanal: codigoReferenciaCanal,
    Contato: contato,
    Empresa: empresa,
    Plataforma: plataforma,
  }),
  answer: done,
  use: 'abre a conversa quando o cliente pede uma pessoa',
})

/** Who attends it now, as the three calls below answer it. */
const responsavel = {
  Atendente: guid,
  Atendimento: guid,
  Empresa: guid,
  Hash: guid,
  Iniciado: flag,
  ReferenteResponsavel: guid,
}

const quem = { Atendente: atendente, Atendimento: atendimento, Empresa: empresa }

export const iniciarAtendimento = defineCall({
  ...documented('IniciarAtendimento'),
  name: 'atendimento.iniciar',
  summary: 'Inicia um atendimento em nome de um atendente',
  access: 'write',
  body: z.object(quem),
  answer: rows(record(responsavel)),
})

export const pegarAtendimento = defineCall({
  ...documented('PegarAtendimento'),
  name: 'atendimento.pegar',
  summary: 'Um atendente pega para si um atendimento',
  access: 'write',
  body: z.object(quem),
  answer: rows(record({ ...responsavel, Concluido: flag })),
})

export const encaminharAtendimento = defineCall({
  ...documented('EncaminharAtendimento'),
  name: 'atendimento.encaminhar',
  summary: 'Encaminha um atendimento a outro atendente',
  access: 'write',
  body: z.object({ ...quem, Atendente: text.describe('Hash do atendente que recebe') }),
  answer: rows(record({ ...responsavel, Titulo: wireText })),
})

export const encerrarAtendimento = defineCall({
  ...documented('EncerrarAtendimento'),
  name: 'atendimento.encerrar',
  summary: 'Encerra um atendimento',
  access: 'write',
  body: z.object({ Atendimento: atendimento, Empresa: empresa }),
  answer: done,
  use: 'encerra a conversa quando o cliente a dá por encerrada',
})
