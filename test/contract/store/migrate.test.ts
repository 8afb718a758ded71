import { rmSync } from 'node:fs'

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { silentLogger } from '../../../src/lib/logger.js'
import { Secret } from '../../../src/lib/secret.js'
import type { CopySource } from '../../../src/store/copy.js'
import { migrate, type Migration } from '../../../src/store/migrate.js'
import { openRedisTarget } from '../../../src/store/redis/copy-target.js'
import { openSqliteSource } from '../../../src/store/sqlite/source.js'
import type { Store } from '../../../src/store/store.js'
import { ask, hasRedis, startRedisServer, type RedisServer } from '../../support/redis-server.js'
import { claim, decide, event, idsOf, KEYS, lease, LEASE_MS, message, settlement, T0, takeTurn, tryClaim } from './kit.js'
import { openOn } from './redis-kit.js'
import { openSealedIn, tempFolder } from './sqlite-kit.js'

describe.runIf(hasRedis).each([
  ['', []],
  [', sealed', KEYS],
] as const)('a store copied from SQLite into Redis%s', (_, keys) => {
  let server: RedisServer
  let dataDir: string
  const stores: Store[] = []
  beforeAll(async () => {
    server = await startRedisServer()
  })
  beforeEach(async () => {
    asked = 0
    await ask(server.port, 'FLUSHALL')
    dataDir = tempFolder()
    await fill(dataDir, keys)
  })
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  afterAll(() => server.stop())

  const openRedis = async (): Promise<Store> => {
    const store = await openOn(server.url, { dataKeys: keys })
    stores.push(store)
    return store
  }

  const copy = async (through: (source: CopySource) => CopySource = (source) => source): Promise<Migration> => {
    const source = await openSqliteSource(dataDir, { dataKeys: keys })
    const target = await openRedisTarget({ url: new Secret(server.url), dataKeys: keys, logger: silentLogger })
    try {
      return await migrate(through(source), target)
    } finally {
      await target.close()
      source.close()
    }
  }

  it('holds all that was there: chats, events, effects, timers, watches and secrets', async () => {
    const { kind, summary } = await copy()
    expect(kind).toBe('copied')
    expect(Object.fromEntries(summary.map((each) => [each.kind, each.count]))).toMatchObject({
      ...{ secret: 1, chat: 3, event: 702, effect: 5, done: 1, timer: 2, watch: 1, forgotten: 1 },
    })
    const sqlite = await openSealedIn(dataDir, keys)
    const redis = await openRedis()
    stores.push(sqlite)
    expect(await redis.secret('tags')).toEqual(await sqlite.secret('tags'))
    expect(await redis.counts(T0)).toEqual(await sqlite.counts(T0))
    expect(await redis.forgottenAt('forgotten')).toBe(T0)
    expect(await redis.deadEffects(9)).toEqual(await sqlite.deadEffects(9))
    expect(await redis.readJournal('a', 2_000)).toEqual(await sqlite.readJournal('a', 2_000))
    expect(await redis.readAudit(9)).toEqual([audit])

    for (const now of [T0, T0 + LEASE_MS]) {
      const [one, other] = [await lease(redis, now), await lease(sqlite, now)]
      const bare = (effects: typeof one) =>
        effects.map((effect) => ({ ...effect, lease: '' })).sort((a, b) => (a.id < b.id ? -1 : 1))
      expect(bare(one)).toEqual(bare(other))
      for (const effect of one) await redis.settle([settlement(effect, 'confirmed')], now)
      for (const effect of other) await sqlite.settle([settlement(effect, 'confirmed')], now)
    }
    for (const store of [redis, sqlite]) {
      await store.append([event('seen', { chatId: 'a' })], T0)
      expect(await store.fireTimers(T0 + 9)).toBe(1)
      const watches = await store.leaseWatches({ owner: 'a', now: T0, leaseMs: 1, limit: 9 })
      expect(watches).toMatchObject([{ id: 'w', chatId: 'a', state: '{"seen":1}' }])
    }
    for (let next = await tryClaim(sqlite, T0 + 9); next; next = await tryClaim(sqlite, T0 + 9)) {
      expect({ ...(await claim(redis, T0 + 9)), lease: '' }).toEqual({ ...next, lease: '' })
    }
    expect(await tryClaim(redis, T0 + 9)).toBeUndefined()
  })

  it('is not copied again, and not touched, when it is there already', async () => {
    await copy()
    const redis = await openRedis()
    await takeTurn(redis, T0 + 9, { session: '{"later":true}' })
    expect((await copy()).kind).toBe('already')
    await redis.append([event('next', { chatId: 'b' })], T0 + 9)
    expect(await tryClaim(redis, T0 + 9)).toBeDefined()
  })

  it('is refused to a bot while it is only a part, and completed by the next run', async () => {
    const broken = copy((source) => ({
      ...source,
      pages: (kind) => (kind === 'done' && begun() ? failing() : source.pages(kind)),
    }))
    await expect(broken).rejects.toThrow('the power went')
    await expect(openRedis()).rejects.toMatchObject({ code: 'config', message: expect.stringContaining('migrate-store') })
    expect((await copy()).kind).toBe('copied')
    expect(idsOf((await claim(await openRedis(), T0 + 9)).events)).toContain('waits')
  })

  it('is refused where there is something else, or another copy, or nothing to copy, or a bot that runs', async () => {
    const other = await openRedis()
    await other.append([event('mine')], T0)
    await expect(copy()).rejects.toMatchObject({ code: 'config' })
    expect(idsOf((await claim(other, T0)).events)).toEqual(['mine'])

    await ask(server.port, 'FLUSHALL')
    await copy()
    const sqlite = await openSealedIn(dataDir, keys)
    await sqlite.append([event('more')], T0)
    await expect(copy()).rejects.toMatchObject({ code: 'config', message: expect.stringContaining('another process') })
    await sqlite.close()
    await expect(copy()).rejects.toMatchObject({ code: 'config', message: expect.stringContaining('outros dados') })
    await expect(openSqliteSource(`${dataDir}/nothing`)).rejects.toMatchObject({ code: 'config' })
  })
})

