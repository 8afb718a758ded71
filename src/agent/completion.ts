import { randomUUID } from 'node:crypto'

import { z } from 'zod'

import { parseJson } from '../lib/json.js'
import { DECIDE } from './decision.js'
import { modelFailure } from './failure.js'
import { mendCall } from './sloppy-call.js'
import { readStreamed } from './streamed.js'

/** What one call cost, as the endpoint tells it, or guessed from the lengths where it does not. */
export interface CallCost {
  tokensIn: number
  tokensOut: number
  tokensCached: number
}

/** An answer of chat completions in the form that every endpoint should give it, and its cost. */
export interface Completion {
  /** The answer again as JSON, mended. */
  json: string
  finish: string
  refusal: boolean
  text: string
  cost: CallCost
}

/** More calls of tools in one answer are no answer. */
const MAX_TOOL_CALLS = 16

/**
 * Reads an endpoint's answer. Some give a tool call's arguments as an object, no id, no `finish_reason`, or the call in
 * the older `function_call`; all are mended here, so that the libraries meet one form. Arguments that cannot be read are
 * none: the library would write to the console of them, and the tool says itself what it lacks. Throws `bad-answer`.
 */
export function readCompletion(text: string, requestLength: number): Completion {
  const parsed = completion.safeParse(readStreamed(text) ?? parseJson(text))
  const choice = parsed.success ? parsed.data.choices[0] : undefined
  if (!parsed.success || choice === undefined) throw modelFailure('bad-answer')
  const { message, finish_reason: finish } = choice
  const given = message.tool_calls ?? []
  const calls = given.length > 0 || !message.function_call ? given : [{ function: message.function_call }]
  if (calls.length > MAX_TOOL_CALLS) throw modelFailure('nonsense')
  const content = toText(message.content)
  const mended = {
    // Of our own: the graph takes two messages with one id for one, and some endpoints give all answers the same.
    id: randomUUID(),
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        finish_reason: finish ?? 'stop',
        message: {
          role: 'assistant',
          content,
          ...(calls.length > 0 && {
            tool_calls: withoutTwins(calls.map(({ function: call }) => toCall(call))).map((call) => ({
              id: newCallId(),
              type: 'function',
              function: call,
            })),
          }),
        },
      },
    ],
    usage: parsed.data.usage,
  }
  return {
    json: JSON.stringify(mended),
    finish: finish ?? 'stop',
    refusal: typeof message.refusal === 'string' && message.refusal !== '' && calls.length === 0 && content === '',
    text: content,
    cost: costOf(parsed.data.usage, requestLength, text.length),
  }
}

const usage = z.object({
  prompt_tokens: z.number().nonnegative().nullish(),
  completion_tokens: z.number().nonnegative().nullish(),
  prompt_tokens_details: z.object({ cached_tokens: z.number().nonnegative().nullish() }).nullish().catch(undefined),
})

const called = z.object({ name: z.string(), arguments: z.unknown().optional() })

const completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish().catch(undefined),
        message: z.object({
          content: z.unknown().optional(),
          refusal: z.unknown().optional(),
          tool_calls: z
            .array(
              z.object({ function: called }),
            )
            .nullish(),
          function_call: called.nullish().catch(undefined),
        }),
      }),
    )
    .min(1),
  usage: usage.nullish().catch(undefined),
})

const argumentsObject = z.record(z.string(), z.unknown())

const textParts = z.array(z.object({ text: z.string().catch('') }).catch({ text: '' }))

/** Content is a string, parts with a text, or nothing. */
function toText(content: unknown): string {
  if (typeof content === 'string') return content
  return (textParts.safeParse(content).data ?? []).map(({ text }) => text).join('')
}

/** Nine letters and digits, which the strictest endpoint wants: ids of theirs are empty, or come twice in a turn. */
const newCallId = (): string => randomUUID().replaceAll('-', '').slice(0, 9)

interface CallText {
  name: string
  arguments: string
}

/** Arguments as JSON; what is null, as models fill what they leave out, is left out. Some encode them twice. */
function toCall(given: z.output<typeof called>): CallText {
  const once = typeof given.arguments === 'string' ? parseJson(given.arguments) : given.arguments
  const parsed = argumentsObject.safeParse(typeof once === 'string' ? parseJson(once) : once)
  const whole = Object.fromEntries(Object.entries(parsed.data ?? {}).filter(([, value]) => value !== null))
  const { name, args } = mendCall(given.name, whole)
  return { name, arguments: JSON.stringify(args) }
}

/** One decision given twice is one; two are none, which the library says. */
function withoutTwins(calls: readonly CallText[]): CallText[] {
  return calls.filter(
    (call, at) => call.name !== DECIDE || calls.findIndex((other) => other.name === DECIDE && other.arguments === call.arguments) === at,
  )
}

/** About four characters are a token. */
function costOf(told: z.output<typeof usage> | null | undefined, inLength: number, outLength: number): CallCost {
  return {
    tokensIn: told?.prompt_tokens ?? Math.ceil(inLength / 4),
    tokensOut: told?.completion_tokens ?? Math.ceil(outLength / 4),
    tokensCached: told?.prompt_tokens_details?.cached_tokens ?? 0,
  }
}
