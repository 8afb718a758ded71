import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { wireFlag } from '../../wire/values.js'
import { done, rows, textOrNothing } from '../wire.js'

/** varchar: never empty when it is sent. */
const text = z.string().min(1)
const plataforma = z.number().int()
const source = (name: string) => `tempbox-atendimento.txt, Atendimento | ${name}`

// The fields stand in the document's order, which is how they are sent; only those set are.

export const criarPorContato = defineCall({
  name: 'atendimento.criarPorContato',
  summary: 'Abre um atendimento para um contato; o id se acha listando',
  source: source('CriarPorContato'),
  method: 'POST',
  path: '/api/Atendimento/CriarPorContato',
  access: 'write',
  timeoutMs: 8_000,
  body: z.object({
    Atendente: text.optional(),
    Atendimento: text.optional(),
    CodigoReferenciaCanal: text.optional(),
    Contato: text,
    Empresa: text,
    Plataforma: plataforma.optional(),
  }),
  answer: done,
})

export const enviarMensagem = defineCall({
  name: 'atendimento.enviarMensagem',
  summary: 'Envia uma mensagem num atendimento; não responde o id',
  source: source('EnviarMensagem'),
  method: 'POST',
  path: '/api/Atendimento/EnviarMensagem',
  access: 'write',
  timeoutMs: 8_000,
  body: z.object({
    Atendente: text.optional(),
    Atendimento: text,
    AtendimentoFluxoMensagem: text.optional(),
    CodigoReferenciaCanal: text.optional(),
    Contato: text,
    Empresa: text,
    Mensagem: text,
    Plataforma: plataforma.optional(),
  }),
  answer: done,
})

/** `DataAgendamento` is local time with a `T`: SQL Server reads any other form by its own language's order of day and month. */
export const agendarMensagem = defineCall({
  name: 'atendimento.agendarMensagem',
  summary: 'Agenda uma mensagem num atendimento',
  source: source('AgendarMensagem'),
  method: 'POST',
  path: '/api/Atendimento/AgendarMensagem',
  access: 'write',
  timeoutMs: 8_000,
  body: z.object({
    Atendente: text.optional(),
    Atendimento: text,
    DataAgendamento: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/u),
    Empresa: text,
    Mensagem: text,
  }),
  answer: done,
})

export const encerrarAtendimento = defineCall({
  name: 'atendimento.encerrar',
  summary: 'Encerra um atendimento',
  source: source('EncerrarAtendimento'),
  method: 'POST',
  path: '/api/Atendimento/EncerrarAtendimento',
  access: 'write',
  timeoutMs: 8_000,
  body: z.object({ Atendimento: text, Empresa: text }),
  answer: done,
})

export const listarMeusAtendimentos = defineCall({
  name: 'atendimento.listarMeus',
  summary: 'Atendimentos de um contato, em todas as plataformas',
  source: source('ListarMeusAtendimentos'),
  method: 'POST',
  path: '/api/Atendimento/ListarMeusAtendimentos',
  access: 'read',
  timeoutMs: 8_000,
  body: z.object({ Contato: text, Empresa: text }),
  answer: rows(
    z
      .object({
        Atendimento: text,
        AtendenteHash: textOrNothing,
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
})
