import type { EffectKind, LeasedEffect } from '../domain/effect.js'
import { AppError, toAppError } from '../domain/errors.js'
import type { Clock } from '../lib/clock.js'
import { FORGOTTEN, hasWaited, isForgotten, windingUp } from './forgotten.js'
import { handlerOf, type EffectContext, type Handlers } from './handler.js'
import type { Policies, Policy } from './policy.js'
import type { EffectStore, Settlement } from './ports.js'
import { readProgress, writeProgress } from './progress.js'
import { nextReading, settle, type Outcome } from './transition.js'

export interface AttemptDeps {
  store: Pick<EffectStore, 'markSent' | 'forgottenAt'>
  handlers: Handlers
  policies: Policies
  clock: Clock
}

/**
 * Does what is next for one leased effect: performs it, or reads back what became of it. Never throws; gives the
 * settlement, or `undefined` when the lease was lost and another has the effect.
 */
export async function attempt(effect: LeasedEffect, deps: AttemptDeps): Promise<Settlement | undefined> {
  const policy = deps.policies[effect.kind]
  const sending = new Sending(effect, deps)
  const outcome = await withinTime(() => nextOrDrop(effect, sending, policy, deps), sending, policy, deps.clock)
  if (sending.lost) return undefined
  const after = sending.effectAfter(outcome)
  const settled = settle(after, outcome, policy, deps.clock.now())
  // What is given up in the moment of a `/esquecer` must not leave what it carried.
  const forgotten = sending.forgotten || (settled.state === 'dead' && (await isForgottenNow(effect, deps)))
  if (!forgotten) return settled
  const told = outcome.kind === 'done' || outcome.kind === 'found'
  return settle(told ? after : { ...after, notify: false }, outcome, windingUp(policy), deps.clock.now())
}

async function nextOrDrop(effect: LeasedEffect, sending: Sending, policy: Policy, deps: AttemptDeps): Promise<Outcome> {
  try {
    sending.forgotten = hasWaited(effect, deps.clock.now()) && (await isForgotten(effect, deps.store))
  } catch (error) {
    const failure = toAppError(error, 'safe')
    return effect.state === 'unknown' ? { kind: 'unread', error: failure } : { kind: 'failed', error: failure, sent: false }
  }
  return sending.forgotten ? drop(effect, sending, policy, deps) : next(effect, sending, policy, deps)
}

/** Of a forgotten effect only what came of it is looked for, where it may have been sent. */
async function drop(effect: LeasedEffect, sending: Sending, policy: Policy, deps: AttemptDeps): Promise<Outcome> {
  if (effect.state === 'unknown' && policy.onUnknown !== 'repeat') return next(effect, sending, policy, deps)
  if (policy.onUnknown !== 'reconcile' || readProgress(effect.progress).sends === 0) return DROPPED
  const seen = await readBack(effect, deps.handlers)
  if (seen.kind === 'unread') return { kind: 'failed', error: asSafe(seen.error), sent: false }
  return seen.kind === 'found' ? seen : DROPPED
}

const DROPPED: Outcome = { kind: 'rejected', reason: FORGOTTEN }

async function isForgottenNow(effect: LeasedEffect, { store }: AttemptDeps): Promise<boolean> {
  try {
    return await isForgotten(effect, store)
  } catch {
    // The settlement goes to the same store, which will tell of its trouble itself.
    return false
  }
}

async function next(effect: LeasedEffect, sending: Sending, policy: Policy, deps: AttemptDeps): Promise<Outcome> {
  const now = deps.clock.now()
  if (effect.state === 'unknown' && policy.onUnknown === 'never') return notConfirmed()
  if (effect.state === 'unknown' && policy.onUnknown === 'reconcile') {
    return now < nextReading(effect, policy) ? { kind: 'early' } : readBack(effect, deps.handlers)
  }
  const { sends, absentAt } = readProgress(effect.progress)
  if (policy.onUnknown === 'reconcile' && sends > 0 && now - (absentAt ?? 0) > ABSENCE_IS_FRESH_MS) {
    // Sent before, found absent, and then kept waiting: what hung may have landed in the meantime.
    const seen = await readBack(effect, deps.handlers)
    if (seen.kind === 'unread') return { kind: 'failed', error: asSafe(seen.error), sent: false }
    if (seen.kind === 'found') return seen
  }
  return perform(effect, sending, deps.handlers)
}

