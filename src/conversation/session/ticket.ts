import { z } from 'zod'

import { draftSchema, fileSchema } from './draft.js'

/** A report that was sent, and what became of it. */
export const ticketSchema = z.object({
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
  /** Closed, and the customer said that it was. */
  solved: z.boolean().optional(),
  /** When the chat learnt that it was closed. */
  closedAt: z.number().optional(),
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

/** What staff did, kept for the end of silence. */
export const newsSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('message'), text: z.string(), author: z.string().exactOptional() }),
  z.object({ what: z.literal('status'), status: z.string() }),
  z.object({ what: z.literal('visit'), inicio: z.number(), fim: z.number().exactOptional() }),
  z.object({ what: z.literal('closed'), text: z.string().exactOptional() }),
])