let asked = 0
/** The kinds are read once to be counted; only then are they copied. */
function begun(): boolean {
  asked += 1
  return asked > 1
}

function failing(): never {
  throw new Error('the power went')
}

const audit = { at: T0, kind: 'telegram.message', effectId: 'done', outcome: 'confirmed', level: 2 } as const

/** Something of everything, some of it under way when the process stopped. */
async function fill(dataDir: string, keys: readonly Secret[]): Promise<void> {
  const store = await openSealedIn(dataDir, keys)
  await store.secret('tags')
  await store.append([event('seen', { chatId: 'a' })], T0)
  await takeTurn(store, T0, {
    session: '{"name":"açaí 😀 \\u0000"}',
    effects: [message('done', 'x'), message('dead', 'y'), message('sent', 'z'), message('behind', 'z')],
    timers: [{ name: 'soon', dueAt: T0 + 9, arg: '{"a":"ç"}' }, { name: 'late', dueAt: T0 + 9_999, arg: '' }],
    watches: [{ id: 'w', kind: 'tempbox', dueAt: T0, state: '{"seen":1}' }],
    journal: Array.from({ length: 1_000 }, (_, index) => ({ at: T0, who: 'cliente', text: `linha ${String(index)}` })),
  })
  for (const effect of await lease(store, T0)) {
    if (effect.id === 'done') await store.settle([settlement(effect, 'confirmed', { audit })], T0)
    if (effect.id === 'dead') await store.settle([settlement(effect, 'dead', { error: 'refused' })], T0)
    if (effect.id === 'sent') await store.markSent(effect, '{"p":1}', T0)
  }
  await decide(store, T0, { effects: [message('unknown', 'u'), { ...message('next', 'u'), origin: { level: 1 } }] }, 'b')
  const [unknown] = await lease(store, T0)
  if (unknown) await store.settle([settlement(unknown, 'unknown', { unknownSince: T0, dueAt: T0, error: 'e' })], T0)
  await decide(store, T0, { forget: true, session: undefined }, 'forgotten')
  const backlog = Array.from({ length: 700 }, (_, index) => event(`e${String(index)}`, { chatId: 'c' }))
  await store.append([...backlog, event('quiet', { chatId: 'a', quietMs: 600 })], T0 + 1)
  await store.append([event('waits', { chatId: 'b' })], T0 + 2)
  await store.release(await claim(store, T0 + 2), T0 + 5)
  await claim(store, T0 + 2)
  await store.close()
}
