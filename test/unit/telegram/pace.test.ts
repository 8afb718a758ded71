import { describe, expect, it } from 'vitest'

import { createPace } from '../../../src/telegram/pace.js'
import { JumpingClock } from './fake-bot-api.js'

const toChat = (chatId: string): { chatId: string; message: true } => ({ chatId, message: true })

describe('the pace of calls', () => {
  it('lets a burst of three into a chat at once, then one a second', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    for (let sent = 0; sent < 5; sent += 1) await pace.acquire(toChat('1'))
    expect(clock.slept).toEqual([1000, 1000])
  })

  it('does not make one chat wait for another', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    for (let chat = 0; chat < 25; chat += 1) await pace.acquire(toChat(String(chat)))
    expect(clock.slept).toEqual([])
  })

  it('keeps to thirty calls a second overall', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    const startedAt = clock.now()
    for (let call = 0; call < 90; call += 1) await pace.acquire({ chatId: String(call) })
    expect(clock.now() - startedAt).toBeCloseTo(2000, -1)
  })

  it('does not count for the chat what puts no message there', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    for (let call = 0; call < 10; call += 1) await pace.acquire({ chatId: '1' })
    expect(clock.slept).toEqual([])
  })

  it('gives a long wait back to the caller, who holds a lease, and reserves nothing for it', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    pace.pause('1', 60_000)
    await expect(pace.acquire(toChat('1'))).rejects.toMatchObject({
      code: 'rate-limited',
      retry: 'safe',
      retryAfterMs: 60_000,
    })
    clock.advance(60_000)
    await pace.acquire(toChat('1'))
    expect(clock.slept).toEqual([])
  })

  it('pauses only the chat of a lone 429, and the whole bot when a second chat gets one', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    pace.pause('1', 3000)
    await pace.acquire(toChat('2'))
    expect(clock.slept).toEqual([])
    pace.pause('2', 4000)
    await pace.acquire(toChat('3'))
    expect(clock.slept).toEqual([4000])
  })

  it('pauses the whole bot for a 429 of a call that has no chat', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    pace.pause(undefined, 2000)
    await pace.acquire(toChat('1'))
    expect(clock.slept).toEqual([2000])
  })
})
