import { z } from 'zod'

import type { FileRef } from '../../domain/file.js'

/** A file of a message, by its ids: never a URL. */
export const fileSchema: z.ZodType<FileRef> = z.object({
  fileId: z.string(),
  uniqueId: z.string(),
  kind: z.enum(['photo', 'document', 'video', 'voice', 'audio', 'videoNote', 'animation']),
  name: z.string(),
  mime: z.string().exactOptional(),
  size: z.number().exactOptional(),
  caption: z.string().exactOptional(),
})

/** A report in the making. */
export const draftSchema = z.object({
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
  /** Of the prompts by which the model understood it. */
  versao: z.string().optional(),
  /** Files a machine has looked at, by `file_unique_id`, and what it read there. */
  lidos: z.array(z.object({ uniqueId: z.string(), linha: z.string().optional() })).optional(),
  /** The triage's question to go on with. */
  pergunta: z.number().default(0),
  /** The last step: how often it was sent to a system, so that each send is an effect of its own. */
  sends: z.number().default(0),
})
