import { hubsoftCalls } from '../../src/integrations/hubsoft/calls.js'
import { startHubsoftBench, type HubsoftBench } from './hubsoft-api.js'
import { goodInput } from './hubsoft-examples/examples.js'
import type { Reply } from './json-server.js'

type Name = keyof typeof hubsoftCalls

export interface AnswerBench extends HubsoftBench {
  /** What the bot reads in this answer of the vendor's. */
  answerOf(call: Name, json: unknown): Promise<unknown>
  /** What an operator reads in it. */
  wholeOf(call: Name, json: unknown): Promise<unknown>
  /** The same of a reply that is not JSON under 200. */
  callWith(call: Name, reply: Reply): Promise<unknown>
}

/** Reads answers as they come over the wire: each call is made with a good input, and is answered as given. */
export async function startAnswerBench(): Promise<AnswerBench> {
  let next: Reply = {}
  const bench = await startHubsoftBench(() => next)
  const callWith = async (call: Name, reply: Reply) => {
    next = reply
    const { whole: _whole, ...bots } = { whole: undefined, ...hubsoftCalls[call] }
    return bench.hubsoft.api.whole(bots, goodInput(call))
  }
  return {
    ...bench,
    callWith,
    answerOf: (call, json) => callWith(call, { json }),
    wholeOf: async (call, json) => {
      next = { json }
      return bench.hubsoft.api.whole(hubsoftCalls[call], goodInput(call))
    },
  }
}

/** The vendor's envelope of a good answer. */
export const ok = (content: object = {}): object => ({ status: 'success', msg: 'Dados consultados com sucesso', ...content })
