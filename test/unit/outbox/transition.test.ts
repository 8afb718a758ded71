import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { LeasedEffect } from '../../../src/domain/effect.js'
import type { AppError, ErrorCode, Retry } from '../../../src/domain/errors.js'
import { POLICIES, type Policy } from '../../../src/outbox/policy.js'
import { readProgress, writeProgress } from '../../../src/outbox/progress.js'
import { settle } from '../../../src/outbox/transition.js'
import { failure } from '../../support/fake-desks.js'

const NOW = Date.UTC(2026, 6, 1)
const HOUR = 3_600_000

function leased(over: Partial<LeasedEffect> = {}): LeasedEffect {
  return {
    id: 'e1',
    chatId: '4242',
    kind: 'hubsoft.atendimento',
    lane: 'l1',
    state: 'intended',
    payload: { messageId: 1 },
    notify: true,
    attempts: 0,
    unknownSince: undefined,
    absences: 0,
    progress: undefined,
    createdAt: NOW,
    lease: 'x',
    ...over,
  }
}

const RECONCILED = POLICIES['hubsoft.atendimento']
const REPEATED = POLICIES['hubsoft.anexo']
const NEVER: Policy = { ...RECONCILED, onUnknown: 'never' }
const failed = (error: AppError, sent = true) => ({ kind: 'failed', error, sent }) as const

describe('a failure that had no effect', () => {
  it('is tried again, later each time, within a minute', () => {
    const waits = [0, 1, 2, 10].map((attempts) => {
      const { state, dueAt } = settle(leased({ attempts }), failed(failure('unreachable', 'safe')), RECONCILED, NOW)
      expect(state).toBe('intended')
      return (dueAt ?? 0) - NOW
    })
    const bounds = [2_000, 4_000, 8_000, 60_000]
    waits.forEach((wait, index) => {
      expect(wait).toBeGreaterThanOrEqual((bounds[index] ?? 0) / 2)
      expect(wait).toBeLessThanOrEqual(bounds[index] ?? 0)
    })
  })

  it.each<ErrorCode>(['circuit-open', 'unreachable', 'unauthorized', 'rate-limited', 'server-error', 'timeout'])(
    'and is an outage (%s) is tried for a day, however often, then given up',
    (code) => {
      const often = leased({ attempts: 2_000 })
      expect(settle(often, failed(failure(code, 'safe')), RECONCILED, NOW + 23 * HOUR).state).toBe('intended')
      const old = settle(often, failed(failure(code, 'safe')), RECONCILED, NOW + 24 * HOUR)
      expect(old).toMatchObject({ state: 'dead', event: { input: { state: 'dead', reason: code } } })
    },
  )

  it('and is no outage is given up after a few times', () => {
    const often = (faults: number) => leased({ progress: writeProgress({ sends: 0, faults }) })
    const error = failed(failure('bad-answer', 'safe'))
    expect(settle(often(7), error, RECONCILED, NOW).state).toBe('intended')
    expect(settle(often(8), error, RECONCILED, NOW)).toMatchObject({ state: 'dead', error: 'bad-answer' })
  })

  it('and is a revoked token is not a refusal', () => {
    expect(settle(leased(), failed(failure('unauthorized', 'never')), RECONCILED, NOW).state).toBe('intended')
  })

  it('forgets nothing of an earlier send', () => {
    const before = writeProgress({ sends: 2, faults: 0, note: '["A1"]' })
    const { progress } = settle(leased({ progress: before }), failed(failure('unreachable', 'safe')), RECONCILED, NOW)
    expect(readProgress(progress)).toMatchObject({ sends: 2, note: '["A1"]' })
  })

  it('of a button pressed over a minute ago is not worth another try', () => {
    const callback = leased({ kind: 'telegram.callback' })
    const outcome = failed(failure('unreachable', 'safe'))
    expect(settle(callback, outcome, POLICIES['telegram.callback'], NOW + 60_000).state).toBe('dead')
  })
})

