import { describe, expect, it } from 'vitest'

import { AppError } from '../../../../src/domain/errors.js'
import { startDeadline } from '../../../../src/integrations/http/deadline.js'
import { createPace } from '../../../../src/integrations/http/pace.js'
import { shareOf } from '../../../../src/lib/share.js'
import { FakeClock } from '../../../support/fake-clock.js'

const MINUTE = 60_000

/** As many calls as are let through at once. */
async function burst(pace: ReturnType<typeof createPace>): Promise<number> {
  const deadline = startDeadline(1)
  try {
    for (let made = 0; ; made += 1) {
      const waits = await pace.take(deadline).then(
        () => false,
        () => true,
      )
      if (waits) return made
    }
  } finally {
    deadline.end()
  }
}

function setUp(perMinute = 300) {
  const clock = new FakeClock()
  const all = { replicas: 1 }
  const paces = [1, 2, 3].map(() => createPace({ perMinute: shareOf(perMinute, () => all.replicas), clock, system: 'x' }))
  return { clock, all, paces }
}

describe('the pace of calls a minute', () => {
  it('is the whole limit for one process, as for one that shares with nobody', async () => {
    const { clock, paces } = setUp()
    const [one] = paces
    if (!one) throw new Error('there is one')
    expect(one.spare()).toBe(300)
    expect(await burst(one)).toBe(300)
    expect(one.spare()).toBe(0)
    await clock.advance(MINUTE)
    expect(await burst(one)).toBe(300)
  })

  it('is kept by all processes together', async () => {
    const { clock, all, paces } = setUp()
    all.replicas = 3
    for (let minute = 0; minute < 3; minute += 1) {
      const made = await Promise.all(paces.map((pace) => burst(pace)))
      expect(made).toEqual([100, 100, 100])
      await clock.advance(MINUTE)
    }
  })

  it('counts what was called before another process came', async () => {
    const { clock, all, paces } = setUp()
    const [one] = paces
    if (!one) throw new Error('there is one')
    expect(await burst(one)).toBe(300)
    await clock.advance(MINUTE / 2)
    all.replicas = 2
    expect(one.spare()).toBe(0)
    expect(await burst(one)).toBe(0)
    await clock.advance(MINUTE / 2)
    expect(one.spare()).toBe(150)
    expect(await burst(one)).toBe(150)
  })

  it('grows at once when the other process is gone, by what it has not called itself', async () => {
    const { clock, all, paces } = setUp()
    const [one] = paces
    if (!one) throw new Error('there is one')
    all.replicas = 2
    expect(await burst(one)).toBe(150)
    await clock.advance(MINUTE / 2)
    all.replicas = 1
    expect(await burst(one)).toBe(150)
    await clock.advance(MINUTE / 2)
    expect(await burst(one)).toBe(150)
  })

  it('never falls below one call a minute', async () => {
    const { clock, all, paces } = setUp(2)
    all.replicas = 5
    const [one] = paces
    if (!one) throw new Error('there is one')
    expect(await burst(one)).toBe(1)
    await clock.advance(MINUTE)
    expect(await burst(one)).toBe(1)
  })

  it('counts a login, which is made in any case, within the share', async () => {
    const { all, paces } = setUp(10)
    all.replicas = 2
    const [one] = paces
    if (!one) throw new Error('there is one')
    one.count()
    expect(await burst(one)).toBe(4)
  })
})

describe('what runs in the background', () => {
  const settled = async (promise: Promise<void>) => {
    const state = { done: false }
    void promise.then(() => (state.done = true))
    return state
  }

  it('takes a slot that is free, and waits behind every customer where none is', async () => {
    const clock = new FakeClock()
    const pace = createPace({ perMinute: 1, clock, system: 'x' })
    const deadline = startDeadline(10 * MINUTE)
    await pace.take(deadline, true)
    const watcher = await settled(pace.take(deadline, true))
    const customer = await settled(pace.take(deadline))
    await clock.advance(MINUTE)
    expect([watcher.done, customer.done]).toEqual([false, true])
    await clock.advance(MINUTE)
    expect(watcher.done).toBe(true)
    deadline.end()
  })

  it('is refused at once where its slot would come too late', async () => {
    const clock = new FakeClock()
    const pace = createPace({ perMinute: 1, clock, system: 'x' })
    const deadline = startDeadline(1_000)
    await pace.take(deadline)
    await expect(pace.take(deadline, true)).rejects.toMatchObject({ code: 'rate-limited', retry: 'safe', retryAfterMs: MINUTE })
    deadline.end()
  })

  it('leaves the average where customers may take a slot ahead of their time', async () => {
    const clock = new FakeClock()
    const pace = createPace({ perMinute: 1, ahead: 1, clock, system: 'x' })
    const now = startDeadline(1)
    const made: string[] = []
    const ask = async (who: string, background: boolean) => {
      await pace.take(now, background).then(() => made.push(`${who} ${String(clock.now() / MINUTE)}`), () => undefined)
    }
    await ask('watcher', true)
    await ask('watcher', true)
    await ask('customer', false)
    await ask('customer', false)
    for (let minute = 0; minute < 4; minute += 1) {
      await clock.advance(MINUTE)
      await ask('watcher', true)
    }
    const start = Number(made[0]?.split(' ')[1])
    expect(made.map((one) => one.replace(/ .*/u, ` ${String(Number(one.split(' ')[1]) - start)}`))).toEqual([
      'watcher 0',
      'customer 0',
      'watcher 2',
      'watcher 3',
      'watcher 4',
    ])
    now.end()
  })
})

describe('a pace with one ahead', () => {
  const taken = async (pace: ReturnType<typeof createPace>, background: boolean): Promise<true | number | undefined> => {
    const deadline = startDeadline(1)
    try {
      await pace.take(deadline, background)
      return true
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return error.retryAfterMs
    } finally {
      deadline.end()
    }
  }

  it('lets a customer go at once though the background has used every minute, and then makes the background wait', async () => {
    const clock = new FakeClock()
    const pace = createPace({ perMinute: 1, ahead: 1, clock, system: 'x' })
    for (let minute = 0; minute < 3; minute += 1) {
      expect(await taken(pace, true)).toBe(true)
      await clock.advance(MINUTE)
    }
    expect(await taken(pace, true)).toBe(true)
    await clock.advance(1_000)
    expect(await taken(pace, false)).toBe(true)
    expect(await taken(pace, false)).toBe(MINUTE - 1_000)
    await clock.advance(MINUTE - 1_000)
    expect(await taken(pace, true)).toBe(MINUTE)
    await clock.advance(MINUTE)
    expect(await taken(pace, true)).toBe(true)
  })

  it('keeps the average of one a minute, whoever asks', async () => {
    const clock = new FakeClock()
    const pace = createPace({ perMinute: 1, ahead: 1, clock, system: 'x' })
    let made = 0
    for (let second = 0; second < 600; second += 1) {
      for (const background of [true, false]) if ((await taken(pace, background)) === true) made += 1
      await clock.advance(1_000)
    }
    expect(made).toBe(11)
  })
})
