import { describe, expect, it } from 'vitest'

import { AppError } from '../../../src/domain/errors.js'
import { createPace, type Pace, type PacedCall } from '../../../src/telegram/pace.js'
import { FakeClock } from '../../support/fake-clock.js'
import { JumpingClock } from './fake-bot-api.js'

/** A call that is answered at once. */
async function make(pace: Pace, call: PacedCall): Promise<void> {
  const answered = await pace.acquire(call)
  answered()
}

const toChat = (chatId: string): { chatId: string; message: true } => ({ chatId, message: true })

describe('the pace of calls', () => {
  it('lets a burst of three into a chat at once, then one a second', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    for (let sent = 0; sent < 5; sent += 1) await make(pace, toChat('1'))
    expect(clock.slept).toEqual([1000, 1000])
  })

  it('does not make one chat wait for another', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    for (let chat = 0; chat < 25; chat += 1) await make(pace, toChat(String(chat)))
    expect(clock.slept).toEqual([])
  })

  it('keeps to thirty calls a second overall', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    const startedAt = clock.now()
    const at: number[] = []
    for (let call = 0; call < 90; call += 1) {
      await make(pace, { chatId: String(call) })
      at.push(clock.now())
    }
    expect(clock.now() - startedAt).toBe(2000)
    expect(at.every((time) => at.filter((other) => other >= time && other < time + 1000).length <= 30)).toBe(true)
  })

  it('keeps to thirty a second with other processes, whose number changes', async () => {
    const clock = new JumpingClock()
    let replicas = 2
    const one = createPace(clock, () => replicas)
    const paces = [one, createPace(clock, () => replicas)]
    const at: number[] = []
    for (let call = 0; call < 90; call += 1) {
      for (const pace of paces) {
        await make(pace, { chatId: String(call) })
        at.push(clock.now())
      }
    }
    expect(at.every((time) => at.filter((other) => other >= time && other < time + 1000).length <= 30)).toBe(true)
    replicas = 40
    clock.advance(1000)
    const startedAt = clock.now()
    for (let call = 0; call < 4; call += 1) await make(one, { chatId: String(call) })
    expect(clock.now() - startedAt).toBe(3000)
  })

  it('counts a call from its answer on, as nobody knows when Telegram counted it', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    const answered = await Promise.all(Array.from({ length: 30 }, (_, call) => pace.acquire({ chatId: String(call) })))
    clock.advance(400)
    for (const tell of answered) tell()
    await make(pace, { chatId: 'next' })
    expect(clock.slept).toEqual([1000])
  })

  it('counts a call for as long as it is on its way, in which it may still come', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    const answered = await Promise.all(Array.from({ length: 30 }, (_, call) => pace.acquire({ chatId: String(call) })))
    clock.advance(4000)
    await expect(pace.acquire({ chatId: 'next' })).rejects.toMatchObject({ code: 'rate-limited', retry: 'safe' })
    answered[0]?.()
    clock.advance(1000)
    await make(pace, { chatId: 'next' })
  })

  it('does not count for the chat what puts no message there', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    for (let call = 0; call < 10; call += 1) await make(pace, { chatId: '1' })
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
    await make(pace, toChat('1'))
    expect(clock.slept).toEqual([])
  })

  it('takes the 429 of a chat that got one message for the whole bot’s', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    await make(pace, toChat('1'))
    pace.pause('1', 3000)
    await make(pace, toChat('2'))
    expect(clock.slept).toEqual([3000])
  })

  it('guesses so for half a minute at most, however long the 429 is', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    pace.pause('1', 3_600_000)
    await expect(pace.acquire(toChat('2'))).rejects.toMatchObject({ retryAfterMs: 30_000 })
    clock.advance(30_000)
    await make(pace, toChat('2'))
    await expect(pace.acquire(toChat('1'))).rejects.toMatchObject({ code: 'rate-limited' })
  })

  it('lets a chat that got a burst wait alone, and the whole bot when a second one gets a 429', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    for (let sent = 0; sent < 3; sent += 1) await make(pace, toChat('1'))
    pace.pause('1', 3000)
    await make(pace, toChat('2'))
    expect(clock.slept).toEqual([])
    pace.pause('2', 4000)
    await make(pace, toChat('3'))
    expect(clock.slept).toEqual([4000])
  })

  it('sends those who wait back when the bot is told to wait for long', async () => {
    const clock = new FakeClock()
    const pace = createPace(clock)
    for (let call = 0; call < 30; call += 1) await make(pace, { chatId: String(call) })
    const waiting = pace.acquire({ chatId: '31' })
    await clock.advance(0)
    pace.pause(undefined, 60_000)
    await expect(waiting).rejects.toMatchObject({ code: 'rate-limited', retryAfterMs: 60_000 })
  })

  it('lets answers pass before notices, which come back at their own turn', async () => {
    const clock = new FakeClock()
    const pace = createPace(clock)
    const later: number[] = []
    let sent = 0
    for (let call = 0; call < 100; call += 1) {
      await pace.acquire({ chatId: String(call), message: true, notice: true }).then(
        () => (sent += 1),
        (error: unknown) => later.push(error instanceof AppError ? (error.retryAfterMs ?? 0) : -1),
      )
    }
    expect(sent).toBe(5)
    // Spread over time, so that they do not all come back at once.
    expect(later.at(0)).toBe(50)
    expect(later.at(-1)).toBe(95 * 50)
    for (let call = 0; call < 25; call += 1) await make(pace, { chatId: `a${call}`, message: true })
    await clock.advance(400)
    await expect(pace.acquire({ chatId: 'n', message: true, notice: true })).rejects.toMatchObject({ retry: 'safe' })
    await clock.advance(1000)
    await make(pace, { chatId: 'n', message: true, notice: true })
  })

  it('shows "typing" only where there is room, and never makes a message wait for it', async () => {
    const clock = new FakeClock()
    const pace = createPace(clock)
    let shown = 0
    for (let call = 0; call < 100; call += 1) {
      const answered = pace.tryAcquire('1')
      if (!answered) continue
      answered()
      shown += 1
    }
    expect(shown).toBe(21)
    for (let call = 0; call < 9; call += 1) await make(pace, { chatId: String(call), message: true })
    await clock.advance(1000)
    pace.pause('1', 500)
    await clock.advance(600)
    expect(pace.tryAcquire('1')).toBeDefined()
    pace.pause('1', 500)
    expect(pace.tryAcquire('1')).toBeUndefined()
  })

  it('pauses the whole bot for a 429 of a call that has no chat', async () => {
    const clock = new JumpingClock()
    const pace = createPace(clock)
    pace.pause(undefined, 2000)
    await make(pace, toChat('1'))
    expect(clock.slept).toEqual([2000])
  })
})
