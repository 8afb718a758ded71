import type { EffectKind, EffectResults, LeasedEffect } from '../domain/effect.js'
import type { AppError, ErrorCode } from '../domain/errors.js'
import { backoffMs } from '../lib/backoff.js'
import { auditOf } from './audit.js'
import type { Policy } from './policy.js'
import type { Settlement } from './ports.js'
import { readProgress, writeProgress, type Progress } from './progress.js'
import { finalEvent, type What } from './settled-event.js'

/** What one attempt at an effect came to. */
export type Outcome =
  | { kind: 'done'; result: EffectResults[EffectKind] }
  | { kind: 'rejected'; reason: string }
  | { kind: 'found'; result: EffectResults[EffectKind] }
  | { kind: 'absent' }
  /** It is not yet time to read it back. */
  | { kind: 'early' }
  /** A reading-back that failed says nothing about the effect. */
  | { kind: 'unread'; error: AppError }
  /** `sent`: whether the call was, or may have been, made. */
  | { kind: 'failed'; error: AppError; sent: boolean }

/**
 * The state machine of one effect (domain/effect.ts), as a pure function.
 *
 *   intended ─ done ───────▶ confirmed          unknown ─ found ──────▶ reconciled
 *   intended ─ rejected ───▶ rejected           unknown ─ absent ─────▶ unknown, until the last reading, then
 *   intended ─ failed safe ▶ intended, later              intended (sent again), or dead after `maxSends`
 *   intended ─ failed sent ▶ unknown | intended | dead    (`onUnknown`: reconcile | repeat | never)
 *   any ─ too old, too often ▶ dead
 */
export function settle(effect: LeasedEffect, outcome: Outcome, policy: Policy, now: number): Settlement {
  const before = readProgress(effect.progress)
  const at = { effect, policy, before, now }
  switch (outcome.kind) {
    case 'done':
      return final(at, 'confirmed', { result: outcome.result })
    case 'found':
      return final(at, 'reconciled', { result: outcome.result })
    case 'rejected':
      return final(at, 'rejected', { reason: outcome.reason })
    case 'early':
      return { ...unknown(at, { dueAt: nextReading(effect, policy) }), attempts: effect.attempts }
    case 'unread':
      return unread(at, outcome.error)
    case 'absent':
      return absent(at)
    case 'failed':
      return failed(at, outcome.error, outcome.sent)
    default:
      return outcome satisfies never
  }
}

/** When an unknown effect is to be read back next. */
export function nextReading(effect: LeasedEffect, policy: Policy): number {
  const after = policy.reconcileAfterMs[effect.absences] ?? 0
  return (effect.unknownSince ?? effect.createdAt) + after
}

interface At {
  effect: LeasedEffect
  policy: Policy
  before: Progress
  now: number
}

function failed(at: At, error: AppError, sent: boolean): Settlement {
  // A revoked token had no effect either, and is mended by people.
  const safe = error.retry === 'safe' || error.code === 'unauthorized'
  if (error.retry === 'never' && !safe) return refused(at, error)
  if (safe) return again(at, error, OUTAGES.has(error.code) ? 0 : 1)
  switch (at.policy.onUnknown) {
    case 'repeat':
      return again(at, error, 1)
    case 'reconcile':
      // Nothing was sent yet, so whatever failed was a reading and had no effect.
      return sent ? becameUnknown(at, error) : again(at, error, 0)
    case 'never':
      return sent ? final(at, 'dead', { reason: NOT_CONFIRMED }) : again(at, error, 0)
    default:
      return at.policy.onUnknown satisfies never
  }
}

/** A permission that is missing, or a route, is no word for a customer. */
function refused(at: At, error: AppError): Settlement {
  const vendorMessage = error.vendorMessage()
  const told = at.policy.tellsRefusal === true && (error.code === 'refused' || error.code === 'bad-input')
  const sentence = told && vendorMessage !== undefined ? { vendorMessage } : {}
  return final(at, 'rejected', { reason: error.code, ...sentence })
}

