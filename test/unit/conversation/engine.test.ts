import { describe, expect, it } from 'vitest'

import { createEngine, type Engine, type EngineOptions } from '../../../src/conversation/engine.js'
import { BUTTONS, MESSAGES } from '../../../src/conversation/messages.js'
import type { ChatClaim, Committed, TurnStore } from '../../../src/conversation/ports.js'
import type { LeasedEffect } from '../../../src/domain/effect.js'
import { silentLogger, type LogFields } from '../../../src/lib/logger.js'
import { createTagger } from '../../../src/lib/tags.js'
import { loadPrompts } from '../../../src/prompts/load.js'
import { FakeReads } from '../../support/conversation-reads.js'
import { FakeClock } from '../../support/fake-clock.js'
import { gate } from '../../support/fake-desks.js'

const prompts = await loadPrompts('prompts', { messages: MESSAGES, buttons: BUTTONS })

/** Has nothing to claim; commits when it is told to. */
class QuietStore implements TurnStore {
  readonly committed: string[] = []
  readonly released: [chatId: string, untried: boolean | undefined][] = []
  readonly leasing: unknown[] = []
  leased: readonly LeasedEffect[] = []
  claims = 0
  commits = gate()

  async claim(): Promise<undefined> {
    this.claims += 1
    return undefined
  }

  async commit({ chatId }: ChatClaim, _turn: unknown, _now: number, leasing?: unknown): Promise<Committed> {
    await this.commits.promise
    this.committed.push(chatId)
    this.leasing.push(leasing)
    return { kind: 'committed', leased: this.leased }
  }

  async release({ chatId }: ChatClaim, _retryAt: number, untried?: boolean): Promise<void> {
    this.released.push([chatId, untried])
  }

  waitForTurns(_now: number, _maxMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  }
}

const claimOf = (chatId: string): ChatClaim => ({ chatId, lease: chatId, session: undefined, events: [], failures: 0 })

describe('the engine', () => {
  const clock = new FakeClock()
  const settled = (): Promise<void> => clock.advance(0)

  const start = async (store: QuietStore, options: Partial<EngineOptions> = {}): Promise<Engine> => {
    const deps = {
      prompts,
      ...new FakeReads().ports(),
      knowledge: undefined,
      milvus: false,
      tag: createTagger(new Uint8Array(32)),
      relayBudget: undefined,
      fileLinks: false,
      logger: silentLogger,
    }
    const engine = createEngine({ store, deps, clock, logger: silentLogger, owner: 'a', concurrency: 2, ...options })
    engine.start()
    await settled()
    return engine
  }

  it('gives a turn one version of the prompts from beginning to end, the next turn the next, and logs which', async () => {
    const store = new QuietStore()
    store.commits.open()
    const logged: (string | undefined)[] = []
    const logger = {
      ...silentLogger,
      info: (event: string, fields: LogFields = {}) => logged.push(`${event} ${fields.version ?? ''}`),
    }
    let readings = 0
    const deps = {
      get prompts() {
        readings += 1
        return { ...prompts, version: `v${String(readings)}` }
      },
      ...new FakeReads().ports(),
      knowledge: undefined,
      milvus: false,
      tag: createTagger(new Uint8Array(32)),
      relayBudget: undefined,
      fileLinks: false,
      logger: silentLogger,
    }
    const engine = await start(store, { deps, logger })
    for (const [index, text] of ['oi', 'estou sem internet'].entries()) {
      const input = { kind: 'text' as const, text, messageId: index + 1, from: { firstName: 'Zé' } }
      const event = { id: `tg:${String(index)}`, chatId: '1', at: clock.now(), order: index + 1, input }
      engine.take([{ ...claimOf('1'), events: [event] }])
      await settled()
    }
    expect(store.committed).toEqual(['1', '1'])
    expect(logged).toEqual(['turn v1', 'turn v2'])
    await engine.stop()
  })

  it('asks for as many claims as it has idle workers, and serves them without asking the store', async () => {
    const store = new QuietStore()
    const engine = await start(store)
    expect(engine.claiming()).toMatchObject({ owner: 'a', limit: 2 })
    const asked = store.claims

    engine.take([claimOf('1')])
    await settled()
    expect(engine.claiming()).toMatchObject({ limit: 1 })
    expect(store.claims).toBe(asked)
    engine.take([claimOf('2')])
    await settled()
    expect(engine.claiming()).toBeUndefined()

    store.commits.open()
    await settled()
    expect(store.committed.sort()).toEqual(['1', '2'])
    expect(engine.claiming()).toMatchObject({ limit: 2 })
    await engine.stop()
  })

  it('lets a claim wait for each worker, and gives the others back as they were', async () => {
    const store = new QuietStore()
    const engine = await start(store)
    engine.take([claimOf('1'), claimOf('2')])
    await settled()
    engine.take([claimOf('3'), claimOf('4'), claimOf('5')])
    await settled()
    expect(store.released).toEqual([['5', true]])

    store.commits.open()
    await settled()
    expect(store.committed.sort()).toEqual(['1', '2', '3', '4'])
    await engine.stop()
  })

  it('gives back a claim that waited so long that its turn might outlast its lease', async () => {
    const store = new QuietStore()
    const engine = await start(store)
    engine.take([claimOf('1'), claimOf('2')])
    await settled()
    engine.take([claimOf('3')])
    await clock.advance(30_000)
    store.commits.open()
    await settled()
    expect(store.released).toEqual([['3', true]])
    expect(store.committed.sort()).toEqual(['1', '2'])
    await engine.stop()
  })

  it('asks for nothing once it stops, and gives back what waits and what still comes', async () => {
    const store = new QuietStore()
    const engine = await start(store)
    engine.take([claimOf('1'), claimOf('2')])
    await settled()
    engine.take([claimOf('3')])
    const stopped = engine.stop()
    engine.take([claimOf('4')])
    expect(engine.claiming()).toBeUndefined()
    store.commits.open()
    await Promise.all([stopped, settled()])
    expect(store.released).toEqual([
      ['3', true],
      ['4', true],
    ])
    expect(store.committed.sort()).toEqual(['1', '2'])
  })

  it('hands what a commit leased to who performs it', async () => {
    const store = new QuietStore()
    const accepted: (readonly LeasedEffect[])[] = []
    const leasing = { owner: 'a', leaseMs: 1, limit: 3 }
    const effects = { leasing: () => leasing, accept: (leased: readonly LeasedEffect[]) => void accepted.push(leased) }
    const engine = await start(store, { effects })
    store.commits.open()
    engine.take([claimOf('1')])
    await settled()
    expect(store.leasing).toEqual([leasing])
    expect(accepted).toEqual([store.leased])
    await engine.stop()
  })
})
