import { describe, expect, it } from 'vitest'

import type { ChatClaim } from '../../../src/conversation/ports.js'
import { whileTyping } from '../../../src/conversation/typing.js'
import type { InboxEvent } from '../../../src/domain/event.js'
import { FakeClock } from '../../support/fake-clock.js'

const FROM_CUSTOMER: InboxEvent = { id: 'tg:1', chatId: '7', at: 0, order: 1, input: { kind: 'blocked' } }
const FROM_TIMER: InboxEvent = { id: 'tm:1', chatId: '7', at: 0, input: { kind: 'timer', name: 'slow', arg: '' } }

function scene(event: InboxEvent) {
  const clock = new FakeClock()
  const shown: number[] = []
  const startedAt = clock.now()
  const presence = { typing: () => void shown.push(clock.now() - startedAt) }
  const claim: ChatClaim = { chatId: '7', lease: 'l', session: undefined, events: [event], failures: 0 }
  const workFor = (ms: number): Promise<string> =>
    whileTyping({ presence, clock }, claim, () => clock.sleep(ms).then(() => 'done'))
  return { clock, shown, workFor }
}

describe('a turn that takes long', () => {
  it('is shown to its customer after 200 ms, and every 4.5 s while it lasts', async () => {
    const { clock, shown, workFor } = scene(FROM_CUSTOMER)
    const working = workFor(10_000)
    await clock.advance(30_000)
    expect(await working).toBe('done')
    expect(shown).toEqual([200, 4_700, 9_200])
  })

  it('is not shown when it is over sooner, or when nobody waits for it', async () => {
    const quick = scene(FROM_CUSTOMER)
    const unasked = scene(FROM_TIMER)
    const working = [quick.workFor(150), unasked.workFor(5_000)]
    await quick.clock.advance(10_000)
    await unasked.clock.advance(10_000)
    await Promise.all(working)
    expect([quick.shown, unasked.shown]).toEqual([[], []])
  })

  it('fails as it would unseen', async () => {
    const { clock, shown } = scene(FROM_CUSTOMER)
    const claim: ChatClaim = { chatId: '7', lease: 'l', session: undefined, events: [FROM_CUSTOMER], failures: 0 }
    const work = whileTyping({ clock, presence: { typing: () => void shown.push(1) } }, claim, () =>
      Promise.reject(new Error('a bad event')),
    )
    await expect(work).rejects.toThrow('a bad event')
    await clock.advance(10_000)
    expect(shown).toEqual([])
  })
})
