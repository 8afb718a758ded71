import { describe, expect, it } from 'vitest'

import { silentLogger } from '../../../src/lib/logger.js'
import { createHandlers } from '../../../src/outbox/handlers.js'
import { POLICIES } from '../../../src/outbox/policy.js'
import { atendimento, DispatchBench, message } from '../../support/dispatch-bench.js'
import { failure, gate, LOST } from '../../support/fake-desks.js'

const NEVER = {
  ...POLICIES,
  'hubsoft.atendimento': { ...POLICIES['hubsoft.atendimento'], onUnknown: 'never' as const },
}

describe('an effect that must never be repeated', () => {
  it('is given up as not confirmed when its answer is lost', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.next('criarAtendimento', LOST)
    bench.dispatcher({ policies: NEVER }).start()
    await bench.decide(atendimento())
    await bench.clock.advance(10 * 60_000)

    expect(bench.hubsoft.faults.calls.filter((call) => call !== 'findByCodigo')).toEqual(['criarAtendimento'])
    expect(bench.told('d1:atendimento')).toMatchObject([{ state: 'dead', reason: 'nao-confirmado' }])
  })

  it('is given up as not confirmed when its process was killed during the call', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.next('criarAtendimento', { waits: gate().promise })
    bench.dispatcher({ policies: NEVER }).start()
    await bench.decide(atendimento())
    bench.store.crash()
    bench.dispatcher({ policies: NEVER, owner: 'next' }).start()
    await bench.clock.advance(10 * 60_000)

    expect(bench.hubsoft.faults.count('criarAtendimento')).toBe(1)
    expect(bench.told('d1:atendimento')).toMatchObject([{ state: 'dead', reason: 'nao-confirmado' }])
  })

  it('is tried again when the call was refused a connection', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.next('criarAtendimento', { fails: failure('unreachable', 'safe') })
    bench.dispatcher({ policies: NEVER }).start()
    await bench.decide(atendimento())
    await bench.clock.advance(2_000)

    expect(bench.hubsoft.atendimentos).toHaveLength(1)
    expect(bench.told('d1:atendimento')).toMatchObject([{ state: 'confirmed' }])
  })
})

describe('a send that certainly had no effect', () => {
  it('does not count among the four', async () => {
    const bench = new DispatchBench()
    const refused = { fails: failure('unreachable', 'safe') }
    bench.hubsoft.faults.next('criarAtendimento', refused, refused, refused, refused, refused, refused)
    bench.dispatcher().start()
    await bench.decide(atendimento())
    await bench.clock.advance(5 * 60_000)

    expect(bench.hubsoft.faults.count('listAtendimentos')).toBe(0)
    expect(bench.hubsoft.atendimentos).toHaveLength(1)
    expect(bench.told('d1:atendimento')).toMatchObject([{ state: 'confirmed' }])
  })
})

describe('a handler that throws something of its own', () => {
  const broken = (bench: DispatchBench, afterSend: boolean) => ({
    ...createHandlers({
      messenger: bench.messenger,
      files: bench.files,
      hubsoft: bench.hubsoft,
      clock: bench.clock,
      logger: silentLogger,
    }),
    'hubsoft.atendimento': {
      perform: async (_: unknown, context: { sent(): Promise<void> }) => {
        if (afterSend) await context.sent()
        throw new TypeError('broken')
      },
    },
  })

  it('before the call has had no effect, and is given up after a few times', async () => {
    const bench = new DispatchBench()
    bench.dispatcher({ handlers: broken(bench, false) }).start()
    await bench.decide(atendimento())
    await bench.clock.advance(10 * 60_000)

    expect(bench.told('d1:atendimento')).toMatchObject([{ state: 'dead', reason: 'internal' }])
  })

  it('after the call may have had one, and is never just repeated', async () => {
    const bench = new DispatchBench()
    bench.dispatcher({ handlers: broken(bench, true) }).start()
    await bench.decide(atendimento())
    await bench.clock.advance(10 * 60_000)

    expect(bench.store.effect('d1:atendimento').state).toBe('unknown')
  })
})

describe('a reply', () => {
  it('costs no second write before its call', async () => {
    const bench = new DispatchBench()
    let marks = 0
    bench.store.beforeMarkSent = () => {
      marks += 1
    }
    bench.dispatcher().start()
    await bench.decide(message('m1'))

    expect([bench.messenger.sent.length, marks]).toEqual([1, 0])
  })
})
