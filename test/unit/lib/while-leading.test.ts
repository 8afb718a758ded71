import { describe, expect, it } from 'vitest'

import { silentLogger } from '../../../src/lib/logger.js'
import { WhileLeading, type Duty } from '../../../src/lib/while-leading.js'
import { FakeClock } from '../../support/fake-clock.js'

/** Roles in memory, for as many processes as like. */
class Roles {
  readonly #held = new Map<string, { owner: string; until: number }>()
  failing = false

  constructor(readonly clock: FakeClock) {}

  async lead(role: string, owner: string, leaseMs: number): Promise<boolean> {
    if (this.failing) throw new Error('the store is away')
    const held = this.#held.get(role)
    if (held && held.owner !== owner && held.until > this.clock.now()) return false
    this.#held.set(role, { owner, until: this.clock.now() + leaseMs })
    return true
  }

  async resign(role: string, owner: string): Promise<void> {
    if (this.#held.get(role)?.owner === owner) this.#held.delete(role)
  }
}

describe('WhileLeading', () => {
  const process = (roles: Roles, owner: string, log: string[]) =>
    new WhileLeading<Duty>({ roles, role: 'poll', owner, clock: roles.clock, logger: silentLogger }, () => ({
      start: () => void log.push(`${owner} starts`),
      stop: async () => void log.push(`${owner} stops`),
    }))

  it('lets one process do it, and another as soon as that one stops', async () => {
    const roles = new Roles(new FakeClock())
    const log: string[] = []
    const [one, other] = [process(roles, 'a', log), process(roles, 'b', log)]
    one.start()
    await roles.clock.advance(0)
    other.start()
    await roles.clock.advance(60_000)
    expect(log).toEqual(['a starts'])
    expect([one.isStandingBy, other.isStandingBy]).toEqual([false, true])

    await one.stop()
    await roles.clock.advance(4_000)
    expect(log).toEqual(['a starts', 'a stops', 'b starts'])
    await other.stop()
  })

  it('goes on while the store is away, and ends it when another has taken over', async () => {
    const roles = new Roles(new FakeClock())
    const log: string[] = []
    const one = process(roles, 'a', log)
    one.start()
    await roles.clock.advance(0)
    roles.failing = true
    await roles.clock.advance(30_000)
    expect(log).toEqual(['a starts'])

    roles.failing = false
    await roles.lead('poll', 'b', 60_000)
    await roles.clock.advance(4_000)
    expect(log).toEqual(['a starts', 'a stops'])
    expect(one.duty).toBeUndefined()
    await one.stop()
  })
})
