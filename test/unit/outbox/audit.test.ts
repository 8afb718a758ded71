import { describe, expect, it } from 'vitest'

import type { LeasedEffect } from '../../../src/domain/effect.js'
import { AppError } from '../../../src/domain/errors.js'
import { POLICIES } from '../../../src/outbox/policy.js'
import { settle, type Outcome } from '../../../src/outbox/transition.js'

const NOW = Date.UTC(2026, 6, 1, 15)

function leased(given: Partial<LeasedEffect> = {}): LeasedEffect {
  return {
    id: 'D1:mensagem:1',
    chatId: '42',
    kind: 'hubsoft.mensagem',
    lane: 'tk:PLT-1',
    state: 'intended',
    payload: { reference: 'PLT-1/1', idAtendimento: 7, idClienteServico: 1100, mensagem: 'Cliente: caiu de novo' },
    notify: true,
    origin: { level: 2, idClienteServico: 1100 },
    attempts: 0,
    unknownSince: undefined,
    absences: 0,
    progress: undefined,
    createdAt: NOW - 1_000,
    lease: 'L',
    ...given,
  }
}

const refusal = new AppError('refused', 'no', { retry: 'never' })
const outage = new AppError('unreachable', 'down', { retry: 'safe' })

describe('the audit record of what was changed in another system', () => {
  it.each<[string, Outcome, Partial<LeasedEffect>]>([
    ['confirmed', { kind: 'done', result: {} }, {}],
    ['reconciled', { kind: 'found', result: {} }, { state: 'unknown' }],
    ['rejected', { kind: 'failed', error: refusal, sent: true }, {}],
    ['dead', { kind: 'failed', error: outage, sent: false }, { createdAt: NOW - 25 * 3_600_000 }],
  ])('says when, what, on which service and at which level once it is %s', (outcome, came, given) => {
    const { audit, state } = settle(leased(given), came, POLICIES['hubsoft.mensagem'], NOW)
    expect(state).toBe(outcome)
    expect(audit).toEqual({
      at: NOW,
      kind: 'hubsoft.mensagem',
      effectId: 'D1:mensagem:1',
      outcome,
      level: 2,
      idClienteServico: 1100,
    })
  })

  it('is kept also of what the conversation hears nothing of', () => {
    const settled = settle(leased({ notify: false }), { kind: 'done', result: {} }, POLICIES['hubsoft.mensagem'], NOW)
    expect(settled.event).toBeUndefined()
    expect(settled.audit).toBeDefined()
  })

  it('holds nothing of what was written', () => {
    const { audit } = settle(leased(), { kind: 'done', result: {} }, POLICIES['hubsoft.mensagem'], NOW)
    expect(JSON.stringify(audit)).not.toMatch(/caiu|PLT|"42"/u)
  })

  it('is not made while the effect is still under way, nor of what changes no other system', () => {
    const waiting = settle(leased(), { kind: 'failed', error: outage, sent: false }, POLICIES['hubsoft.mensagem'], NOW)
    expect(waiting).toMatchObject({ state: 'intended' })
    expect(waiting.audit).toBeUndefined()
    const said = settle(
      leased({ kind: 'telegram.message', payload: { html: 'oi' }, origin: undefined }),
      { kind: 'done', result: { messageId: 1 } },
      POLICIES['telegram.message'],
      NOW,
    )
    expect(said.audit).toBeUndefined()
  })
})
