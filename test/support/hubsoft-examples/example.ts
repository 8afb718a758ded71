import type { hubsoftCalls } from '../../../src/integrations/hubsoft/calls.js'
import type { CallParts } from '../../../src/integrations/http/request.js'

/** A call as a document's own example makes it, with made-up people, and what must be on the wire for it. */
export interface Example {
  call: keyof typeof hubsoftCalls
  /** Which example it is. */
  of: string
  input: CallParts
  /** Method and path, behind the API's root. */
  line: string
  query?: Record<string, string>
  body?: unknown
}
