import type { EffectKind, EffectResults, LeasedEffect } from '../domain/effect.js'

/** How one kind of effect is performed and, where it can be read back, found again. Failures are `AppError`s. */
export interface Handler<K extends EffectKind> {
  /** Reads all it needs first, then `context.sent()` and at once the one call that must not happen twice. */
  perform(effect: LeasedEffect<K>, context: EffectContext): Promise<Performed<K>>
  /** Looks for what an earlier attempt may have done. `note` is what that attempt left with `sent`. */
  reconcile?(effect: LeasedEffect<K>, note: string | undefined): Promise<Readback<K>>
}

export type Performed<K extends EffectKind> =
  | { kind: 'done'; result: EffectResults[K] }
  /** The other side said no, or cannot be asked; `reason` is a machine word. */
  | { kind: 'rejected'; reason: string }

export type Readback<K extends EffectKind> = { kind: 'found'; result: EffectResults[K] } | { kind: 'absent' }

export interface EffectContext {
  /**
   * Notes durably that the call is being made now, with what a reconciliation will need. Throws `lease-lost` when
   * another has the effect: then the call must not be made. Kinds that may be repeated do without.
   */
  sent(note?: string): Promise<void>
}

export type Handlers = { readonly [K in EffectKind]: Handler<K> }

/** The handler of an effect, typed by its kind. */
export function handlerOf<K extends EffectKind>(handlers: Handlers, kind: K): Handler<K> {
  return handlers[kind]
}
