import { z } from 'zod'

import { DECIDE } from './decision.js'

const message = z.looseObject({
  role: z.string(),
  content: z.union([z.string(), z.array(z.unknown())]).nullish(),
  tool_calls: z.unknown().optional(),
})

const tool = z.object({ function: z.object({ name: z.string(), parameters: z.unknown() }) })

/**
 * The request for an endpoint without tools: the decision's schema goes behind the instructions, and the answer's text is
 * the decision. What needs something read is left to the flows, which read by themselves.
 */
export function askForText(messages: readonly unknown[], tools: readonly unknown[]): unknown[] {
  const [first, ...rest] = messages.map((one) => message.parse(one))
  if (!first) return []
  const schema = tools.map((one) => tool.parse(one).function).find(({ name }) => name === DECIDE)?.parameters
  const told =
    'As ferramentas de consulta não estão disponíveis: decida sem elas. Responda só com um objeto JSON, sem nada antes ' +
    `nem depois, neste esquema:\n${JSON.stringify(schema)}`
  const content = [...partsOf(first.content), told].join('\n\n')
  // What was asked for with tools means nothing here.
  const plain = rest.filter(({ role, tool_calls: calls }) => role !== 'tool' && calls === undefined)
  return [{ ...first, content }, ...plain]
}

const textPart = z.object({ text: z.string() })

function partsOf(content: z.output<typeof message>['content']): string[] {
  if (typeof content === 'string') return [content]
  return (content ?? []).flatMap((part) => textPart.safeParse(part).data?.text ?? [])
}
