import { z } from 'zod'

import { acaoSchema } from './session/acao.js'
import { draftSchema, fileSchema } from './session/draft.js'
import { esquecidoSchema } from './session/esquecido.js'
import { flowSchema } from './session/flow.js'
import { handoverSchema } from './session/handover.js'
import { identitySchema, pendingSchema } from './session/identity.js'
import { aprendidoSchema, duvidaSchema, historicoSchema, usoSchema } from './session/modelo.js'
import { newsSchema, ticketSchema } from './session/ticket.js'

/**
 * All that is kept of a conversation between two turns, as JSON in the store. Bounded in every list; no documento
 * but the one that waits for its contact (`pending`, 15 minutes), no phone but there, no birth date at all.
 */
export type Session = z.infer<typeof sessionSchema>
export type Flow = Session['flow']
export type Draft = z.infer<typeof draftSchema>
export type Ticket = z.infer<typeof ticketSchema>
export type Handover = z.infer<typeof handoverSchema>
export type Pending = z.infer<typeof pendingSchema>
export type Resume = z.infer<typeof resumeSchema>
export type Acao = z.infer<typeof acaoSchema>

/** The session of a chat that was never seen, or was forgotten. */
export function newSession(now: number): Session {
  return sessionSchema.parse({ lastAt: now })
}

/** A stored session; throws where it is not one (a newer version wrote it, or the store is damaged). */
export function readSession(json: string): Session {
  return sessionSchema.parse(JSON.parse(json))
}

/** Bounds of what a stranger can make us keep. */
export const LIMITS = {
  words: 20,
  wordsLength: 4_096,
  /** Of one list of words, in characters. */
  wordsTotal: 16_000,
  answerLength: 4_000,
  /** Tickets that failed and may be tried again with all they held. */
  failedKept: 3,
  files: 30,
  /** Files whose edit is told from a new one. */
  seenFiles: 50,
  /** Messages whose edit is told from a new one. */
  written: 40,
  /** Of one ticket, to know a file that is sent twice. */
  fileIds: 60,
  /** Tickets that are not open: opening, failed, closed. */
  tickets: 10,
  /** Open ones: each is followed. */
  openTickets: 20,
  avaliacoes: 50,
  relayQueue: 100,
  keyboard: 40,
  /** Digests of words sent to one ticket. */
  sentWords: 50,
  heldNews: 30,
  timers: 100,
  watches: 50,
  /** Actions under way, and cooldowns remembered. */
  acoes: 10,
  cooldowns: 50,
} as const

/** What to go on with once it is known who is asking. */
const resumeSchema = z.enum(['problem', 'menu', 'chamados', 'faturas', 'conexao', 'ticket'])

const sessionSchema = z.object({
  v: z.literal(1).default(1),
  lastAt: z.number(),
  welcomed: z.boolean().default(false),
  /** The chat blocked the bot or is gone; nothing is sent until it writes again. */
  gone: z.boolean().default(false),
  /** As the Telegram profile has it. */
  telegramName: z.string().default(''),
  identity: identitySchema.default({ level: 0 }),
  pending: pendingSchema.optional(),
  limits: z
    .object({
      /** When this Telegram user's lookups were made. */
      lookups: z.array(z.number()).default([]),
      birthFailures: z.number().default(0),
      /** When plans were asked for, and an interest was sent. */
      ceps: z.array(z.number()).optional(),
      interesses: z.array(z.number()).optional(),
      lockedUntil: z.number().optional(),
      /** What the model cost today. */
      modelo: usoSchema.optional(),
      /** When the knowledge base was asked. */
      perguntas: z.array(z.number()).default([]),
      /** When an action was last asked for, by what it was done to. */
      acoes: z.record(z.string(), z.number()).default({}),
    })
    .default({ lookups: [], birthFailures: 0, perguntas: [], acoes: {} }),
  /** Whose link has ended here, and how much of `intent` and `heldFiles` is theirs. */
  antes: z.object({ codigos: z.array(z.number()), palavras: z.number(), arquivos: z.number() }).optional(),
  servico: z.object({ codigoCliente: z.number(), idClienteServico: z.number(), rotulo: z.string() }).optional(),
  /** Whether there are others to be chosen from. */
  varios: z.boolean().default(false),
  /** The customer's words that no flow has taken yet: never asked for again. */
  intent: z.array(z.string()).default([]),
  resume: resumeSchema.optional(),
  flow: flowSchema.default({ name: 'idle' }),
  draft: draftSchema.optional(),
  historico: historicoSchema.optional(),
  aprendido: aprendidoSchema.optional(),
  duvida: duvidaSchema.optional(),
  tickets: z.array(ticketSchema).default([]),
  /** The ticket that later words and files go to. */
  activeTicket: z.string().optional(),
  /** Ratings given, oldest first: they outlive their tickets. One not opened here is `hubsoft:<id>`. */
  avaliacoes: z.array(z.object({ reference: z.string(), nota: z.number(), at: z.number() })).default([]),
  /** News of tickets that wait for the end of silence, oldest first. */
  news: z.array(z.object({ reference: z.string(), news: newsSchema })).optional(),
  /** Whose staff's words were told last: what the customer writes next is the answer. */
  told: z.object({ reference: z.string(), at: z.number() }).optional(),
  handover: handoverSchema.optional(),
  /** Ordinal of what was relayed to people, over the life of the chat. */
  relays: z.number().default(0),
  heldFiles: z.array(fileSchema).default([]),
  /** `file_unique_id` of the last files sent. */
  seenFiles: z.array(z.string()).default([]),
  /** The action that waits for *Confirmar*, and those sent and not settled yet. */
  acao: acaoSchema.optional(),
  acoes: z.array(acaoSchema).default([]),
  /** The interest in a plan that was sent last, by its id: a second tap sends nothing. */
  interesse: z.string().optional(),
  /** *Avise-me quando voltar*: whose outage is watched, and when that was asked for. */
  aviso: z
    .object({ codigoCliente: z.number(), idClienteServico: z.number(), rotulo: z.string(), em: z.number().default(0) })
    .optional(),
  /** Where the words of the last messages are (written.ts), by Telegram's id of the message. */
  written: z
    .array(z.object({ id: z.number(), ref: z.string(), tag: z.string(), lines: z.number() }))
    .default([]),
  /** `/esquecer` was asked for, and waits for the yes. */
  esquecer: z.number().optional(),
  esquecido: esquecidoSchema.optional(),
  /** What was not finished has expired, which is still to be told. */
  expirou: z.boolean().default(false),
  /** Names of the timers that are set, and ids of what is watched, so that all of them can be ended. */
  timers: z.array(z.string()).default([]),
  watches: z.array(z.string()).default([]),
  /** Telegram's highest id of a message of the customer's. */
  lastMessage: z.number().default(0),
  /** The id of the last typed message. */
  lastText: z.number().default(0),
  /** The buttons shown last: typing one's label is pressing it. */
  keyboard: z.array(z.object({ label: z.string(), data: z.string() })).default([]),
})
