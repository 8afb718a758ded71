import { createHash } from 'node:crypto'

import type { Button, NewEffect } from '../domain/effect.js'
import type { Cliente } from '../domain/cliente.js'
import { toAppError, type AppError } from '../domain/errors.js'
import type { JournalLine } from '../domain/record.js'
import { splitHtml } from '../lib/html.js'
import type { ConversationDeps } from './deps.js'
import type { ButtonKey, MessageKey, MessageVars } from './messages.js'
import type { TimerSpec, WatchSpec } from './ports.js'
import { originOf } from './origin.js'
import { LIMITS, type Session } from './session.js'

/** A journal's line in the making. */
export interface JournalWords {
  who: JournalLine['who']
  text: string
}

/** What a message has besides its words. */
interface Extra {
  buttons?: Button[][] | undefined
  contactButton?: { label: string; others: string[] }
  removeKeyboard?: boolean
  notice?: boolean
}

/** Where a flow can hand over to another. */
export type Step =
  | 'identify'
  | 'afterIdentified'
  | 'resume'
  | 'servico'
  | 'problem'
  | 'newProblem'
  | 'triage'
  | 'collected'
  | 'menu'
  | 'chamados'
  | 'faturas'
  | 'conexao'
  | 'desbloqueio'
  | 'contatos'
  | 'planos'
  | 'handover'

/** A button to show: its label's key (or the label itself) and what pressing it means. */
export type Choice = readonly [label: ButtonKey | { text: string }, data: string]

/**
 * One turn in the making: the session it changes, and what it decides. It reads through `deps` and writes nothing;
 * all of it is committed in one step, or none.
 */
export class Turn {
  readonly effects: NewEffect[] = []
  readonly timers = new Map<string, TimerSpec>()
  readonly cancelledTimers = new Set<string>()
  readonly watches = new Map<string, WatchSpec>()
  readonly cancelledWatches = new Set<string>()
  /** The customer's records, where this turn has read them. */
  records: readonly Cliente[] | undefined
  /** Files taken in this turn: told in one sentence at its end. */
  filesTaken = 0
  /** Files that are here already. */
  filesAgain = 0
  /** One more than fits: told once, however many more there are. */
  filesOver = false
  /** Alerts of the record told in this turn. */
  readonly alertasTold = new Set<string>()
  /** Where the words of the input under way went, if not into the session: a ticket's reference, or people. */
  keptIn: string | undefined
  /** The level 2 link was found to be over in this turn. */
  linkEnded = false
  /** `/esquecer`: what was decided before and not tried yet is dropped, and the journal erased. */
  forgets = false
  /** With `forgets`: nothing at all is left of the chat. */
  ends = false
  /** `update_id` of the last update in this turn. */
  lastOrder: number | undefined
  /** What happened, for the journal: still to be redacted. */
  readonly lines: JournalWords[] = []
  /** Of people that this turn has met: left out of the journal. */
  readonly names: string[] = []
  /** What was said in this turn, for the history that a model is given; still to be redacted. */
  readonly heard: NonNullable<Session['historico']>['linhas'] = []
  /** The model is asked once a turn: a burst of messages must not outlast the turn. */
  modelAsked = false
  /** What the knowledge base said to the model's question: it is not asked again for the same words. */
  knowledge: string | undefined
  readonly #turnId: string
  #readFailed: AppError | undefined
  #replies = 0
  #next: Step | undefined

  constructor(
    readonly chatId: string,
    readonly session: Session,
    readonly deps: ConversationDeps,
    readonly now: number,
    firstEventId: string,
  ) {
    this.#turnId = createHash('sha256').update(`${chatId}\0${firstEventId}`).digest('hex').slice(0, 12)
  }

  /** Says a sentence of the catalogue, with buttons below it; long ones become several messages. */
  say<K extends MessageKey>(key: K, vars: MessageVars<K>, rows?: readonly (readonly Choice[])[]): void {
    this.#say(key, vars, { buttons: rows ? this.#buttons(rows) : undefined })
  }

  /** Says a sentence ahead of all that still waits to be said here, a message a second. */
  sayAhead<K extends MessageKey>(key: K, vars: MessageVars<K>): void {
    this.#say(key, vars, {}, `ah:${this.chatId}`)
  }

  /** Says a sentence that nobody waits for: answers to others go first. */
  notify<K extends MessageKey>(key: K, vars: MessageVars<K>, rows?: readonly (readonly Choice[])[]): void {
    this.#say(key, vars, { notice: true, buttons: rows ? this.#buttons(rows) : undefined })
  }

