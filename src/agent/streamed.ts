import { z } from 'zod'
import { parseJson } from '../lib/json.js'

/**
 * The answer of an endpoint that streams without being asked to, put together as one that does not would give it;
 * undefined where the text is no stream.
 */
export function readStreamed(text: string): unknown {
  if (!/^\s*(?:data:|:|event:)/u.test(text)) return undefined
  const calls: { function: { name: string; arguments: string } }[] = []
  let content = ''
  let finish: string | null = null
  let usage: unknown
  let isAnything = false
  for (const line of text.split('\n')) {
    const { data, success } = chunk.safeParse(parseJson(/^\s*data:(.*)$/u.exec(line)?.[1] ?? ''))
    if (!success) continue
    isAnything = true
    usage = data.usage ?? usage
    const [choice] = data.choices
    finish = choice?.finish_reason ?? finish
    content += choice?.delta?.content ?? ''
    for (const { index, function: piece } of choice?.delta?.tool_calls ?? []) {
      const at = Math.min(index ?? Math.max(0, calls.length - 1), calls.length)
      const call = (calls[at] ??= { function: { name: '', arguments: '' } })
      call.function.name += piece?.name ?? ''
      call.function.arguments += piece?.arguments ?? ''
    }
  }
  return isAnything ? { choices: [{ finish_reason: finish, message: { content, tool_calls: calls } }], usage } : undefined
}

const chunk = z.object({
  choices: z.array(
    z.object({
      finish_reason: z.string().nullish().catch(undefined),
      delta: z
        .object({
          content: z.string().nullish().catch(undefined),
          tool_calls: z
            .array(
              z.object({
                index: z.number().int().nonnegative().nullish(),
                function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
              }),
            )
            .nullish()
            .catch(undefined),
        })
        .nullish(),
    }),
  ),
  usage: z.unknown().optional(),
})
