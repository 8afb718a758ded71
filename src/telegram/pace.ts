import type { Clock } from '../lib/clock.js'
import { telegramError } from './errors.js'

/** Telegram's published limits: about one message a second in a chat, short bursts allowed, and thirty overall. */
const CHAT: Rate = { burst: 3, intervalMs: 1000 }
const OVERALL: Rate = { burst: 30, intervalMs: 1000 / 30 }

/** Longer waits are the outbox's: whoever waits here holds a lease. */
const MAX_WAIT_MS = 5000

/** From here on, chats that owe no wait are forgotten. At thirty a second, some hundreds are active at most. */
const MANY_CHATS = 1000

interface Rate {
  burst: number
  intervalMs: number
}

/** Keeps calls within Telegram's limits. */
export interface Pace {
  /**
   * Resolves when a call about `chatId` may be made; only what puts a `message` there counts for the chat's own limit.
   * Throws `rate-limited` (`safe`, with `retryAfterMs`) at once where that is more than five seconds away.
   */
  acquire(call: { chatId?: string; message?: boolean }): Promise<void>
  /** After a 429: no calls for so long. */
  pause(chatId: string | undefined, ms: number): void
}

/**
 * A 429 does not say whether the chat or the whole bot is meant. The first is taken for its chat's; a second chat's,
 * while the first still waits, pauses the bot, and so does one of a call that has no chat.
 */
export function createPace(clock: Clock): Pace {
  const chats = new Map<string, number>()
  const paused = new Map<string, number>()
  let overall = 0
  let allPausedUntil = 0

  const hold = async (ms: number): Promise<void> => {
    if (ms <= 0) return
    refuseLong(ms)
    await clock.sleep(ms)
  }
  const pauseOf = (chatId: string | undefined): number =>
    Math.max(allPausedUntil, chatId === undefined ? 0 : (paused.get(chatId) ?? 0)) - clock.now()

  return {
    async acquire({ chatId, message = false }) {
      await hold(pauseOf(chatId))
      if (chatId !== undefined && message) {
        forget(chats, clock.now())
        const turn = take(chats.get(chatId) ?? 0, clock.now(), CHAT)
        refuseLong(turn.waitMs)
        chats.set(chatId, turn.next)
        await hold(turn.waitMs)
      }
      const turn = take(overall, clock.now(), OVERALL)
      refuseLong(turn.waitMs)
      overall = turn.next
      await hold(turn.waitMs)
      // Another call may have been told to wait while this one did.
      await hold(pauseOf(chatId))
    },
    pause(chatId, ms) {
      const now = clock.now()
      const until = now + ms
      for (const [chat, end] of paused) if (end <= now) paused.delete(chat)
      if (chatId === undefined || [...paused.keys()].some((chat) => chat !== chatId)) {
        allPausedUntil = Math.max(allPausedUntil, until)
      }
      if (chatId !== undefined) paused.set(chatId, until)
    },
  }
}

/** One more call on a bucket that is paid up until `paidUntil` (a leaky bucket in one number). */
function take(paidUntil: number, now: number, rate: Rate): { waitMs: number; next: number } {
  const start = Math.max(paidUntil, now)
  return { waitMs: start - (rate.burst - 1) * rate.intervalMs - now, next: start + rate.intervalMs }
}

function refuseLong(ms: number): void {
  if (ms > MAX_WAIT_MS) throw telegramError('rate-limited', 'safe', 'pace', 'paused', { retryAfterMs: Math.ceil(ms) })
}

function forget(chats: Map<string, number>, now: number): void {
  if (chats.size < MANY_CHATS) return
  for (const [chat, paidUntil] of chats) if (paidUntil <= now) chats.delete(chat)
}