/** Back to intended after a failure that had no effect, or may be repeated. The earlier progress stands. */
function again(at: At, error: AppError, faults: number): Settlement {
  const { effect, before, now, policy } = at
  const progress = { ...before, faults: before.faults + faults }
  const dueAt = now + delayMs(effect.attempts, error)
  if (progress.faults > policy.maxFaults || dueAt > effect.createdAt + policy.maxAgeMs) {
    return final(at, 'dead', { reason: error.code })
  }
  return {
    effect,
    state: 'intended',
    dueAt,
    attempts: effect.attempts + 1,
    absences: 0,
    unknownSince: undefined,
    progress: writeProgress(progress),
    error: error.code,
  }
}

/** `effect.progress` holds what `sent` noted by then (the dispatcher puts it there), the send counted. */
function becameUnknown(at: At, error: AppError): Settlement {
  const since = { ...at.effect, unknownSince: at.now, absences: 0 }
  const dueAt = Math.max(nextReading(since, at.policy), at.now + (error.retryAfterMs ?? 0))
  return { ...unknown({ ...at, effect: since }, { dueAt, error: error.code }), effect: at.effect }
}

function absent(at: At): Settlement {
  const { effect, policy, before, now } = at
  const looked = { ...effect, absences: effect.absences + 1 }
  if (looked.absences < policy.reconcileAfterMs.length) {
    const dueAt = Math.max(now, nextReading(looked, policy))
    return { ...unknown({ ...at, effect: looked }, { dueAt }), effect }
  }
  if (before.sends >= policy.maxSends) return final(at, 'dead', { reason: NOT_CONFIRMED })
  return {
    effect,
    state: 'intended',
    dueAt: now,
    attempts: effect.attempts + 1,
    absences: 0,
    unknownSince: undefined,
    progress: writeProgress({ ...before, absentAt: now }),
    error: 'absent',
  }
}

function unread(at: At, error: AppError): Settlement {
  const { effect, policy, now } = at
  const dueAt = now + delayMs(effect.attempts, error)
  if (dueAt > effect.createdAt + policy.maxAgeMs) return final(at, 'dead', { reason: NOT_CONFIRMED })
  return unknown(at, { dueAt, error: error.code })
}

function unknown({ effect, now }: At, next: { dueAt: number; error?: ErrorCode }): Settlement {
  return {
    effect,
    state: 'unknown',
    dueAt: next.dueAt,
    attempts: effect.attempts + 1,
    absences: effect.absences,
    unknownSince: effect.unknownSince ?? now,
    progress: effect.progress,
    error: next.error,
  }
}

function final(at: At, asked: 'confirmed' | 'reconciled' | 'rejected' | 'dead', what: What): Settlement {
  const { effect, before, now, policy } = at
  // What is dead keeps its payload for a person to try again; a stranger's data is not kept for that.
  const state = asked === 'dead' && policy.personal === true ? 'rejected' : asked
  const event = finalEvent(effect, state, what, now)
  const audit = auditOf(effect, asked, now)
  return {
    effect,
    state,
    attempts: effect.attempts + 1,
    absences: effect.absences,
    unknownSince: effect.unknownSince,
    progress: state === 'dead' ? writeProgress(before) : undefined,
    error: what.reason,
    ...(event ? { event } : {}),
    ...(audit ? { audit } : {}),
  }
}

function delayMs(attempts: number, error: AppError): number {
  // Our own limit knows when its next slot is free; to wait longer would leave it to others.
  if (error.context.reason === 'pace' && error.retryAfterMs !== undefined) return error.retryAfterMs
  return Math.max(backoffMs(attempts, { baseMs: 2_000, maxMs: 60_000 }), error.retryAfterMs ?? 0)
}

/** What an outage or a limit of the other side explains: kept trying until too old, however often. */
const OUTAGES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'circuit-open',
  'unreachable',
  'unauthorized',
  'rate-limited',
  'timeout',
  'server-error',
])

/** The word the conversation hears when nobody knows whether it happened. */
export const NOT_CONFIRMED = 'nao-confirmado'
