import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import type { LeasedEffect } from '../../../src/domain/effect.js'
import type { LogFields, Logger } from '../../../src/lib/logger.js'
import { PARTITIONS } from '../../../src/store/redis/keys.js'
import type { Store } from '../../../src/store/store.js'
import { startLossyProxy, type LossyProxy } from '../../support/lossy-proxy.js'
import { ask, hasRedis, startRedisServer, type RedisServer } from '../../support/redis-server.js'
import { claim, decide, event, idsOf, KEYS, lease, LEASE_MS, leaseOne, message, settlement, T0, takeTurn, tryClaim, turn } from './kit.js'
import { openOn } from './redis-kit.js'

const never = new AbortController().signal

describe.runIf(hasRedis)('Redis store, its own', () => {
  let server: RedisServer
  const stores: Store[] = []
  beforeAll(async () => {
    server = await startRedisServer()
  })
  beforeEach(() => ask(server.port, 'FLUSHALL'))
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close()
  })
  afterAll(() => server.stop())

  const open = async (options: Parameters<typeof openOn>[1] = {}, url = server.url): Promise<Store> => {
    const store = await openOn(url, options)
    stores.push(store)
    return store
  }

  describe('at the start', () => {
    const logged = (): { logger: Logger; lines: [string, LogFields | undefined][] } => {
      const lines: [string, LogFields | undefined][] = []
      const note = (name: string, fields?: LogFields): void => void lines.push([name, fields])
      return { logger: { debug: note, info: note, warn: note, error: note }, lines }
    }
    afterEach(async () => {
      await ask(server.port, 'CONFIG SET maxmemory-policy noeviction')
      await ask(server.port, 'CONFIG SET appendonly yes')
    })

    it.each(['allkeys-lru', 'volatile-ttl'])('refuses a Redis that evicts (%s)', async (policy) => {
      await ask(server.port, `CONFIG SET maxmemory-policy ${policy}`)
      await expect(open()).rejects.toMatchObject({ code: 'config', message: expect.stringContaining('noeviction') })
    })

    it('warns without an append-only file, and says what each setting can lose', async () => {
      await ask(server.port, 'CONFIG SET appendonly no')
      const { logger, lines } = logged()
      await open({ logger })
      expect(lines.map(([name]) => name)).toContain('redis.without-aof')
      const [, fields] = lines.find(([name]) => name === 'redis.durability') ?? []
      expect(fields?.reason).toMatch(/always:nothing.*everysec:.*no:/u)
    })

    it('goes on, with a warning, where CONFIG is forbidden', async () => {
      await ask(server.port, 'ACL SETUSER guest on >guest ~* &* +@all -config')
      const { logger, lines } = logged()
      const store = await open({ logger }, `redis://guest:guest@127.0.0.1:${String(server.port)}`)
      await store.append([event('e')], T0)
      expect(lines.map(([name]) => name)).toContain('redis.config-hidden')
    })

    it('refuses data spread over another number of partitions, or of another version', async () => {
      await ask(server.port, `HSET plantao:meta partitions ${String(PARTITIONS / 2)}`)
      await expect(open()).rejects.toMatchObject({ code: 'config', context: { partitions: PARTITIONS / 2 } })
      await ask(server.port, `HSET plantao:meta partitions ${String(PARTITIONS)} version 99`)
      await expect(open()).rejects.toMatchObject({ code: 'config', context: { found: 99 } })
    })

    it('refuses a wrong password, and a Redis that is not there, without a word of the address', async () => {
      const wrong = open({}, `redis://guest:wrong@127.0.0.1:${String(server.port)}`)
      await expect(wrong).rejects.toMatchObject({ code: 'config' })
      const absent = open({ waitMs: 200 }, 'redis://127.0.0.1:1')
      await expect(absent).rejects.toMatchObject({ code: 'config', message: expect.not.stringContaining('127.0.0.1') })
    })
  })

  describe('when an answer is lost', () => {
    let proxy: LossyProxy
    let store: Store
    beforeEach(async () => {
      proxy = await startLossyProxy(server.port)
      store = await open({}, `redis://127.0.0.1:${String(proxy.port)}`)
      await decide(store, T0, { session: '{"n":0}' })
    })
    afterEach(async () => {
      expect(proxy.lost()).toBeGreaterThan(0)
      await proxy.stop()
    })

    const claiming = { owner: 'a', leaseMs: LEASE_MS, limit: 5 }

    it('appends once, and hands over the chat that it claimed', async () => {
      proxy.loseNextAnswer()
      const [claimed] = await store.append([event('e')], T0, claiming)
      expect(idsOf(claimed?.events)).toEqual(['e'])
      expect(await tryClaim(store, T0)).toBeUndefined()
      if (claimed === undefined) throw new Error('no claim')
      expect(await store.commit(claimed, turn({ consumed: ['e'] }), T0)).toMatchObject({ kind: 'committed' })
      expect(await tryClaim(store, T0 + LEASE_MS)).toBeUndefined()
    })

    it('claims the same chat, not another one too', async () => {
      await store.append([event('a', { chatId: 'a' }), event('b', { chatId: 'b' })], T0)
      proxy.loseNextAnswer()
      const claims = [await claim(store, T0), await claim(store, T0)]
      expect(claims.map(({ chatId }) => chatId).sort()).toEqual(['a', 'b'])
      expect(await tryClaim(store, T0)).toBeUndefined()
    })

    it('commits once, says so, and hands over what it leased', async () => {
      await store.append([event('e')], T0)
      const claimed = await claim(store, T0)
      proxy.loseNextAnswer()
      const parts = { consumed: ['e'], session: '{"n":1}', effects: [message('fx')] }
      const committed = await store.commit(claimed, turn(parts), T0, claiming)
      expect(committed).toMatchObject({ kind: 'committed', leased: [{ id: 'fx', state: 'intended' }] })
      const [effect] = committed.kind === 'committed' ? committed.leased : []
      if (effect === undefined) throw new Error('nothing leased')
      expect(await store.markSent(effect, undefined, T0)).toBe(true)
      expect(await store.counts(T0)).toMatchObject({ pendingEvents: 0, sent: 1, intended: 0 })
      await store.append([event('next')], T0)
      expect((await claim(store, T0)).session).toBe('{"n":1}')
    })

    it('leases the same effects and watches, not others too', async () => {
      const watches = [{ id: 'w', kind: 'tempbox', dueAt: T0, state: '{}' } as const]
      await decide(store, T0, { effects: [message('a', 'a'), message('b', 'b')], watches })
      proxy.loseNextAnswer()
      expect(idsOf(await lease(store, T0))).toEqual(['a', 'b'])
      expect(await lease(store, T0)).toEqual([])
      proxy.loseNextAnswer()
      const leased = await store.leaseWatches({ owner: 'a', now: T0, leaseMs: LEASE_MS, limit: 9 })
      expect(idsOf(leased)).toEqual(['w'])
      expect(await store.leaseWatches({ owner: 'a', now: T0, leaseMs: LEASE_MS, limit: 9 })).toEqual([])
    })

    it('marks, settles and fires once', async () => {
      const timers = [{ name: 't', dueAt: T0, arg: '' }]
      await decide(store, T0, { effects: [message('fx'), message('next')], timers })
      const effect = await leaseOne(store, T0)
      proxy.loseNextAnswer()
      expect(await store.markSent(effect, '{"p":1}', T0)).toBe(true)
      proxy.loseNextAnswer()
      await store.settle([settlement(effect, 'confirmed', { event: event('told') })], T0)
      proxy.loseNextAnswer()
      await store.fireTimers(T0)
      expect(idsOf((await takeTurn(store, T0)).events)).toEqual(['told', `tm:1:t:${String(T0)}`])
      expect((await leaseOne(store, T0)).id).toBe('next')
      expect(await store.counts(T0)).toMatchObject({ intended: 1, sent: 0, unknown: 0 })
    })
  })

  describe('when Redis goes away', () => {
    it('waits for one that is killed and started again, and has lost nothing it acknowledged', async () => {
      const store = await open()
      const acknowledged: string[] = []
      let restarted: Promise<void> | undefined
      for (let n = 0; n < 200; n += 1) {
        if (n === 50) {
          await server.kill()
          restarted = server.start()
        }
        await store.append([event(String(n), { chatId: String(n % 5) })], T0)
        acknowledged.push(String(n))
      }
      await restarted
      const taken: string[] = []
      for (let next = await tryClaim(store, T0); next; next = await tryClaim(store, T0)) {
        taken.push(...idsOf(next.events))
        await store.commit(next, turn({ consumed: idsOf(next.events) }), T0)
      }
      expect(taken.sort()).toEqual(acknowledged.sort())
    }, 20_000)

    it('wakes those who wait, of events that came after it was back', async () => {
      const [one, other] = [await open(), await open()]
      const waited = other.waitForTurns(T0, 600_000, never)
      await server.kill()
      await server.start()
      await one.append([event('e')], T0)
      await waited
    })

    it('gives up a call after its time, says that it may be made again, and serves the next one', async () => {
      const store = await open({ waitMs: 300 })
      await server.kill()
      await expect(store.append([event('e')], T0)).rejects.toMatchObject({ code: 'unreachable', retry: 'safe' })
      await expect(store.ping()).rejects.toMatchObject({ code: 'unreachable' })
      await server.start()
      while (!(await store.append([event('e')], T0).then(() => true, () => false)));
      expect(idsOf((await claim(store, T0)).events)).toEqual(['e'])
    })

    it('loads its scripts again when Redis has forgotten them', async () => {
      const store = await open()
      await ask(server.port, 'SCRIPT FLUSH')
      await store.append([event('e')], T0)
      expect(idsOf((await claim(store, T0)).events)).toEqual(['e'])
    })
  })

  it('answers a press in three calls, journal and audit record included', async () => {
    const asked: string[] = []
    const store = await open({ onRoundTrip: (name) => void asked.push(name), dataKeys: KEYS })
    asked.length = 0
    const leasing = { owner: 'a', leaseMs: LEASE_MS, limit: 5 }
    const [claimed] = await store.append([event('press')], T0, leasing)
    if (claimed === undefined) throw new Error('no claim')
    const journal = [{ at: T0, who: 'cliente', text: 'botao cf' } as const, { at: T0, who: 'bot', text: 'Olá' } as const]
    const effects = [{ ...message('fx'), origin: { level: 2 } as const }]
    const committed = await store.commit(claimed, turn({ consumed: ['press'], effects, journal }), T0, leasing)
    const [effect] = committed.kind === 'committed' ? committed.leased : []
    if (effect === undefined) throw new Error('nothing leased')
    const audit = { at: T0, kind: effect.kind, effectId: 'fx', outcome: 'confirmed', level: 2 } as const
    await store.settle([settlement(effect, 'confirmed', { audit })], T0)
    // A script is sent whole the first time that a server sees it.
    const calls = asked.filter((name, index) => name !== 'beat' && name !== asked[index - 1])
    expect(calls).toEqual(['append', 'commit', 'settle'])
    expect([await store.readJournal('1', 9), await store.readAudit(9)]).toEqual([journal, [audit]])
  })

  it('writes a turn’s journal once when the answer to its commit is lost', async () => {
    const proxy = await startLossyProxy(server.port)
    const store = await open({}, `redis://127.0.0.1:${String(proxy.port)}`)
    await decide(store, T0, {})
    await store.append([event('e')], T0)
    const claimed = await claim(store, T0)
    proxy.loseNextAnswer()
    const journal = [{ at: T0, who: 'bot', text: 'uma vez' } as const]
    expect(await store.commit(claimed, turn({ consumed: ['e'], journal }), T0)).toMatchObject({ kind: 'committed' })
    expect(await store.readJournal('1', 9)).toEqual(journal)
    expect(proxy.lost()).toBe(1)
    await proxy.stop()
  })

  it('takes over a Redis of the version before, and shuts that version out', async () => {
    await ask(server.port, `HSET plantao:meta partitions ${String(PARTITIONS)} version 1`)
    await open()
    expect(await ask(server.port, 'HGET plantao:meta version')).toContain('2')
  })

  describe('with others', () => {
    it('wakes a process for what another one brought, and only then asks Redis', async () => {
      const asked: string[] = []
      const [one, other] = [await open(), await open({ onRoundTrip: (name) => void asked.push(name) })]
      asked.length = 0
      const request = { owner: 'b', leaseMs: LEASE_MS, limit: 9 }
      expect(await other.claim({ ...request, now: T0 })).toBeUndefined()
      expect(await other.leaseEffects({ ...request, now: T0 })).toEqual([])
      expect(await other.fireTimers(T0)).toBe(0)
      await other.waitForTurns(T0, 20, never)
      expect(asked).toEqual([])

      const turns = other.waitForTurns(T0, 600_000, never)
      const effects = other.waitForEffects(T0, 600_000, never)
      const watches = other.waitForWatches(T0, 600_000, never)
      await one.append([event('e'), event('x', { chatId: '2' })], T0)
      await turns
      await takeTurn(one, T0, { effects: [message('fx')], timers: [{ name: 't', dueAt: T0, arg: '' }] })
      await Promise.all([effects, watches])
      expect(asked).toEqual([])
      expect(idsOf(await other.leaseEffects({ ...request, now: T0 }))).toEqual(['fx'])
      expect(await other.fireTimers(T0)).toBe(1)
      expect(new Set(asked)).toEqual(new Set(['lease-effects', 'fire-timers']))
    })

    it('shares the work out, each thing to one of them, and what one dies with goes to the others', async () => {
      const [one, two, three] = [await open(), await open(), await open()]
      const chats = Array.from({ length: 60 }, (_, index) => `chat ${String(index)}`)
      await one.append(chats.map((chatId) => event(chatId, { chatId })), T0)
      const taken = await Promise.all(
        [one, two, three].map(async (store) => {
          const mine: string[] = []
          for (let next = await tryClaim(store, T0); next; next = await tryClaim(store, T0)) {
            mine.push(next.chatId)
            const effects = [message(next.chatId, next.chatId)]
            if (store !== one) await store.commit(next, turn({ consumed: idsOf(next.events), effects }), T0)
          }
          return mine
        }),
      )
      expect(taken.flat().sort()).toEqual(chats.sort())
      const left: string[] = []
      const later = T0 + LEASE_MS
      for (let next = await tryClaim(two, later); next; next = await tryClaim(two, later)) left.push(next.chatId)
      expect(left.sort()).toEqual(taken[0]?.sort())
      const leased: LeasedEffect[] = []
      await Promise.all([two, three].map(async (store) => void leased.push(...(await lease(store, T0, 40)))))
      expect(new Set(idsOf(leased)).size).toBe(leased.length)
    })

    it('fires each timer once, whoever looks at the same moment', async () => {
      const all = [await open(), await open(), await open()]
      const [one] = all
      if (!one) throw new Error('three stores')
      const chats = Array.from({ length: 40 }, (_, index) => `chat ${String(index)}`)
      for (const chatId of chats) await decide(one, T0, { timers: [{ name: 'nudge', dueAt: T0 + 5, arg: '' }] }, chatId)
      const fired = await Promise.all([...all, ...all].map((store) => store.fireTimers(T0 + 5)))
      expect(fired.reduce((sum, count) => sum + count, 0)).toBe(chats.length)
      const told: string[] = []
      for (let next = await tryClaim(one, T0 + 6); next; next = await tryClaim(one, T0 + 6)) told.push(...idsOf(next.events))
      expect(told.sort()).toEqual(chats.map((chatId) => `tm:${chatId}:nudge:${String(T0 + 5)}`).sort())
    })

    it('frees what a dead process holds long before its leases end; one that only seemed dead is refused', async () => {
      const seemsDead = await open({ beatMs: 600_000 })
      const now = Date.now()
      const watches = [{ id: 'w', kind: 'tempbox', dueAt: now, state: '{}' } as const]
      await decide(seemsDead, now, { effects: [message('fx'), message('next')], watches })
      const held = await leaseOne(seemsDead, now)
      expect(await seemsDead.markSent(held, undefined, now)).toBe(true)
      expect(idsOf(await seemsDead.leaseWatches({ owner: 'a', now, leaseMs: LEASE_MS, limit: 9 }))).toEqual(['w'])
      await seemsDead.append([event('e')], now)
      const chat = await claim(seemsDead, now)

      const other = await open({ beatMs: 30 })
      await other.waitForTurns(Date.now(), 10_000, never)
      const later = Date.now()
      expect(later - now).toBeLessThan(10_000)
      expect(await seemsDead.markSent(held, undefined, later)).toBe(false)
      const taken = await claim(other, later)
      expect(idsOf(taken.events)).toEqual(['e'])
      expect(await seemsDead.commit(chat, turn({ consumed: ['e'] }), later)).toEqual({ kind: 'lease-lost' })
      expect(await leaseOne(other, later)).toMatchObject({ id: 'fx', state: 'unknown' })
      await seemsDead.settle([settlement(held, 'confirmed', {})], later)
      expect(idsOf(await other.leaseWatches({ owner: 'b', now: later, leaseMs: LEASE_MS, limit: 9 }))).toEqual(['w'])
      expect(await other.counts(later)).toMatchObject({ unknown: 1, intended: 1, sent: 0 })
      expect(await other.commit(taken, turn({ consumed: ['e'] }), later)).toMatchObject({ kind: 'committed' })
    })

    it('gives a role to one of them, until it resigns or is not heard of for its lease', async () => {
      const [one, other] = [await open(), await open()]
      expect(await Promise.all([one.lead('poll', 'a', 60_000), one.lead('poll', 'a', 60_000)])).toEqual([true, true])
      expect(await other.lead('poll', 'b', 60_000)).toBe(false)
      expect(await other.lead('another', 'b', 60_000)).toBe(true)
      await other.resign('poll', 'b')
      expect(await other.lead('poll', 'b', 60_000)).toBe(false)
      await one.resign('poll', 'a')
      expect(await other.lead('poll', 'b', 50)).toBe(true)
      while (!(await one.lead('poll', 'a', 60_000)));
      expect(await other.lead('poll', 'b', 60_000)).toBe(false)
    })

    it('gives every partition its share of what is leased', async () => {
      const store = await open()
      const chats = Array.from({ length: 40 }, (_, index) => String(index))
      for (const chatId of chats) await decide(store, T0, { effects: [message(chatId, chatId)] }, chatId)
      const leased = [...(await lease(store, T0, 15)), ...(await lease(store, T0, 15)), ...(await lease(store, T0, 15))]
      expect(idsOf(leased).sort()).toEqual(chats.sort())
    })
  })
})
