import type { EffectKind, EffectState } from './effect.js'
import type { Origin } from './origin.js'

/**
 * One line of a conversation's journal, kept for a while to learn from: redacted (no documento, phone, e-mail, address,
 * protocolo or name), so that it tells what was asked and answered and not of whom.
 */
export interface JournalLine {
  /** Milliseconds since the epoch. */
  at: number
  who: 'cliente' | 'bot' | 'equipe' | 'sistema'
  /** Redacted words, or what happened in a machine's word (`botao cf`, `efeito hubsoft.atendimento confirmed`). */
  text: string
  /** Of the prompts, on the first line of each turn. */
  version?: string
}

/** That something was changed in another system: when, what, on which service, at which level; nothing of its content. */
export interface AuditRecord extends Origin {
  /** Milliseconds since the epoch. */
  at: number
  kind: EffectKind
  effectId: string
  outcome: Extract<EffectState, 'confirmed' | 'reconciled' | 'rejected' | 'dead'>
}

/** How long what is kept apart from the session is kept, in milliseconds. */
export interface RecordRetention {
  journalMs: number
  auditMs: number
}
