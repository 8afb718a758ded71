import { toAppError } from '../domain/errors.js'
import type { InboxEvent, OpsNotice } from '../domain/event.js'
import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import { shorten } from '../lib/plain-text.js'
import { maskPersonalData } from '../lib/redaction.js'

/** What became of an operator's change, as the folder's reader tells it. */
export type PromptsNews =
  | { kind: 'taken'; version: string; mended: boolean }
  | { kind: 'broken'; version: string; problems: readonly { file: string; line: number; field: string; what: string }[] }

export interface OpsPromptsOptions {
  /** `OPS_CHAT_ID`. */
  chatId: string
  store: { append(events: readonly InboxEvent[], now: number): Promise<unknown> }
  clock: Clock
  logger: Logger
}

const REASON = 300
/** Replicas find the same change at about the same time: notices of one slot are one. */
const SLOT_MS = 30 * 60_000

/**
 * Tells the provider's own chat of a change that is refused, once for each content, and of its mending. It goes through
 * the inbox, and is tried until it is there.
 */
export function createOpsPrompts(options: OpsPromptsOptions): { tell(news: PromptsNews): void; stop(): Promise<void> } {
  const { chatId, store, clock, logger } = options
  const stopping = new AbortController()
  /** How often each content was told of: the same mistake, mended and made again, is news. */
  const told = new Map<string, number>()
  let running = Promise.resolve()
  const append = async (event: InboxEvent) => {
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      try {
        await store.append([event], clock.now())
        return
      } catch (error) {
        logger.warn('ops.prompts-not-told', { error: toAppError(error, 'safe'), attempt })
        await clock.sleep(backoffMs(attempt, { baseMs: 500, maxMs: 30_000 }), stopping.signal)
      }
    }
  }
  return {
    tell(news) {
      const notice = noticeOf(news)
      if (!notice) return
      const now = clock.now()
      const times = (told.get(news.version) ?? 0) + 1
      told.set(news.version, times)
      const id = `ops:${notice.what}:${news.version}:${String(times)}:${String(Math.floor(now / SLOT_MS))}`
      running = running.then(() => append({ id, chatId, at: now, input: notice }))
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}

/** A good change is only told of where the one before was not. */
function noticeOf(news: PromptsNews): OpsNotice | undefined {
  if (news.kind === 'taken') {
    return news.mended ? { kind: 'ops', what: 'prompts-good', subject: news.version } : undefined
  }
  const [first] = news.problems
  if (!first) return undefined
  // What an operator typed in the wrong place may be anything.
  const reason = shorten(maskPersonalData(`${first.field}: ${first.what}`), REASON)
  const subject = `${first.file}:${String(first.line)}`
  return { kind: 'ops', what: 'prompts-broken', subject, reason, more: news.problems.length - 1 }
}
