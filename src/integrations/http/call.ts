import { z } from 'zod'

import type { Upload } from '../../outbox/ports.js'

/**
 * One call of a vendor's API, as data: what the client, the documentation and the command line all read.
 * Field names are the wire's; they go no further than the mapper inside `answer` and the adapter that makes the call.
 */
export interface CallDeclaration {
  /** Stable machine name, `<noun>.<verb>`; stands in logs, in metrics and on the command line. */
  name: string
  /** One line for people, in Portuguese; fields are explained with `describe` in their schemas. */
  summary: string
  /** Which document describes it, and where. */
  source: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Behind the system's base URL, with `:name` for each of `params`. */
  path: string
  /** What it does to the other side, whatever the method says. Decides how a doubtful outcome is classed. */
  access: 'read' | 'write'
  /** `once` for a read that must not be repeated by the client; a write never is. */
  retry?: 'repeat' | 'once'
  /** From the call to its answer: login, waiting for a slot, and repeats included. Milliseconds. */
  timeoutMs: number
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  /** The call sends one file as multipart/form-data, in this field. */
  file?: { field: string }
  /** From the unwrapped answer to the domain. Unknown keys must be stripped, never passed through. */
  answer: z.ZodType
  /** A 204, or a 2xx with nothing in it but the word `OK`, is an answer too: `answer` is then given `undefined`. */
  okWithoutBody?: boolean
  /**
   * The refusal that only says there is nothing: taken as this raw answer, which `answer` then maps. `botOnly` where it
   * says more than an empty list can: `whole` leaves it a refusal, so that an operator reads its sentence.
   */
  none?: { saidAs: RegExp; answer: unknown; botOnly?: true }
  /** A business no in the other side's words is an answer too: `answer` and `whole` are given its envelope. */
  refusalAnswers?: true
  /** Calls of one circuit stop together; absent is the system's own. */
  circuit?: string
  /** What the bot itself uses it for, in a few words of Portuguese; absent where only operators have it. */
  use?: string
  /** Only the bot's own: the same call under another name is the operator's, or they have no use for it. */
  inner?: true
  /** Lets the client in, at the host itself; nobody makes it by itself. Its token is in no answer that is printed. */
  login?: true
  /** It carries a customer's own password: a 401 speaks of that, not of our credential, and is a refusal. */
  carriesPassword?: true
  /** Everything that the documents show, for an operator, where `answer` holds only what the bot needs. */
  whole?: z.ZodType
  /** How a listing goes on; `answer` (and `whole`) is then a `Page`. */
  paging?: Paging
  /** A good answer is a file (a report, say), taken as its bytes; `answer` is `fileAnswer`. */
  answersFile?: true
  /** Longer answers are refused unread; absent is the transport's own limit. Bytes. */
  maxAnswerBytes?: number
  /** A limit of its own besides the system's, by name (Milvus asks for one listing a minute). */
  paced?: string
}

/** Where the number of the wanted page goes, and the first page's number. */
export interface Paging {
  part: 'params' | 'query' | 'body'
  field: string
  first: 0 | 1
}

/** A file that a call answered. */
export interface FileAnswer {
  bytes: Buffer
  mime: string
  /** As the other side named it; nothing that a path could be made of. */
  fileName?: string | undefined
}

/** The `answer` of a call that answers a file. */
export const fileAnswer = z.custom<FileAnswer>((value) => typeof value === 'object' && value !== null && 'bytes' in value)

type Part<D extends CallDeclaration, K extends 'params' | 'query' | 'body'> =
  D extends Record<K, infer S extends z.ZodType> ? Record<K, z.input<S>> : unknown

/** What a call takes: an object with the parts that its declaration names. */
export type CallInput<D extends CallDeclaration> = Part<D, 'params'> &
  Part<D, 'query'> &
  Part<D, 'body'> &
  (D extends { file: { field: string } } ? { upload: Upload } : unknown)

export type CallAnswer<D extends CallDeclaration> = z.output<D['answer']>

/** Keeps a declaration's own type, so that input and answer are known where it is called. */
export function defineCall<const D extends CallDeclaration>(declaration: D): D {
  return declaration
}
