import type { z } from 'zod'

import type { Upload } from '../../outbox/ports.js'

/**
 * One call of a vendor's API, as data: what the client, the documentation and the command line all read.
 * Field names are the wire's; they go no further than the mapper inside `answer` and the adapter that makes the call.
 */
export interface CallDeclaration {
  /** Stable machine name, `<noun>.<verb>`; stands in logs and metrics. */
  name: string
  /** One line for people. */
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
  /** A 204, or a 2xx with nothing in it, is an answer too: `answer` is then given `undefined`. */
  okWithoutBody?: boolean
  /** The refusal that only says there is nothing: taken as this raw answer, which `answer` then maps. */
  none?: { saidAs: RegExp; answer: unknown }
  /** Calls of one circuit stop together; absent is the system's own. */
  circuit?: string
}

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