  /** Says a sentence with Telegram's contact button, and plain buttons below it. */
  askContact(key: MessageKey, others: readonly (readonly [label: ButtonKey, data: string])[]): void {
    const { messages } = this.deps.prompts
    const labels = others.map(([label, data]) => ({ label: messages.button(label), data }))
    this.session.keyboard = labels
    this.#say(key, {}, {
      contactButton: { label: messages.button('enviar_contato'), others: labels.map(({ label }) => label) },
    })
  }

  /** Says a sentence and takes the contact keyboard away. */
  sayAndClear<K extends MessageKey>(key: K, vars: MessageVars<K>): void {
    this.#say(key, vars, { removeKeyboard: true })
  }

  /** Reads from HubSoft. Once that has failed, the rest of the turn fails at once: somebody waits for its answer. */
  async read<T>(reading: () => Promise<T>): Promise<T> {
    if (this.#readFailed) throw this.#readFailed
    try {
      return await reading()
    } catch (error) {
      this.#readFailed = toAppError(error)
      throw this.#readFailed
    }
  }

  /** What the conversation goes on with after this input; flows name each other by step, so none imports another. */
  goTo(step: Step): void {
    this.#next = step
  }

  /** The step to go on with, if any; asked by the router alone. */
  takeNext(): Step | undefined {
    const next = this.#next
    this.#next = undefined
    return next
  }

  /** Decides an effect. The same id twice in a turn is one effect. */
  effect(effect: NewEffect): void {
    if (this.effects.some((known) => known.id === effect.id)) return
    const origin = originOf(this.session, effect)
    this.effects.push(origin ? { ...effect, origin } : effect)
  }

  /** Undecides all others. */
  keepEffects(keeps: (effect: NewEffect) => boolean): void {
    this.effects.splice(0, this.effects.length, ...this.effects.filter(keeps))
  }

  /** A line of the journal, redacted when the turn ends. */
  note(who: JournalWords['who'], text: string): void {
    this.lines.push({ who, text })
  }

  setTimer(name: string, delayMs: number, arg = ''): void {
    this.cancelledTimers.delete(name)
    this.timers.set(name, { name, dueAt: this.now + delayMs, arg })
  }

  cancelTimer(name: string): void {
    this.timers.delete(name)
    this.cancelledTimers.add(name)
  }

  watch(spec: WatchSpec): void {
    this.cancelledWatches.delete(spec.id)
    this.watches.set(spec.id, spec)
  }

  cancelWatch(id: string): void {
    this.watches.delete(id)
    this.cancelledWatches.add(id)
  }

  /** Stops the spinner of a pressed button and takes the buttons of a card away that was answered. */
  acknowledge(callbackId: string, messageId: number | undefined, clear: boolean): void {
    const lane = `cb:${this.#turnId}:${String(this.#replies++)}`
    this.effect({ id: `${lane}:answer`, kind: 'telegram.callback', lane, payload: { callbackId }, notify: false })
    if (!clear || messageId === undefined) return
    const cleared = `cb:${this.chatId}:${String(messageId)}`
    this.effect({ id: cleared, kind: 'telegram.clearButtons', lane: cleared, payload: { messageId }, notify: false })
  }

  /** Leaves a group or channel, after what was said there. */
  leaveChat(): void {
    const id = `lv:${this.#turnId}`
    this.effect({ id, kind: 'telegram.leaveChat', lane: `tg:${this.chatId}`, payload: {}, notify: false })
  }

  #buttons(rows: readonly (readonly Choice[])[]): Button[][] {
    const { messages } = this.deps.prompts
    return rows.map((row) =>
      row.map(([label, data]) => ({ label: typeof label === 'string' ? messages.button(label) : label.text, data })),
    )
  }

  #say(key: MessageKey, vars: Record<string, string | number | boolean>, extra: Extra, lane?: string): void {
    if (this.session.gone) return
    this.note('bot', key)
    this.#send(this.deps.prompts.messages.render(key, vars), extra, lane)
  }

  #send(
    html: string,
    extra: Extra,
    lane = `tg:${this.chatId}`,
  ): void {
    const { buttons, ...rest } = extra
    if (buttons) this.session.keyboard = buttons.flat().slice(0, LIMITS.keyboard)
    const parts = splitHtml(html)
    parts.forEach((part, index) => {
      const last = index === parts.length - 1
      this.effect({
        id: `m:${this.#turnId}:${String(this.#replies++)}`,
        kind: 'telegram.message',
        lane,
        payload: { html: part, ...(last ? { ...(buttons ? { buttons } : {}), ...rest } : {}) },
        notify: false,
      })
    })
  }
}
