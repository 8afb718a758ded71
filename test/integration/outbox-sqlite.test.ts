import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { NewEffect } from '../../src/domain/effect.js'
import type { InboxEvent } from '../../src/domain/event.js'
import { systemClock } from '../../src/lib/clock.js'
import { newOwner } from '../../src/lib/ids.js'
import { silentLogger } from '../../src/lib/logger.js'
import { createDispatcher, type Dispatcher } from '../../src/outbox/dispatcher.js'
import { createHandlers } from '../../src/outbox/handlers.js'
import { POLICIES } from '../../src/outbox/policy.js'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js'
import type { Store } from '../../src/store/store.js'
import { atendimento, message } from '../support/dispatch-bench.js'
import { FakeFiles, FakeHubsoft, FakeMessenger, gate, LOST } from '../support/fake-desks.js'

const QUICK = {
  ...POLICIES,
  'hubsoft.atendimento': { ...POLICIES['hubsoft.atendimento'], reconcileAfterMs: [20, 40, 60] },
}

let dataDir: string
let store: Store
let dispatcher: Dispatcher | undefined
let hubsoft: FakeHubsoft
let messenger: FakeMessenger

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'plantao-outbox-'))
  store = await openSqliteStore({ dataDir, logger: silentLogger })
  hubsoft = new FakeHubsoft()
  messenger = new FakeMessenger()
})

afterEach(async () => {
  await dispatcher?.stop()
  await store.close()
  await rm(dataDir, { recursive: true })
})

function start(): void {
  dispatcher = createDispatcher({
    store,
    handlers: createHandlers({ messenger, files: new FakeFiles(), hubsoft, clock: systemClock, logger: silentLogger }),
    clock: systemClock,
    logger: silentLogger,
    owner: newOwner(),
    policies: QUICK,
    stopMs: 200,
  })
  dispatcher.start()
}

/** A turn of the chat that decides these. */
async function decide(effects: readonly NewEffect[]): Promise<void> {
  const now = Date.now()
  await store.append([{ id: `tg:${String(now)}`, chatId: '4242', at: now, input: { kind: 'blocked' } }], now)
  await takeTurn(effects)
}

async function takeTurn(effects: readonly NewEffect[] = []): Promise<readonly InboxEvent[]> {
  const never = new AbortController().signal
  for (;;) {
    const now = Date.now()
    const claim = await store.claim({ owner: 'turns', now, leaseMs: 5_000 })
    if (claim) {
      const consumed = claim.events.map(({ id }) => id)
      const nothing = { timers: [], cancelTimers: [], watches: [], cancelWatches: [] }
      await store.commit(claim, { session: '{}', consumed, effects, ...nothing }, now)
      return claim.events
    }
    await store.waitForTurns(now, 5_000, never)
  }
}

describe('the dispatcher over SQLite', () => {
  it('tells the next turn what came of an effect, and keeps the order of replies', async () => {
    start()
    await decide([message('m1'), message('m2'), message('m3'), atendimento()])

    const [event] = await takeTurn()
    expect(event).toMatchObject({ id: 'fx:d1:atendimento:confirmed', input: { result: { protocolo: 'P900' } } })
    await expect.poll(() => messenger.sent.map(({ html }) => html)).toEqual(['m1', 'm2', 'm3'])
  })

  it('makes one atendimento though the answer is lost', async () => {
    hubsoft.faults.next('criarAtendimento', LOST)
    start()
    await decide([atendimento()])

    const [event] = await takeTurn()
    expect(event).toMatchObject({ input: { state: 'reconciled', result: { idAtendimento: 900 } } })
    expect(hubsoft.atendimentos).toHaveLength(1)
  })

  it('makes one atendimento though the process dies between the call and its settlement', async () => {
    const answer = gate()
    hubsoft.faults.next('criarAtendimento', { waits: answer.promise })
    start()
    await decide([atendimento()])
    await expect.poll(() => hubsoft.faults.count('criarAtendimento')).toBe(1)
    hubsoft.land('[PLT-7K3M9QXT] Sem conexão')

    // As after a kill: the folder opened again while the old call still hangs.
    await store.close()
    store = await openSqliteStore({ dataDir, logger: silentLogger })
    const dead = dispatcher
    start()
    const [event] = await takeTurn()
    expect(event).toMatchObject({ input: { state: 'reconciled', result: { idAtendimento: 900 } } })
    expect(hubsoft.faults.count('criarAtendimento')).toBe(1)
    answer.open()
    await dead?.stop()
  })
})
