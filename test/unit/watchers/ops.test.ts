import { describe, expect, it } from 'vitest'

import type { InboxEvent } from '../../../src/domain/event.js'
import { silentLogger } from '../../../src/lib/logger.js'
import { DOWN_AFTER_MS, look, type OpsWatchOptions } from '../../../src/watchers/ops.js'
import { createOutages } from '../../../src/watchers/outages.js'

const START = 1_760_000_000_000

function bench() {
  let now = START
  const appended: InboxEvent[] = []
  const dead: { id: string; kind: string; error: string | undefined; diedAt: number }[] = []
  const outages = createOutages(() => now)
  const told = new Map<string, number>()
  const options: OpsWatchOptions = {
    chatId: '-100200',
    store: {
      append: async (events) => {
        for (const event of events) if (!appended.some(({ id }) => id === event.id)) appended.push(event)
      },
      deadEffects: async () => dead,
    },
    outages,
    clock: { now: () => now, sleep: async () => {} },
    logger: silentLogger,
  }
  return {
    appended,
    dead,
    outages,
    pass: (ms: number) => {
      now += ms
    },
    now: () => now,
    look: () => look(options, told),
    what: () => appended.map(({ input }) => (input.kind === 'ops' ? `${input.what} ${input.subject}` : input.kind)),
  }
}

describe('the ops watch', () => {
  it('tells of a system that has not answered for five minutes, once, and of its return', async () => {
    const { outages, pass, look, what } = bench()
    outages.onCall({ system: 'hubsoft', outcome: 'timeout' })
    pass(DOWN_AFTER_MS - 1)
    outages.onCall({ system: 'hubsoft', outcome: 'circuit-open' })
    await look()
    expect(what()).toEqual([])
    pass(1)
    await look()
    await look()
    expect(what()).toEqual(['down hubsoft'])
    outages.onCall({ system: 'hubsoft', outcome: 'ok' })
    await look()
    await look()
    expect(what()).toEqual(['down hubsoft', 'back hubsoft'])
  })

  it('takes a refusal for a sign of life', async () => {
    const { outages, pass, look, what } = bench()
    outages.onCall({ system: 'milvus', outcome: 'timeout' })
    outages.onCall({ system: 'milvus', outcome: 'refused' })
    pass(DOWN_AFTER_MS * 2)
    await look()
    expect(what()).toEqual([])
  })

  it('tells of each effect given up once, in machine words', async () => {
    const { dead, look, appended, now } = bench()
    dead.push({ id: 'AB12:hubsoft:0', kind: 'hubsoft.atendimento', error: 'timeout', diedAt: now() })
    await look()
    await look()
    expect(appended).toEqual([
      {
        id: 'ops:dead:AB12:hubsoft:0',
        chatId: '-100200',
        at: now(),
        input: { kind: 'ops', what: 'dead', subject: 'hubsoft.atendimento', reason: 'timeout' },
      },
    ])
  })

  it('keeps quiet about what was given up days ago', async () => {
    const { dead, look, appended, now } = bench()
    dead.push({ id: 'x', kind: 'milvus.chamado', error: undefined, diedAt: now() - 48 * 3_600_000 })
    await look()
    expect(appended).toEqual([])
  })
})
