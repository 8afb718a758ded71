import { z } from 'zod'

import { parseJson } from '../lib/json.js'
import { HINTS, type Hint } from './failure.js'

/**
 * What a refusal names as its reason: the parameter or the code, where an endpoint gives them as such. Its sentences are
 * not read: each endpoint has its own.
 */
export function readHint(text: string): Hint | undefined {
  const { error, param, code, detail } = refusal.parse(parseJson(text))
  const named = [error.code, code, error.param, param, ...detail.flatMap(({ loc }) => loc)]
  return HINTS.find((hint) => named.includes(hint))
}

const word = z.string().optional().catch(undefined)
const named = { param: word, code: word }

/** OpenAI has them in `error`, vLLM beside the message, FastAPI as a path of the body. */
const refusal = z
  .object({
    error: z.object(named).catch({}),
    ...named,
    detail: z.array(z.object({ loc: z.array(z.unknown()).catch([]) }).catch({ loc: [] })).catch([]),
  })
  .catch({ error: {}, detail: [] })
