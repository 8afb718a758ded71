import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import type { LogFields, Logger } from '../../../src/lib/logger.js'
import type { Secret } from '../../../src/lib/secret.js'
import { SqliteDatabase } from '../../../src/store/sqlite/database.js'
import type { Store } from '../../../src/store/store.js'
import { ask, hasRedis, startRedisServer, type RedisServer } from '../../support/redis-server.js'
import { claim, decide, event, idsOf, KEYS, lease, LEASE_MS, message, settlement, T0, takeTurn, tryClaim } from './kit.js'
import { openOn } from './redis-kit.js'
import { openSealedIn, tempFolder } from './sqlite-kit.js'

/** A store that can be opened again and again with other keys, and looked at from outside while it is closed. */
interface Vault {
  open: (dataKeys: readonly Secret[], logger?: Logger) => Promise<Store>
  /** Everything that stands in it. */
  bytes: () => Promise<string>
  /** Puts chat `from`'s session into the place of chat `to`'s. */
  moveSession: (from: string, to: string) => Promise<void>
}

const WORDS = 'segredo-que-ninguem-le'
const LATER = T0 + LEASE_MS

function describeSealed(name: string, vaultOf: () => Promise<Vault>, dispose: () => void | Promise<void>): void {
  describe(name, () => {
    let vault: Vault
    const stores: Store[] = []
    const lines: [string, LogFields | undefined][] = []
    const note = (event: string, fields?: LogFields): void => void lines.push([event, fields])
    const logger: Logger = { debug: note, info: note, warn: note, error: note }
    beforeEach(async () => {
      lines.length = 0
      vault = await vaultOf()
    })
    afterEach(async () => {
      for (const store of stores.splice(0)) await store.close()
      await dispose()
    })

    const open = async (...keys: (Secret | undefined)[]): Promise<Store> => {
      const store = await vault.open(keys.filter((key) => key !== undefined), logger)
      stores.push(store)
      return store
    }
    /** Opens the store for a moment. */
    const within = async (keys: readonly (Secret | undefined)[], work: (store: Store) => Promise<void>) => {
      const store = await open(...keys)
      await work(store)
      await store.close()
      stores.splice(stores.indexOf(store), 1)
    }
    const [k1, k2] = KEYS

    it('holds nothing readable of what it was given: sessions, events, effects, watches, timers, journals, secrets', async () => {
      let secret = ''
      await within([k1], async (store) => {
        await fill(store)
        secret = Buffer.from(await store.secret('tags')).toString('hex')
      })
      const bytes = await vault.bytes()
      expect(['effect-1', WORDS, secret].map((words) => bytes.includes(words))).toEqual([true, false, false])
      await within([k1], async (store) => {
        expect(Buffer.from(await store.secret('tags')).toString('hex')).toBe(secret)
        await expectFilled(store)
      })
    })

    it('holds it readable without a key, and takes it over, sealing what is written next, once there is one', async () => {
      await within([], fill)
      expect((await vault.bytes()).includes(WORDS)).toBe(true)
      await within([k1], async (store) => {
        await expectFilled(store)
        await decide(store, LATER, { forget: true, session: `{"s":"${WORDS}"}`, cancelWatches: ['w'] })
        for (const effect of await lease(store, LATER + LEASE_MS)) {
          await store.settle([settlement(effect, 'confirmed')], LATER + LEASE_MS)
        }
      })
      expect((await vault.bytes()).includes(WORDS)).toBe(false)
    })

    it('is refused without its key, with another, and with none, by a message that names DATA_KEY', async () => {
      await within([k1], fill)
      for (const keys of [[], [k2]]) {
        const refused = open(...keys)
        await expect(refused).rejects.toMatchObject({ code: 'config', message: expect.stringContaining('DATA_KEY') })
      }
      await within([k1], expectFilled)
    })

    it('reads on with a new first key, and secrets and what is written are the new one’s from then on', async () => {
      let secret = new Uint8Array()
      await within([k1], async (store) => {
        secret = Uint8Array.from(await store.secret('tags'))
        await decide(store, T0, { session: '{"n":1}' })
      })
      await within([k2, k1], async (store) => {
        expect(await store.secret('tags')).toEqual(secret)
        await store.append([event('e')], T0)
        expect((await takeTurn(store, T0, { session: '{"n":2}' })).session).toBe('{"n":1}')
      })
      await within([k2], async (store) => {
        expect(await store.secret('tags')).toEqual(secret)
        await store.append([event('f')], T0)
        expect((await claim(store, T0)).session).toBe('{"n":2}')
      })
    })

    it('keeps what is under a key that was taken away, tells of it, serves the others, and has it again with the key', async () => {
      const watches = [{ id: 'w', kind: 'tempbox', dueAt: T0, state: '{}' } as const]
      const timers = [{ name: 't', dueAt: T0, arg: 'arg' }]
      await within([k1], async (store) => {
        await decide(store, T0, { session: '{"old":1}', effects: [message('old')], watches, timers })
      })
      await within([k2, k1], (store) => decide(store, T0, { session: '{"new":1}' }, '2'))
      await within([k2], async (store) => {
        await store.append([event('a'), event('b', { chatId: '2' })], T0)
        expect((await claim(store, T0)).session).toBe('{"new":1}')
        expect(await tryClaim(store, T0)).toBeUndefined()
        const claimed = await store.append([event('c')], T0, { owner: 'a', leaseMs: LEASE_MS, limit: 9 })
        expect(claimed).toEqual([])
        expect(await lease(store, T0)).toEqual([])
        expect(await store.leaseWatches({ owner: 'a', now: T0, leaseMs: LEASE_MS, limit: 9 })).toEqual([])
        await store.fireTimers(T0)
        await tryClaim(store, T0)
      })
      const told = lines.filter(([event]) => event === 'store.unreadable').map(([, fields]) => fields?.kind)
      expect(told).toEqual(expect.arrayContaining(['chat', 'effect', 'watch']))
      const muchLater = T0 + 60 * 60_000
      await within([k2, k1], async (store) => {
        const effects = await lease(store, muchLater)
        expect(effects.find(({ id }) => id === 'old')).toMatchObject({ payload: { html: 'Olá' }, attempts: 0 })
        const watched = await store.leaseWatches({ owner: 'a', now: muchLater, leaseMs: LEASE_MS, limit: 9 })
        expect(watched).toMatchObject([{ id: 'w', state: '{}' }])
        await store.fireTimers(muchLater)
        const chats = [await claim(store, muchLater), await claim(store, muchLater)]
        const old = chats.find(({ chatId }) => chatId === '1')
        expect(old).toMatchObject({ session: '{"old":1}', failures: 0 })
        expect(idsOf(old?.events)).toEqual(expect.arrayContaining(['a', 'c']))
        expect(old?.events.map(({ input }) => input)).toContainEqual({ kind: 'timer', name: 't', arg: 'arg' })
      })
    })

    it('does not take a session for another chat’s, but keeps and tells of it', async () => {
      await within([k1], async (store) => {
        await decide(store, T0, { session: '{"codigo":1}' }, '1')
        await decide(store, T0, { session: '{"codigo":2}' }, '2')
      })
      await vault.moveSession('1', '2')
      await within([k1], async (store) => {
        await store.append([event('e', { chatId: '2' })], T0)
        expect(await tryClaim(store, T0)).toBeUndefined()
        await store.append([event('f', { chatId: '1' })], T0)
        expect((await claim(store, T0)).session).toBe('{"codigo":1}')
      })
      expect(lines.map(([event]) => event)).toContain('store.unreadable')
    })
  })
}

