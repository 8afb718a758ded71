import { describe, expect, it } from 'vitest'

import { Wakeups } from '../../../../src/store/sqlite/wakeups.js'

const LONG_MS = 600_000
const never = new AbortController().signal

describe('Wakeups', () => {
  const wait = (wakeups: Wakeups, topic: 'turns' | 'effects', dueAt?: number): Promise<string> =>
    wakeups.wait(topic, { dueAt, now: 0, maxMs: LONG_MS, signal: never }).then(() => topic)

  it('wakes everybody who waits for what was touched, and nobody else', async () => {
    const wakeups = new Wakeups()
    const turns = [wait(wakeups, 'turns'), wait(wakeups, 'turns')]
    const effects = wait(wakeups, 'effects')
    wakeups.touch('turns')
    wakeups.tell()
    await Promise.all(turns)
    expect(await Promise.race([effects, Promise.resolve('still waiting')])).toBe('still waiting')
    wakeups.close()
    await effects
  })

  it('tells a change once', async () => {
    const wakeups = new Wakeups()
    wakeups.touch('turns')
    wakeups.tell()
    const later = wait(wakeups, 'turns')
    wakeups.tell()
    expect(await Promise.race([later, Promise.resolve('still waiting')])).toBe('still waiting')
    wakeups.close()
  })

  it('lets other work of the process go on even when something is always due', async () => {
    const wakeups = new Wakeups()
    let others = 0
    setImmediate(() => {
      others += 1
    })
    while (others === 0) await wait(wakeups, 'turns', 0)
    expect(others).toBe(1)
  })

  it('holds no listener on a signal once it ended', async () => {
    const wakeups = new Wakeups()
    const abort = new AbortController()
    let listeners = 0
    const { signal } = abort
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1
      add(...args)
    }
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1
      remove(...args)
    }
    await wakeups.wait('turns', { dueAt: 0, now: 0, maxMs: LONG_MS, signal })
    expect(listeners).toBe(0)
  })
})