describe('a refusal', () => {
  it('is final and told with its word', () => {
    const settled = settle(leased(), failed(failure('refused', 'never')), RECONCILED, NOW)
    expect(settled).toMatchObject({
      state: 'rejected',
      event: { id: 'fx:e1:rejected', input: { kind: 'effectSettled', state: 'rejected', reason: 'refused' } },
    })
  })
})

describe('an unknown outcome', () => {
  const lost = failure('timeout', 'unknown-outcome')

  it('is read back where it can be', () => {
    const settled = settle(leased(), failed(lost), RECONCILED, NOW)
    expect(settled).toMatchObject({ state: 'unknown', unknownSince: NOW, absences: 0, dueAt: NOW + 5_000 })
  })

  it('is repeated where a repetition does little harm, but not for ever', () => {
    expect(settle(leased({ kind: 'hubsoft.anexo' }), failed(lost), REPEATED, NOW).state).toBe('intended')
    const often = leased({ kind: 'hubsoft.anexo', progress: writeProgress({ sends: 0, faults: 6 }) })
    expect(settle(often, failed(lost), REPEATED, NOW)).toMatchObject({ state: 'dead', error: 'timeout' })
  })

  it('is given up where a repetition would harm, and the customer hears that nobody knows', () => {
    const settled = settle(leased(), failed(lost), NEVER, NOW)
    expect(settled).toMatchObject({ state: 'dead', event: { input: { state: 'dead', reason: 'nao-confirmado' } } })
  })

  it('is none before the call was made', () => {
    expect(settle(leased(), failed(lost, false), RECONCILED, NOW).state).toBe('intended')
    expect(settle(leased(), failed(lost, false), NEVER, NOW).state).toBe('intended')
  })

  it('that cannot be read for a day is given up as not confirmed', () => {
    const effect = leased({ state: 'unknown', unknownSince: NOW })
    const outcome = { kind: 'unread', error: failure('unreachable', 'safe') } as const
    expect(settle(effect, outcome, RECONCILED, NOW + HOUR)).toMatchObject({ state: 'unknown', absences: 0 })
    const late = settle(effect, outcome, RECONCILED, NOW + 25 * HOUR)
    expect(late).toMatchObject({ state: 'dead', error: 'nao-confirmado' })
  })
})

describe('whatever happens', () => {
  it('a final state is told once under its own id, and one that is not final is due again', () => {
    const codes = fc.constantFrom<ErrorCode>('timeout', 'refused', 'unreachable', 'internal', 'rate-limited')
    const retries = fc.constantFrom<Retry>('safe', 'never', 'unknown-outcome')
    const error = fc.tuple(codes, retries).map(([code, retry]) => failure(code, retry))
    const outcome = fc.oneof(
      fc.record({ kind: fc.constant('failed' as const), error, sent: fc.boolean() }),
      fc.record({ kind: fc.constant('unread' as const), error }),
      fc.constantFrom({ kind: 'absent' as const }, { kind: 'early' as const }, { kind: 'found' as const, result: {} }),
      fc.record({ kind: fc.constant('rejected' as const), reason: fc.constant('sem-telefone') }),
    )
    const policy = fc.constantFrom(RECONCILED, REPEATED, NEVER)
    const effect = fc
      .record({ attempts: fc.nat(50), absences: fc.nat(3), sends: fc.nat(5), ageMs: fc.nat(30 * HOUR) })
      .map(({ sends, ageMs, ...rest }) =>
        leased({ ...rest, progress: writeProgress({ sends, faults: 0 }), createdAt: NOW - ageMs, unknownSince: NOW }),
      )
    fc.assert(
      fc.property(effect, outcome, policy, (which, what, how) => {
        const settled = settle(which, what, how, NOW)
        if (settled.state === 'intended' || settled.state === 'unknown') {
          expect(settled.dueAt).toBeGreaterThanOrEqual(NOW)
          expect(settled.event).toBeUndefined()
        } else {
          expect(settled.event?.id).toBe(`fx:e1:${settled.state}`)
        }
      }),
    )
  })
})
