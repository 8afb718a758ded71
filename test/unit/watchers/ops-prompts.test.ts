import { describe, expect, it } from 'vitest'

import type { InboxEvent } from '../../../src/domain/event.js'
import { silentLogger } from '../../../src/lib/logger.js'
import { createOpsPrompts, type PromptsNews } from '../../../src/watchers/ops-prompts.js'
import { FakeClock } from '../../support/fake-clock.js'

const problem = { file: 'messages.yaml', line: 61, field: 'mensagens.ola', what: '{{ nome }} não existe aqui' }
const broken = (version: string, ...problems: (typeof problem)[]): PromptsNews => {
  return { kind: 'broken', version, problems: problems.length > 0 ? problems : [problem] }
}
const taken = (version: string, mended: boolean): PromptsNews => ({ kind: 'taken', version, mended })

function bench() {
  const clock = new FakeClock()
  const inbox = new Map<string, InboxEvent>()
  let failures = 0
  const store = {
    append: async (events: readonly InboxEvent[]) => {
      if (failures > 0) {
        failures -= 1
        throw new Error('no store')
      }
      for (const event of events) inbox.set(event.id, event)
    },
  }
  const replica = () => createOpsPrompts({ chatId: '-100200', store, clock, logger: silentLogger })
  return {
    clock,
    replica,
    fail: (times: number) => {
      failures = times
    },
    told: () => [...inbox.values()].map(({ input }) => (input.kind === 'ops' ? `${input.what} ${input.subject}` : '')),
    notices: () => [...inbox.values()].map(({ input }) => input),
  }
}

describe('what operators hear of their prompts', () => {
  it('is the first problem with file and line, how many more there are, and that they are good again', async () => {
    const { clock, replica, notices } = bench()
    const ops = replica()
    ops.tell(broken('b1', problem, { ...problem, line: 62 }, { ...problem, line: 63 }))
    ops.tell(taken('v2', true))
    ops.tell(taken('v3', false))
    await clock.advance(0)
    expect(notices()).toEqual([
      {
        kind: 'ops',
        what: 'prompts-broken',
        subject: 'messages.yaml:61',
        reason: 'mensagens.ola: {{ nome }} não existe aqui',
        more: 2,
      },
      { kind: 'ops', what: 'prompts-good', subject: 'v2' },
    ])
  })

  it('is told once by all replicas together, and again when the same mistake is made again', async () => {
    const { clock, replica, told } = bench()
    const [one, other] = [replica(), replica()]
    for (const news of [broken('b1'), taken('v1', true), broken('b1'), taken('v1', true)]) {
      one.tell(news)
      other.tell(news)
      await clock.advance(1_000)
    }
    expect(told()).toEqual([
      'prompts-broken messages.yaml:61',
      'prompts-good v1',
      'prompts-broken messages.yaml:61',
      'prompts-good v1',
    ])
  })

  it('holds no personal data, whatever was typed into the file', async () => {
    const { clock, replica, notices } = bench()
    replica().tell(broken('b1', { ...problem, field: 'ana@exemplo.invalid', what: 'ligue (38) 99999-0001 '.repeat(40) }))
    await clock.advance(0)
    const text = JSON.stringify(notices())
    expect(text).not.toMatch(/exemplo|99999/u)
    expect(text.length).toBeLessThan(500)
  })

  it('is tried until the inbox takes it', async () => {
    const { clock, replica, told, fail } = bench()
    fail(3)
    replica().tell(broken('b1'))
    await clock.advance(0)
    expect(told()).toEqual([])
    await clock.advance(10_000)
    expect(told()).toEqual(['prompts-broken messages.yaml:61'])
  })

  it('ends with the process, also while the inbox is away', async () => {
    const { clock, replica, fail } = bench()
    fail(1_000)
    const ops = replica()
    ops.tell(broken('b1'))
    await clock.advance(0)
    await ops.stop()
  })
})
