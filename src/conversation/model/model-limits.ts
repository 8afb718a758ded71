/** What the model may cost one chat in a day. Beyond it the rules answer alone. */
import type { AgentUse } from '../agent.js'
import type { Session } from '../session.js'
import type { Turn } from '../turn.js'

const DAY_MS = 24 * 3_600_000
/** No use is told as more than this, whatever came back. */
const MOST_TOKENS = 1_000_000

type Uso = NonNullable<Session['limits']['modelo']>

/** Whether this chat may ask it once more today. */
export function mayAskModel(turn: Turn): boolean {
  const { tokensPorDiaChat, chamadasPorDiaChat } = turn.deps.prompts.routing.modelo
  const { chamadas, tokens } = usedToday(turn.session.limits.modelo, turn.now) ?? NOTHING
  return tokens < tokensPorDiaChat && chamadas < chamadasPorDiaChat
}

/** Counts what a request has cost; one that tells nothing has cost a call. */
export function countUse(turn: Turn, { calls, tokens }: AgentUse): void {
  const { limits } = turn.session
  const used = usedToday(limits.modelo, turn.now) ?? { ...NOTHING, desde: turn.now }
  limits.modelo = {
    desde: used.desde,
    chamadas: used.chamadas + Math.max(1, atMost(calls, 1_000)),
    tokens: used.tokens + atMost(tokens, MOST_TOKENS),
  }
}

/** What of it still counts. */
export function usedToday(uso: Uso | undefined, now: number): Uso | undefined {
  return uso && uso.desde > now - DAY_MS ? uso : undefined
}

const NOTHING = { chamadas: 0, tokens: 0 }

const atMost = (count: number, most: number): number =>
  Number.isFinite(count) ? Math.min(most, Math.max(0, Math.round(count))) : 0
