import type { Clock } from '../lib/clock.js'
import { alone, shareOf, type Replicas } from '../lib/share.js'
import { telegramError } from './errors.js'
import { Turnstile } from './turnstile.js'

/** Telegram's published limit: about one message a second in a chat, short bursts allowed. */
const CHAT: Rate = { burst: 3, intervalMs: 1000 }
/** Telegram's published limit for one bot: about thirty messages in any second, of all processes together. */
const PER_SECOND = 30
/** Notices to many leave room for answers. */
const NOTICES: Rate = { burst: 5, intervalMs: 50 }

/** Longer waits are the outbox's: whoever waits here holds a lease. */
const MAX_WAIT_MS = 5000
/** A notice that found no room comes back at its turn, at the latest after this. */
const MAX_NOTICE_MS = 15 * 60_000
/** A lone 429 stops the whole bot no longer than this; if the whole bot was meant, the next call is told so. */
const MAX_GUESS_MS = 30_000

/** From here on, chats that owe no wait are forgotten. At thirty a second, some hundreds are active at most. */
const MANY_CHATS = 1000

interface Rate {
  burst: number
  intervalMs: number
}

export interface PacedCall {
  chatId?: string
  /** Puts a message into the chat: only these count for the chat's own limit. */
  message?: boolean
  /** Nobody waits for it: answers go first. */
  notice?: boolean
}

/** Tells the pace that a call was answered or failed; until then it takes one of the thirty places. */
export type Answered = () => void

/** Keeps calls within Telegram's limits. */
export interface Pace {
  /**
   * Resolves when the call may be made. Throws `rate-limited` (`safe`, with `retryAfterMs`) at once where that is more
   * than five seconds away, and for a notice that would have to wait at all. Gives what to call once it is answered.
   */
  acquire(call: PacedCall): Promise<Answered>
  /** For a call that nobody needs: undefined where it may not be made now. Never makes another call wait. */
  tryAcquire(chatId: string): Answered | undefined
  /** After a 429: no calls for so long. */
  pause(chatId: string | undefined, ms: number): void
}

/**
 * A 429 does not say whether the chat or the whole bot is meant. One of a chat that was within its own limit can only
 * be the bot's, and so is one of a call that has no chat, or a second chat's while the first still waits. A chat that
 * was written to in a burst waits alone.
 *
 * What is limited for the whole bot is divided by `replicas`. A chat's own limit is not: its messages go one after the
 * other, mostly by whoever took its turn, and half of one a second would be felt.
 */
export function createPace(clock: Clock, replicas: Replicas = alone): Pace {
  const chats = new Map<string, number>()
  const paused = new Map<string, number>()
  const overall = new Turnstile(shareOf(PER_SECOND, replicas), clock, MAX_WAIT_MS)
  let notices = 0
  let nextNotice = 0

  const chatPause = (chatId: string | undefined): number =>
    (chatId === undefined ? 0 : (paused.get(chatId) ?? 0)) - clock.now()
  const holdFor = async (chatId: string | undefined): Promise<void> => {
    const ms = chatPause(chatId)
    if (ms <= 0) return
    refuseLong(ms)
    await clock.sleep(ms)
  }
  const makeRoom = (): void => {
    const now = clock.now()
    const rate = { ...NOTICES, intervalMs: NOTICES.intervalMs * replicas() }
    const turn = take(notices, now, rate)
    if (turn.waitMs <= 0 && overall.isFree()) {
      notices = turn.next
      return
    }
    nextNotice = Math.min(Math.max(nextNotice, now) + rate.intervalMs, now + MAX_NOTICE_MS)
    throw tooMany(nextNotice - now)
  }

  return {
    async acquire({ chatId, message = false, notice = false }) {
      refuseLong(Math.max(overall.pausedMs(), chatPause(chatId)))
      if (notice) makeRoom()
      await holdFor(chatId)
      if (chatId !== undefined && message) {
        forget(chats, clock.now())
        const turn = take(chats.get(chatId) ?? 0, clock.now(), CHAT)
        refuseLong(turn.waitMs)
        chats.set(chatId, turn.next)
        if (turn.waitMs > 0) await clock.sleep(turn.waitMs)
      }
      const call = await overall.pass(notice ? 'notice' : 'answer')
      try {
        // Its chat may have been told to wait while this one did.
        await holdFor(chatId)
      } catch (error) {
        overall.answered(call)
        throw error
      }
      return () => overall.answered(call)
    },
    tryAcquire(chatId) {
      const call = chatPause(chatId) <= 0 ? overall.tryPass() : undefined
      return call && (() => overall.answered(call))
    },
    pause(chatId, ms) {
      const now = clock.now()
      for (const [chat, end] of paused) if (end <= now) paused.delete(chat)
      const another = [...paused.keys()].some((chat) => chat !== chatId)
      if (chatId === undefined || another) overall.pause(ms)
      else if (withinItsLimit(chats.get(chatId), now)) overall.pause(Math.min(ms, MAX_GUESS_MS))
      if (chatId !== undefined) paused.set(chatId, now + ms)
    },
  }
}

/** At most the one message that was just refused, in the last second or so. */
function withinItsLimit(paidUntil: number | undefined, now: number): boolean {
  return (paidUntil ?? 0) - now <= CHAT.intervalMs
}

/** One more call on a bucket that is paid up until `paidUntil` (a leaky bucket in one number). */
function take(paidUntil: number, now: number, rate: Rate): { waitMs: number; next: number } {
  const start = Math.max(paidUntil, now)
  return { waitMs: start - (rate.burst - 1) * rate.intervalMs - now, next: start + rate.intervalMs }
}

function refuseLong(ms: number): void {
  if (ms > MAX_WAIT_MS) throw tooMany(ms)
}

const tooMany = (ms: number): Error =>
  telegramError('rate-limited', 'safe', 'pace', 'paused', { retryAfterMs: Math.ceil(ms) })

function forget(chats: Map<string, number>, now: number): void {
  if (chats.size < MANY_CHATS) return
  for (const [chat, paidUntil] of chats) if (paidUntil <= now) chats.delete(chat)
}
