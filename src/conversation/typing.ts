import type { Clock } from '../lib/clock.js'
import type { ChatClaim, Presence } from './ports.js'

/** Sooner than this the answer itself is there; a customer is to see it within 300 ms. */
const FIRST_MS = 200
/** Telegram shows it for five seconds. */
const AGAIN_MS = 4_500

/** Does `work`, and shows the customer of this claim that it is being done while it takes long. */
export async function whileTyping<T>(
  { presence, clock }: { presence?: Presence; clock: Clock },
  claim: ChatClaim,
  work: () => Promise<T>,
): Promise<T> {
  // A timer or an attendant's words are nothing that the customer waits for.
  const waitsFor = claim.events.some(({ order }) => order !== undefined)
  if (!presence || !waitsFor) return work()
  const done = new AbortController()
  const shown = show(presence, claim.chatId, clock, done.signal)
  try {
    return await work()
  } finally {
    done.abort()
    await shown
  }
}

async function show(presence: Presence, chatId: string, clock: Clock, done: AbortSignal): Promise<void> {
  await clock.sleep(FIRST_MS, done)
  while (!done.aborted) {
    presence.typing(chatId)
    await clock.sleep(AGAIN_MS, done)
  }
}
