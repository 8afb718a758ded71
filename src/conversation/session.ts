import { z } from 'zod'

import type { FileRef } from '../domain/file.js'

/**
 * All that is kept of a conversation between two turns, as JSON in the store. Bounded in every list; no documento
 * but the one that waits for its contact (`pending`, 15 minutes), no phone but there, no birth date at all.
 */
export type Session = z.infer<typeof sessionSchema>
export type Identity = Session['identity']
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
  tickets: 10,
  relayQueue: 100,
  keyboard: 40,
  /** Digests of words sent to one ticket. */
  sentWords: 50,
  heldNews: 30,
  /** Actions under way, and cooldowns remembered. */
  acoes: 10,
  cooldowns: 50,
} as const

const fileSchema: z.ZodType<FileRef> = z.object({
  fileId: z.string(),
  uniqueId: z.string(),
  kind: z.enum(['photo', 'document', 'video', 'voice', 'audio', 'videoNote', 'animation']),
  name: z.string(),
  mime: z.string().exactOptional(),
  size: z.number().exactOptional(),
  caption: z.string().exactOptional(),
})

/** What to go on with once it is known who is asking. */
const resumeSchema = z.enum(['problem', 'menu', 'chamados', 'faturas', 'conexao', 'ticket'])

const identitySchema = z.discriminatedUnion('level', [
  z.object({ level: z.literal(0) }),
  z.object({ level: z.literal(1), codigoCliente: z.number(), idClienteServico: z.number().optional() }),
  z.object({
    level: z.literal(2),
    /** One documento may have several records. */
    codigos: z.array(z.number()).min(1),
    firstName: z.string(),
    /** Keyed digest of the contact's phone: it must stay in the record. */
    phoneTag: z.string(),
    until: z.number(),
    /** When the record was last read and held that phone. */
    checkedAt: z.number(),
  }),
])

/** An identification under way. Erased at `expiresAt`, whatever happens. */
const pendingSchema = z.object({
  documento: z.string(),
  /** The sender's own contact, certified by Telegram; empty when they would not share one. */
  contato: z.string().optional(),
  /** After the lookup: keyed digests that a right birth date would have. Filled for unknown documentos too. */
  candidates: z
    .array(z.object({ tag: z.string(), codigoCliente: z.number(), idClienteServico: z.number().optional() }))
    .optional(),
  expiresAt: z.number(),
  retries: z.number().default(0),
})

const flowSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('idle') }),
  z.object({ name: z.literal('documento') }),
  z.object({ name: z.literal('contato') }),
  z.object({ name: z.literal('nascimento') }),
  z.object({ name: z.literal('servico') }),
  z.object({ name: z.literal('problema') }),
  z.object({ name: z.literal('resposta') }),
  z.object({ name: z.literal('categoria') }),
  z.object({ name: z.literal('triagem'), pergunta: z.number() }),
  z.object({ name: z.literal('arquivos') }),
  z.object({
    name: z.literal('existente'),
    abertos: z.array(z.object({ idAtendimento: z.number(), protocolo: z.string() })),
  }),
  z.object({ name: z.literal('cartao') }),
  z.object({ name: z.literal('correcao') }),
  z.object({ name: z.literal('diagnostico'), causa: z.enum(['suspenso', 'falha', 'offline', 'visita']) }),
  /** *Já paguei*: the proof of payment is awaited, for the draft. */
  z.object({ name: z.literal('comprovante') }),
])

const draftSchema = z.object({
  id: z.string(),
  reference: z.string(),
  categoria: z.string().optional(),
  words: z.array(z.string()),
  answers: z.array(z.object({ pergunta: z.string(), resposta: z.string() })).default([]),
  /** What the knowledge base answered, and did not help. */
  resposta: z.string().optional(),
  /** What was read of the service before advice was given (level 2): for those who read the ticket. */
  diagnostico: z.string().optional(),
  /** The protocolo of the ticket that was closed without solving it. */
  anterior: z.string().optional(),
  files: z.array(fileSchema).default([]),
  /** What edited messages said before. */
  before: z.array(z.string()).default([]),
  /** The triage's question to go on with. */
  pergunta: z.number().default(0),
  /** The last step: how often it was sent to a system, so that each send is an effect of its own. */
  sends: z.number().default(0),
})

