import { once } from 'node:events'
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { SqliteDatabase } from '../../../src/store/sqlite/database.js'
import type { Store } from '../../../src/store/store.js'
import { decide, event, idsOf, KEYS, lease, LEASE_MS, message, T0, takeTurn, tryClaim } from './kit.js'
import { openIn, openSqliteHarness, startStoreProcess, tempFolder } from './sqlite-kit.js'
import { describeStore } from './store-contract.js'

describeStore('SQLite', () => openSqliteHarness())

describe('with DATA_KEY', () => {
  describeStore('SQLite', () => openSqliteHarness(KEYS))
})

describe('SQLite store, its own', () => {
  let root: string
  let dataDir: string
  const opened: Store[] = []
  beforeEach(() => {
    root = tempFolder()
    dataDir = join(root, 'new', 'data')
  })
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close()
    rmSync(root, { recursive: true, force: true })
  })

  const open = async (lockWaitMs = 0): Promise<Store> => {
    const store = await openIn(dataDir, lockWaitMs)
    opened.push(store)
    return store
  }

  it('makes its folder and files for its own user only', async () => {
    const store = await open()
    await store.append([event('e')], T0)
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    const modes = readdirSync(dataDir).map((file) => [file, statSync(join(dataDir, file)).mode & 0o777])
    expect(modes).toContainEqual(['plantao.db-wal', 0o600])
    expect(modes.every(([, mode]) => mode === 0o600)).toBe(true)
  })

  it('is refused a folder that another has, and gets it once that one stops', async () => {
    const first = await open()
    await expect(open()).rejects.toMatchObject({ code: 'config', retry: 'never' })
    const second = open(10_000)
    await first.close()
    await (await second).ping()
  })

  it('can be read by another tool while it runs', async () => {
    const store = await open()
    await store.append([event('e')], T0)
    const tool = new SqliteDatabase(join(dataDir, 'plantao.db'), { busyTimeoutMs: 0 })
    expect(tool.all('SELECT id FROM events', z.object({ id: z.string() }), {})).toEqual([{ id: 'e' }])
    tool.close()
  })

  it('refuses files of a newer version, and a folder that is none', async () => {
    await (await openIn(dataDir)).close()
    const tool = new SqliteDatabase(join(dataDir, 'plantao.db'), { busyTimeoutMs: 0 })
    tool.exec('PRAGMA user_version = 99')
    tool.close()
    await expect(open()).rejects.toMatchObject({ code: 'config', context: { found: 99 } })
    await expect(open()).rejects.toMatchObject({ code: 'config', context: { found: 99 } })

    writeFileSync(join(root, 'file'), '')
    await expect(openIn(join(root, 'file'))).rejects.toMatchObject({ code: 'config' })
    mkdirSync(join(root, 'garbage'))
    writeFileSync(join(root, 'garbage', 'plantao.db'), 'not a database, and long enough to be taken for one'.repeat(99))
    await expect(openIn(join(root, 'garbage'))).rejects.toMatchObject({ code: 'config' })
  })

  it('erases the words of consumed events and performed effects from its files', async () => {
    const store = await open()
    const words = 'segredo-que-nao-pode-ficar'
    const arg = `${words} `.repeat(250)
    const input = { kind: 'timer', name: 'n', arg } as const
    await store.append(Array.from({ length: 50 }, (_, index) => ({ ...event(String(index)), input })), T0)
    await takeTurn(store, T0, { effects: [message('fx', 'lane', arg)] })
    const [effect] = await lease(store, T0)
    if (effect === undefined) throw new Error('no effect')
    await store.settle([{ effect, state: 'confirmed', attempts: 1, absences: 0, progress: words }], T0)
    await store.close()
    const bytes = readdirSync(dataDir).map((file) => readFileSync(join(dataDir, file), 'latin1'))
    expect(bytes.some((content) => content.includes('fx'))).toBe(true)
    expect(bytes.some((content) => content.includes(words))).toBe(false)
  })

  it('voids at once, when opened, every lease of the process before', async () => {
    const first = await open()
    await decide(first, T0, {
      effects: [message('sent', 'a'), message('leased', 'b')],
      watches: [{ id: 'w', kind: 'tempbox', dueAt: T0, state: '{}' }],
    })
    await first.append([event('e')], T0)
    const lost = await tryClaim(first, T0)
    const [sent] = await lease(first, T0)
    if (sent === undefined || lost === undefined) throw new Error('nothing was due')
    await first.markSent(sent, undefined, T0)
    await first.leaseWatches({ owner: 'a', now: T0, leaseMs: LEASE_MS, limit: 9 })
    await first.close()

    const second = await open()
    expect(idsOf((await takeTurn(second, T0 + 1)).events)).toEqual(['e'])
    const effects = await lease(second, T0 + 1)
    expect(effects.map(({ id, state, unknownSince }) => [id, state, unknownSince])).toEqual([
      ['sent', 'unknown', T0 + 1],
      ['leased', 'intended', undefined],
    ])
    expect(idsOf(await second.leaseWatches({ owner: 'a', now: T0 + 1, leaseMs: 1, limit: 9 }))).toEqual(['w'])
  })

  it('has lost nothing it acknowledged, and kept its order, after SIGKILL in the middle of its work', async () => {
    const child = startStoreProcess(
      root,
      dataDir,
      `let n = 0
       const produce = async () => {
         for (;;) {
           const id = String(n++)
           await store.append([{ id, chatId: String(Number(id) % 3), at: 0, input: { kind: 'blocked' } }], 1)
           process.stdout.write('appended ' + id + '\\n')
         }
       }
       const consume = async () => {
         for (;;) {
           const claim = await store.claim({ owner: 'child', now: 1, leaseMs: 1000 })
           if (claim === undefined) { await new Promise(setImmediate); continue }
           const consumed = claim.events.map((event) => event.id)
           const effects = consumed.map((id) => (
             { id, kind: 'telegram.callback', lane: claim.chatId, payload: { callbackId: id }, notify: false }))
           await store.commit(claim, { session: '{}', consumed, effects, timers: [], cancelTimers: [], watches: [],
             cancelWatches: [] }, 1)
         }
       }
       await Promise.all([produce(), produce(), produce(), produce(), consume(), consume()])`,
    )
    const acknowledged: string[] = []
    const exited = once(child, 'exit')
    if (child.stdout === null) throw new Error('no output')
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(line.replace('appended ', ''))
      if (acknowledged.length === 500) child.kill('SIGKILL')
    }
    expect(await exited).toEqual([null, 'SIGKILL'])

    const store = await open()
    while (await takeOne(store));
    const performed = new Map<string, number[]>()
    for (let leased = await lease(store, T0); leased.length > 0; leased = await lease(store, T0)) {
      for (const { lane, id } of leased) performed.set(lane, [...(performed.get(lane) ?? []), Number(id)])
      await store.settle(leased.map((effect) => ({ effect, state: 'confirmed', attempts: 1, absences: 0 })), T0)
    }
    const all = [...performed.values()].flat()
    expect(new Set(all).size).toBe(all.length)
    expect(all).toEqual(expect.arrayContaining(acknowledged.map(Number)))
    // Four producers append side by side, each id later than the one before: of one chat, none overtakes.
    for (const ids of performed.values()) expect(ids).toEqual([...ids].sort((one, other) => one - other))
  }, 30_000)
})

/** One turn that makes an effect of each event, as the child's turns do; false when none is left. */
async function takeOne(store: Store): Promise<boolean> {
  const claimed = await tryClaim(store, T0)
  if (claimed === undefined) return false
  const consumed = idsOf(claimed.events)
  const effects = consumed.map((id) => message(id, claimed.chatId))
  const turn = { session: '{}', consumed, effects, timers: [], cancelTimers: [], watches: [], cancelWatches: [] }
  return (await store.commit(claimed, turn, T0)).kind === 'committed'
}