async function perform(effect: LeasedEffect, sending: Sending, handlers: Handlers): Promise<Outcome> {
  try {
    return await handlerOf(handlers, effect.kind).perform(effect, sending)
  } catch (error) {
    const sent = sending.sentNow
    return { kind: 'failed', error: toAppError(error, sent ? 'unknown-outcome' : 'safe'), sent }
  }
}

type ReadOutcome = Extract<Outcome, { kind: 'found' | 'absent' | 'unread' }>

async function readBack<K extends EffectKind>(effect: LeasedEffect<K>, handlers: Handlers): Promise<ReadOutcome> {
  const handler = handlerOf(handlers, effect.kind)
  try {
    if (!handler.reconcile) throw new AppError('internal', 'this kind cannot be read back', { retry: 'safe' })
    return await handler.reconcile(effect, readProgress(effect.progress).note)
  } catch (error) {
    return { kind: 'unread', error: toAppError(error, 'safe') }
  }
}

/** What a handler does with `sent`, and what is to be believed of it afterwards. */
class Sending implements EffectContext {
  sentNow = false
  lost = false
  /** Its customer asked to be forgotten since. */
  forgotten = false
  /** Timed out: a handler that goes on regardless must not send any more. */
  over = false
  #progress: string | undefined

  constructor(
    readonly effect: LeasedEffect,
    readonly deps: AttemptDeps,
  ) {}

  async sent(note?: string): Promise<void> {
    const before = readProgress(this.effect.progress)
    const progress = writeProgress({ sends: before.sends + 1, faults: before.faults, note })
    const ours = !this.over && (await this.deps.store.markSent(this.effect, progress, this.deps.clock.now()))
    if (!ours && !this.over) this.lost = true
    if (!ours || this.over) throw new AppError('lease-lost', 'another has this effect', { retry: 'safe' })
    this.sentNow = true
    this.#progress = progress
  }

  /** The effect as it stands after the outcome: a send that may have taken effect is remembered. */
  effectAfter(outcome: Outcome): LeasedEffect {
    const happened = outcome.kind !== 'failed' || outcome.error.retry === 'unknown-outcome'
    return this.#progress !== undefined && happened ? { ...this.effect, progress: this.#progress } : this.effect
  }
}

async function withinTime(
  run: () => Promise<Outcome>,
  sending: Sending,
  policy: Policy,
  clock: Clock,
): Promise<Outcome> {
  const done = new AbortController()
  const late = async (): Promise<Outcome> => {
    await clock.sleep(policy.timeoutMs, done.signal)
    sending.over = true
    const error = tooLong(sending.effect)
    // A reading-back that hangs must leave the effect unknown: nothing is proved by it.
    const reading = sending.effect.state === 'unknown' && policy.onUnknown === 'reconcile'
    return reading ? { kind: 'unread', error } : { kind: 'failed', error, sent: sending.sentNow }
  }
  try {
    return await Promise.race([run(), late()])
  } finally {
    done.abort()
  }
}

function tooLong(effect: LeasedEffect): AppError {
  return new AppError('timeout', 'an effect took longer than its policy allows', {
    retry: 'unknown-outcome',
    context: { operation: effect.kind },
  })
}

function notConfirmed(): Outcome {
  const error = new AppError('timeout', 'nobody knows whether it happened', { retry: 'unknown-outcome' })
  return { kind: 'failed', error, sent: true }
}

function asSafe(error: AppError): AppError {
  const { code, message, context, retryAfterMs } = error
  const kept = retryAfterMs === undefined ? {} : { retryAfterMs }
  return new AppError(code, message, { retry: 'safe', cause: error, context, ...kept })
}

/** A reading this old says nothing about a call that hung. */
const ABSENCE_IS_FRESH_MS = 10_000
