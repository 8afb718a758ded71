import type { EffectKind, EffectState } from './effect.js'
import type { FileRef } from './file.js'

/**
 * One thing that happened to a conversation. Its payload is erased when the turn that consumed it commits;
 * its id is remembered for seven days, so the same thing told twice happens once.
 */
export interface InboxEvent {
  /** `tg:<update_id>`, `gr:<chat>:<day>`, `fx:<effect id>:<what>`, `tb:<message id>`, `tk:<chat>:<system>:<ticket>:<what>`, `tm:<chat>:<timer>:<due>`. */
  id: string
  /** Telegram's chat id in decimal; of a private chat it is also the user's id. */
  chatId: string
  /** When it happened, milliseconds since the epoch. */
  at: number
  /** `update_id`: a chat's updates are taken in this order, whatever order they came in. */
  order?: number
  /** How long to wait for more of the same (typed text comes in bursts); 0 or absent is at once. */
  quietMs?: number
  input: Input
}

/**
 * The quiet of what others did, and of timers: a burst that is waited for is not cut short by it, or what the customer wrote first and
 * comes a moment later (webhooks) would be taken too late. Where nothing is waited for it is as good as none.
 */
export const JOINS_MS = 1

export type Input =
  | { kind: 'text'; text: string; messageId: number; from: Sender; edited?: boolean; context?: string }
  | { kind: 'command'; name: string; args: string; messageId: number; from: Sender }
  | { kind: 'button'; data: string; callbackId: string; messageId?: number; from: Sender }
  | { kind: 'contact'; phone: string; own: boolean; messageId: number; from: Sender }
  /** `edited`: the message's file or its caption was changed; which of the two, only who saw it before can tell. */
  | { kind: 'file'; file: FileRef; albumId?: string; messageId: number; from: Sender; context?: string; edited?: boolean }
  | { kind: 'other'; what: string; messageId: number; from: Sender }
  /** `decidedAt`: when the message that the chat refused was decided. */
  | { kind: 'blocked'; decidedAt?: number }
  /** Unblocked: the chat can be written to again. */
  | { kind: 'unblocked' }
  /** A group or a channel: somebody wrote in it, or (`added`) put the bot there. */
  | { kind: 'group'; added: boolean }
  /** The sender writes more than any person does, and is not heard for `seconds`. */
  | { kind: 'flood'; seconds: number }
  | { kind: 'staffMessage'; atendimento: string; messageId: string; author?: string; text: string; hasFile?: boolean }
  | { kind: 'staffClosed'; atendimento: string }
  /** An attendant has the conversation now: took it, or was handed it. */
  | { kind: 'staffTook'; atendimento: string; nome?: string }
  | EffectSettled
  | TicketNews
  | OutageNotice
  | OpsNotice
  | { kind: 'timer'; name: string; arg: string }

export interface Sender {
  /** As the Telegram profile has it: no proof of anything. */
  firstName: string
}

/** What came of an effect. */
export interface EffectSettled {
  kind: 'effectSettled'
  effectId: string
  effectKind: EffectKind
  state: Extract<EffectState, 'confirmed' | 'reconciled' | 'rejected' | 'dead'>
  /** The outcome's own data (`EffectResults[kind]`), where it succeeded. */
  result?: unknown
  /** An `ErrorCode` or a handler's own word for the refusal, where it failed. */
  reason?: string
  /** The vendor's own sentence for a refusal, only from the calls whose sentences are for customers (unlock). */
  vendorMessage?: string
}

/** What staff did in a ticket that this chat opened. */
export interface TicketNews {
  kind: 'ticketNews'
  /** The ticket's own reference. */
  reference: string
  news: News
}

export type News =
  /** Public words; `author` as the system has it, a full name. */
  | { what: 'message'; text: string; author?: string }
  | { what: 'status'; status: string }
  /** A visit's planned start, milliseconds since the epoch. */
  | { what: 'visit'; inicio: number; fim?: number }
  /** `text`: the staff's closing words, where they are public. */
  | { what: 'closed'; text?: string }

/** What became of an outage whose end this chat asked to hear of, as its own record has just been read. */
export interface OutageNotice {
  kind: 'outageNotice'
  codigoCliente: number
  idClienteServico: number
  /** When it was asked for, milliseconds since the epoch: names the asking. */
  em: number
  /** How often this asking was answered before and held back. */
  vez: number
  /** `over`: no alert of an outage is in the record. `unknown`: too long ago, and nobody saw it end. */
  what: 'over' | 'unknown'
  /** Keyed digests of the record's phones, the customer's should be among them; absent where it was not read. */
  telefones?: readonly string[]
  /** The connection; absent where the record does not tell. */
  conectado?: boolean
  /** Milliseconds since the epoch. */
  desde?: number
}

/** Trouble that the provider's own people should hear of: machine words only, no person's data. */
export interface OpsNotice {
  kind: 'ops'
  what: 'dead' | 'down' | 'back' | 'prompts-broken' | 'prompts-good'
  /** An effect's kind, a system's name, the first problem's `file:line`, or the version of prompts that are good. */
  subject: string
  /** An `ErrorCode`, or what an operator has to put right, where something failed. */
  reason?: string
  /** How many more problems there are. */
  more?: number
}