/** The known words in every field that has any. */
async function fill(store: Store): Promise<void> {
  await store.append([{ ...event('first'), input: { kind: 'timer', name: 'n', arg: WORDS } }], T0)
  await takeTurn(store, T0, {
    session: `{"s":"${WORDS}"}`,
    effects: [message('effect-1', 'a', WORDS), message('effect-2', 'b', WORDS)],
    timers: [{ name: 't', dueAt: LATER, arg: WORDS }],
    watches: [{ id: 'w', kind: 'tempbox', dueAt: LATER, state: WORDS }],
    journal: [{ at: T0, who: 'cliente', text: WORDS }],
  })
  for (const effect of await lease(store, T0)) {
    await store.markSent(effect, WORDS, T0)
    const state = effect.id === 'effect-1' ? 'dead' : 'unknown'
    const input = { kind: 'timer', name: 'told', arg: WORDS } as const
    const told = { ...event(`told:${effect.id}`), input }
    await store.settle([settlement(effect, state, { progress: WORDS, unknownSince: T0, dueAt: LATER, event: told })], T0)
  }
}

async function expectFilled(store: Store): Promise<void> {
  expect((await store.readJournal('1', 9)).map(({ text }) => text)).toEqual([WORDS])
  expect((await store.deadEffects(9)).map(({ payload }) => payload)).toEqual([{ html: WORDS }])
  const [effect] = await lease(store, LATER)
  expect(effect).toMatchObject({ id: 'effect-2', payload: { html: WORDS }, progress: WORDS })
  const watches = await store.leaseWatches({ owner: 'a', now: LATER, leaseMs: 1, limit: 9 })
  expect(watches).toMatchObject([{ state: WORDS }])
  expect(await store.fireTimers(LATER)).toBe(1)
  const { session, events } = await takeTurn(store, LATER)
  expect(session).toBe(`{"s":"${WORDS}"}`)
  expect(events.map(({ input }) => (input.kind === 'timer' ? input.arg : input.kind))).toEqual([WORDS, WORDS, WORDS])
}

