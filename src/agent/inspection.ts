import { z } from 'zod'

import { parseJson } from '../lib/json.js'
import { readCompletion } from './completion.js'
import { get, post, type Endpoint } from './endpoint.js'
import { modelFailure, whyOf } from './failure.js'

const TOOL = {
  type: 'function',
  function: {
    name: 'pronto',
    description: 'Diz que está pronto',
    parameters: { type: 'object', properties: {}, required: [], additionalProperties: false },
  },
}
/** Some models think first; the call is paid by the token. */
const MAX_TOKENS = 200
const listing = z.object({ data: z.array(z.object({ id: z.string() })) })

/** The endpoint of the model as the doctor looks at it. All throw `modelFailure`s. */
export interface ModelInspection {
  /** The names of its models. Costs nothing. */
  list(): Promise<readonly string[]>
  /** One short completion. `tools`: whether it used the tool it was given, or only took it, or refuses tools. */
  complete(model: string): Promise<'used' | 'not-used' | 'refused'>
}

export function createModelInspection(endpoint: Endpoint, timeoutMs: number): ModelInspection {
  const say = async (model: string, more: Record<string, unknown>) => {
    const body = JSON.stringify({
      model,
      // As the bot itself asks, or this would prove something else.
      [/^(?:o\d|gpt-5)/u.test(model) ? 'max_completion_tokens' : 'max_tokens']: MAX_TOKENS,
      messages: [{ role: 'user', content: 'Use a ferramenta pronto.' }],
      ...more,
    })
    return readCompletion(await post(endpoint, '/chat/completions', body, AbortSignal.timeout(timeoutMs)), body.length)
  }
  return {
    list: async () => {
      const text = await get(endpoint, '/models', AbortSignal.timeout(timeoutMs))
      const found = listing.safeParse(parseJson(text))
      if (!found.success) throw modelFailure('bad-answer')
      return found.data.data.map(({ id }) => id)
    },
    complete: async (model) => {
      // As the bot asks: some models refuse to be told to use a tool, and may choose.
      for (const tool_choice of ['required', 'auto']) {
        try {
          const { json } = await say(model, { tools: [TOOL], tool_choice })
          return json.includes('"tool_calls"') ? 'used' : 'not-used'
        } catch (error) {
          if (whyOf(error) !== 'refused') throw error
        }
      }
      await say(model, {})
      return 'refused'
    },
  }
}
