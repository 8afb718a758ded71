import type { EffectKind } from '../domain/effect.js'

/** Each outside system has its own bound of calls at once, so that one that hangs starves no other. */
export type System = 'telegram' | 'hubsoft' | 'milvus' | 'tempbox'

/**
 * What is done about an unknown outcome.
 * - `reconcile`: read it back, three times over two minutes, before it is sent again.
 * - `repeat`: it cannot be read back and a repetition does little harm: at least once.
 * - `never`: a repetition would harm (e-mail, SMS, reconnect, reboot): given up, and the customer is told so.
 */
export type OnUnknown = 'reconcile' | 'repeat' | 'never'

export interface Policy {
  system: System
  onUnknown: OnUnknown
  /** One attempt, everything it reads before included. Shorter than the lease. */
  timeoutMs: number
  /** An effect older than this is given up at its next failure. */
  maxAgeMs: number
  /** Failures that an outage does not explain, and repetitions after an unknown outcome, before it is given up. */
  maxFaults: number
  /** Sends in all, each after the one before was found absent for certain (`reconcile` only). */
  maxSends: number
  /** When to read it back, counted from when its outcome became unknown. */
  reconcileAfterMs: readonly number[]
  /** Carries a person's data: given up, it is ended like a refusal, and nothing of it is kept. */
  personal?: true
  /** Its refusals are worded for customers: the vendor's sentence goes to the conversation with the reason. */
  tellsRefusal?: true
}

export type Policies = Record<EffectKind, Policy>

/** A lease outlives the longest attempt (`timeoutMs`) and the write of its outcome. */
export const LEASE_MS = 90_000

const SECOND = 1_000
const HOUR = 3_600 * SECOND

const TELEGRAM: Policy = {
  system: 'telegram',
  onUnknown: 'repeat',
  timeoutMs: 60 * SECOND,
  maxAgeMs: 24 * HOUR,
  maxFaults: 30,
  maxSends: 1,
  reconcileAfterMs: [],
}

/** A POST that hung can land late: absent at 5, 30 and 120 s before it is sent again (docs/architecture.md). */
const RECONCILED = {
  onUnknown: 'reconcile',
  timeoutMs: 75 * SECOND,
  maxAgeMs: 24 * HOUR,
  maxFaults: 8,
  maxSends: 4,
  reconcileAfterMs: [5 * SECOND, 30 * SECOND, 120 * SECOND],
} as const

/** Nobody wants a router rebooted, or an invoice again, long after asking for it. */
const ONCE = {
  onUnknown: 'never',
  timeoutMs: 60 * SECOND,
  maxAgeMs: 10 * 60 * SECOND,
  maxFaults: 4,
  maxSends: 1,
  reconcileAfterMs: [],
} as const

const ANEXO = {
  onUnknown: 'repeat',
  timeoutMs: 80 * SECOND,
  maxAgeMs: 24 * HOUR,
  maxFaults: 6,
  maxSends: 1,
  reconcileAfterMs: [],
} as const

export const POLICIES: Policies = {
  'telegram.message': TELEGRAM,
  'telegram.callback': { ...TELEGRAM, timeoutMs: 20 * SECOND, maxAgeMs: 60 * SECOND },
  'telegram.clearButtons': { ...TELEGRAM, timeoutMs: 20 * SECOND, maxAgeMs: HOUR },
  'telegram.leaveChat': { ...TELEGRAM, timeoutMs: 20 * SECOND },
  // The invoice is listed and its PDF made while Telegram waits.
  'telegram.fatura': { ...TELEGRAM, timeoutMs: 80 * SECOND, maxAgeMs: HOUR, maxFaults: 5 },
  // The chat's other replies wait behind it: given up soon, and told.
  'telegram.arquivo': { ...TELEGRAM, timeoutMs: 80 * SECOND, maxAgeMs: 45 * SECOND, maxFaults: 3 },
  'hubsoft.atendimento': { system: 'hubsoft', ...RECONCILED },
  'hubsoft.mensagem': { system: 'hubsoft', ...RECONCILED },
  'hubsoft.anexo': { system: 'hubsoft', ...ANEXO },
  'hubsoft.desbloqueio': { system: 'hubsoft', ...RECONCILED, maxAgeMs: HOUR, maxSends: 2, tellsRefusal: true },
  'hubsoft.reconexao': { system: 'hubsoft', ...ONCE },
  'hubsoft.resetMac': { system: 'hubsoft', ...ONCE },
  'hubsoft.reinicioCpe': { system: 'hubsoft', ...ONCE },
  'hubsoft.envioFatura': { system: 'hubsoft', ...ONCE },
  'hubsoft.fechamento': { system: 'hubsoft', ...RECONCILED },
  // Kept here in any case: nobody waits for it, and an outage may be waited out.
  'hubsoft.avaliacao': { system: 'hubsoft', ...ONCE, maxAgeMs: 24 * HOUR },
  // A time that was free hours ago is nobody's wish any more.
  'hubsoft.agendamento': { system: 'hubsoft', ...RECONCILED, maxAgeMs: HOUR, maxSends: 2 },
  'hubsoft.prospecto': { system: 'hubsoft', ...RECONCILED, maxSends: 2, personal: true },
  // The vendor asks for no more than one listing a minute.
  'milvus.chamado': { system: 'milvus', ...RECONCILED, reconcileAfterMs: [5 * SECOND, 65 * SECOND, 125 * SECOND] },
  'milvus.acompanhamento': { system: 'milvus', ...RECONCILED },
  'milvus.anexo': { system: 'milvus', ...ANEXO },
  // Nobody waits longer for a person than this; the conversation then files a ticket.
  'tempbox.abrir': { system: 'tempbox', ...RECONCILED, maxAgeMs: 15 * 60 * SECOND },
  'tempbox.mensagem': { system: 'tempbox', ...RECONCILED },
  'tempbox.encerrar': { system: 'tempbox', ...ANEXO, maxFaults: 20 },
  'tempbox.agendar': { system: 'tempbox', ...ONCE },
}

/**
 * Calls at once to each system; their sum is the dispatcher's concurrency. Telegram's are mostly messages that wait for
 * their chat's next second: a few chats with much to hear must not take every place.
 */
export const CONCURRENCY: Readonly<Record<System, number>> = { telegram: 48, hubsoft: 6, milvus: 4, tempbox: 6 }
