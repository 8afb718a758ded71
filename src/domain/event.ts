import type { EffectKind, EffectState } from './effect.js'
import type { FileRef } from './file.js'

/**
 * One thing that happened to a conversation. Its payload is erased when the turn that consumed it commits;
 * its id is remembered for seven days, so the same thing told twice happens once.
 */
export interface InboxEvent {
  /** `tg:<update_id>`, `fx:<effect id>:<what>`, `tb:<message id>`, `tm:<chat>:<timer>:<due>`. */
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

export type Input =
  | { kind: 'text'; text: string; messageId: number; from: Sender; edited?: boolean; context?: string }
  | { kind: 'command'; name: string; args: string; messageId: number; from: Sender }
  | { kind: 'button'; data: string; callbackId: string; messageId?: number; from: Sender }
  | { kind: 'contact'; phone: string; own: boolean; messageId: number; from: Sender }
  | { kind: 'file'; file: FileRef; albumId?: string; messageId: number; from: Sender }
  | { kind: 'other'; what: string; messageId: number; from: Sender }
  | { kind: 'blocked' }
  | { kind: 'staffMessage'; atendimento: string; messageId: string; author?: string; text: string; hasFile?: boolean }
  | { kind: 'staffClosed'; atendimento: string }
  | EffectSettled
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
}