describe('a sealed store', () => {
  let dataDir = ''
  describeSealed(
    'in SQLite',
    () => {
      dataDir = tempFolder()
      const tool = () => new SqliteDatabase(join(dataDir, 'plantao.db'), { busyTimeoutMs: 0 })
      return Promise.resolve({
        open: (dataKeys, logger) => openSealedIn(dataDir, dataKeys, logger),
        bytes: () =>
          Promise.resolve(readdirSync(dataDir).map((file) => readFileSync(join(dataDir, file), 'latin1')).join('\n')),
        moveSession(from, to) {
          const db = tool()
          const sql = 'UPDATE chats SET session = (SELECT session FROM chats WHERE chat_id = :from) WHERE chat_id = :to'
          db.run(sql, { from, to })
          db.close()
          return Promise.resolve()
        },
      })
    },
    () => rmSync(dataDir, { recursive: true, force: true }),
  )
})

describe.runIf(hasRedis)('a sealed store', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedisServer({ settings: ['--appendfsync', 'no'] })
  })
  afterAll(() => server.stop())

  const withClient = async <T>(work: (client: ReturnType<typeof clientOf>) => Promise<T>): Promise<T> => {
    const client = clientOf(server.url)
    await client.connect()
    try {
      return await work(client)
    } finally {
      client.destroy()
    }
  }

  describeSealed(
    'in Redis',
    async () => {
      await ask(server.port, 'FLUSHALL')
      return {
        open: (dataKeys, logger) => openOn(server.url, { dataKeys, ...(logger && { logger }) }),
        bytes: () => withClient(dumpAll),
        moveSession: (from, to) =>
          withClient(async (client) => {
            const keys = await client.keys('plantao:*:chat:*')
            const [source = '', target = ''] = [from, to].map((chat) => keys.find((key) => key.endsWith(`:chat:${chat}`)))
            await client.hSet(target, 'session', (await client.hGet(source, 'session')) ?? '')
          }),
      }
    },
    () => undefined,
  )
})

function clientOf(url: string) {
  return createClient({ url, RESP: 3 })
}

/** Every key and, read by its type, everything below it: a dump would compress. */
async function dumpAll(client: ReturnType<typeof clientOf>): Promise<string> {
  const all: unknown[] = []
  for (const key of await client.keys('*')) {
    const type = await client.type(key)
    const read = { hash: ['HGETALL', key], zset: ['ZRANGE', key, '0', '-1'], list: ['LRANGE', key, '0', '-1'] }[type]
    all.push(key, await client.sendCommand(read ?? (type === 'set' ? ['SMEMBERS', key] : ['GET', key])))
  }
  return JSON.stringify(all)
}