const ticketSchema = z.object({
  reference: z.string(),
  draftId: z.string(),
  system: z.enum(['hubsoft', 'milvus']),
  state: z.enum(['opening', 'open', 'closed', 'failed']),
  /** `id_atendimento` or `codigo`. */
  id: z.string().optional(),
  /** What the customer is told: HubSoft's protocolo, Milvus' codigo. */
  protocolo: z.string().optional(),
  idClienteServico: z.number(),
  codigoCliente: z.number(),
  verified: z.boolean(),
  rotulo: z.string().optional(),
  /** Category and first words: what an attendant is told it is about. */
  assunto: z.string().default(''),
  categoria: z.string().optional(),
  /** It was open already when the chat joined it. */
  joined: z.boolean().optional(),
  /** When the customer last wrote to it. */
  wordsAt: z.number().optional(),
  /** Digests of the customer's last words in it: shown as somebody else's they are known. */
  sent: z.array(z.string()).optional(),
  /** The status and the visit's start told last. */
  status: z.string().optional(),
  visita: z.number().optional(),
  /** "Não avisar". */
  muted: z.boolean().optional(),
  /** Closed, and the customer said it was not solved. */
  contested: z.boolean().optional(),
  /** 1 to 5, given after it was closed. */
  avaliacao: z.number().optional(),
  /** Kept until the ticket is open, to be sent again should it fail. */
  draft: draftSchema.optional(),
  /** Words and files that came while it was opening. */
  waitingWords: z.array(z.string()).default([]),
  waitingFiles: z.array(fileSchema).default([]),
  /** Words sent and not settled yet, by effect id: a ticket that refuses them must not lose them. */
  adding: z.record(z.string(), z.string()).default({}),
  mensagens: z.number().default(0),
  anexos: z.number().default(0),
  /** Attachments decided and not settled yet, by effect id; told in one sentence when the last one is. */
  attaching: z.record(z.string(), z.string()).default({}),
  attached: z.number().default(0),
  notAttached: z.array(z.string()).default([]),
  /** What is attached or about to be, by kind and `file_unique_id`, with the effect that does it. */
  fileIds: z.record(z.string(), z.string()).default({}),
  at: z.number(),
})

const newsSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('message'), text: z.string(), author: z.string().exactOptional() }),
  z.object({ what: z.literal('status'), status: z.string() }),
  z.object({ what: z.literal('visit'), inicio: z.number(), fim: z.number().exactOptional() }),
  z.object({ what: z.literal('closed'), text: z.string().exactOptional() }),
])

const handoverSchema = z.object({
  state: z.enum(['opening', 'open']),
  /** Names the effect that opens it. */
  id: z.string(),
  atendimento: z.string().optional(),
  /** Relays waiting for it to open, ready to be sent. */
  queue: z.array(z.object({ marker: z.string(), mensagem: z.string() })).default([]),
  /** `/encerrar` while it was opening. */
  closing: z.boolean().default(false),
  slowTold: z.boolean().default(false),
  codigoCliente: z.number().optional(),
  /** What was told before, kept until people have it: without them it becomes a ticket. */
  words: z.array(z.string()).default([]),
  draft: draftSchema.optional(),
})

/** Something that changes the service, or sends a copy: shown for confirmation, or under way. */
const acaoSchema = z.object({
  id: z.string(),
  tipo: z.enum(['desbloqueio', 'reconexao', 'resetMac', 'reinicioCpe', 'envioFatura', 'fatura', 'fechamento']),
  codigoCliente: z.number(),
  idClienteServico: z.number(),
  rotulo: z.string(),
  idFatura: z.number().optional(),
  por: z.enum(['email', 'sms', 'push']).optional(),
  idAtendimento: z.number().optional(),
  protocolo: z.string().optional(),
  avaliacao: z.number().optional(),
  at: z.number(),
})

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
      lockedUntil: z.number().optional(),
      /** When the knowledge base was asked. */
      perguntas: z.array(z.number()).default([]),
      /** When an action was last asked for, by what it was done to. */
      acoes: z.record(z.string(), z.number()).default({}),
    })
    .default({ lookups: [], birthFailures: 0, perguntas: [], acoes: {} }),
  servico: z.object({ codigoCliente: z.number(), idClienteServico: z.number(), rotulo: z.string() }).optional(),
  /** The customer's words that no flow has taken yet: never asked for again. */
  intent: z.array(z.string()).default([]),
  resume: resumeSchema.optional(),
  flow: flowSchema.default({ name: 'idle' }),
  draft: draftSchema.optional(),
  tickets: z.array(ticketSchema).default([]),
  /** The ticket that later words and files go to. */
  activeTicket: z.string().optional(),
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
  /** *Avise-me quando voltar*: whose outage is looked at again, and how often yet. */
  aviso: z
    .object({ codigoCliente: z.number(), idClienteServico: z.number(), rotulo: z.string(), restam: z.number() })
    .optional(),
  /** Where the words of the last messages are (written.ts), by Telegram's id of the message. */
  written: z
    .array(z.object({ id: z.number(), ref: z.string(), tag: z.string(), lines: z.number() }))
    .default([]),
  /** The id of the last typed message. */
  lastText: z.number().default(0),
  /** The buttons shown last: typing one's label is pressing it. */
  keyboard: z.array(z.object({ label: z.string(), data: z.string() })).default([]),
})
