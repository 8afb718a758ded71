import type { Agent } from '../../src/conversation/agent.js'
import { BUTTONS, MESSAGES, type MessageKey } from '../../src/conversation/messages.js'
import type { TimerSpec, WatchSpec } from '../../src/conversation/ports.js'
import { runTurn } from '../../src/conversation/run-turn.js'
import { readSession, type Session } from '../../src/conversation/session.js'
import type { ConversationDeps } from '../../src/conversation/deps.js'
import type { EffectKind, EffectPayloads, EffectResults, NewEffect, NewEffectOf } from '../../src/domain/effect.js'
import type { EffectSettled, InboxEvent, Input } from '../../src/domain/event.js'
import type { FileRef } from '../../src/domain/file.js'
import { OUTLIVES_FORGETTING } from '../../src/domain/forgotten.js'
import type { JournalLine } from '../../src/domain/record.js'
import type { Routing } from '../../src/domain/routing.js'
import { htmlToText } from '../../src/lib/html.js'
import { silentLogger } from '../../src/lib/logger.js'
import { createTagger } from '../../src/lib/tags.js'
import { loadPrompts } from '../../src/prompts/load.js'
import type { Provider } from '../../src/prompts/provider.js'
import { FakeReads, rosa, ROSA_PHONE } from './conversation-reads.js'

export interface ConversationOptions {
  chatId?: string
  firstName?: string
  milvus?: boolean
  /** `undefined` given: no TempBox. */
  relayBudget?: number | undefined
  fileLinks?: boolean
  /** The model; without it the rules work alone. */
  agent?: Agent
  routing?: (routing: Routing) => Routing
  provider?: (provider: Provider) => Provider
  /** The operators' own data; without it nobody is reminded of what they left half done. */
}

/** What the bot said: one Telegram message as the customer sees it. */
export interface Said {
  text: string
  buttons: { label: string; data: string }[]
  /** Telegram's own contact button. */
  contactButton: boolean
  /** Plain text buttons of a reply keyboard. */
  others: string[]
}

interface TextExtra {
  context?: string
  edited?: boolean
  messageId?: number
}
const START = Date.UTC(2026, 6, 1, 15)

/** Prompts of the real folder, read once. */
const prompts = await loadPrompts('prompts', { messages: MESSAGES, buttons: BUTTONS })

/**
 * A customer's chat with the engine, one turn an action, the session kept between turns as the store keeps it (JSON).
 * Effects are only decided: `settle` tells what came of one.
 */
export class Conversation {
  now = START
  readonly chatId: string
  readonly reads = new FakeReads()
  readonly effects: NewEffect[] = []
  /** All that was ever said. */
  readonly transcript: Said[] = []
  readonly timers = new Map<string, TimerSpec>()
  readonly watches = new Map<string, WatchSpec>()
  journal: JournalLine[] = []
  /** Said in the last turn. */
  said: Said[] = []
  sessionJson: string | undefined
  readonly #deps: ConversationDeps
  readonly #firstName: string
  readonly #settled = new Set<string>()
  #update = 1000
  #messageId = 1
  /** Ids of what was typed, edits aside. */
  readonly #texts: number[] = []

  constructor(options: ConversationOptions = {}) {
    this.chatId = options.chatId ?? '700100'
    this.#firstName = options.firstName ?? 'Zé'
    const { reads } = this
    this.#deps = {
      prompts: { ...prompts, routing: (options.routing ?? same)(prompts.routing), provider: (options.provider ?? unhurried)(prompts.provider) },
      ...reads.ports(),
      knowledge: options.milvus === false ? undefined : reads.knowledge,
      milvus: options.milvus !== false,
      tag: createTagger(new Uint8Array(32).fill(7)),
      relayBudget: 'relayBudget' in options ? options.relayBudget : 1_500,
      fileLinks: options.fileLinks ?? false,
      ...(options.agent ? { agent: options.agent } : {}),
      logger: silentLogger,
    }
  }

  /** What the last turn said, without markup, as one text. */
  get text(): string {
    return this.said.map(({ text }) => text).join('\n\n')
  }

  /** Labels below the last messages, in order. */
  get labels(): string[] {
    return this.said.flatMap(({ buttons, others }) => [...buttons.map(({ label }) => label), ...others])
  }

  get session(): Session {
    if (this.sessionJson === undefined) throw new Error('no turn was taken yet')
    return readSession(this.sessionJson)
  }

  /** A sentence of the catalogue as the customer reads it. */
  sentence(key: MessageKey, vars: Record<string, string | number | boolean> = {}): string {
    return htmlToText(prompts.messages.render(key, vars))
  }

  // ── What the customer does ──────────────────────────────────────────────

  /** Proves level 2 as the owner of this record would. */
  async verify(documento: string = rosa.documento, phone: string = ROSA_PHONE): Promise<void> {
    await this.say(documento)
    await this.contact(phone)
  }

  /** Proves level 1: the documento, no contact, the birth date. */
  async state(documento: string = rosa.documento, nascimento = '25/03/1985'): Promise<void> {
    await this.say(documento)
    await this.press('Não consigo enviar')
    await this.say(nascimento)
  }

  /** From a problem to the card, all questions skipped. The knowledge base has no answer. */
  async collect(problem = 'tô sem internet desde ontem'): Promise<void> {
    if (problem !== '') await this.say(problem)
    await this.press('Abrir agora')
  }

  /** Typed text; several at once are one burst. */
  say(...texts: string[]): Promise<void> {
    return this.take(texts.map((text) => this.update(this.#text(text))))
  }

  /** Edits the typed message before the last `back` ones into this text. */
  correct(text: string, back = 0): Promise<void> {
    const messageId = this.#texts.at(-1 - back)
    if (messageId === undefined) throw new Error('nothing was typed yet')
    return this.take([this.update({ ...this.#text(text, { edited: true }), messageId })])
  }

  sayWith(text: string, extra: TextExtra): Promise<void> {
    return this.take([this.update(this.#text(text, extra))])
  }

  command(name: string, args = ''): Promise<void> {
    return this.take([this.update({ kind: 'command', name, args, ...this.#base() })])
  }

  /** Presses the newest button whose label holds these words. */
  press(label: string): Promise<void> {
    // The buttons of a reply keyboard are typed text.
    const typed = this.labels.find((shown) => shown.includes(label))
    const inline = this.said.some(({ buttons }) => buttons.some((button) => button.label === typed))
    return typed !== undefined && !inline ? this.say(typed) : this.pressData(this.dataOf(label))
  }

  pressData(data: string): Promise<void> {
    return this.take([this.update(this.pressInput(data))])
  }

  pressInput(data: string): Input {
    const { from, messageId } = this.#base()
    return { kind: 'button', data, callbackId: `cb${String(this.#update)}-${String(messageId)}`, messageId, from }
  }

  dataOf(label: string): string {
    const found = this.transcript
      .flatMap(({ buttons }) => buttons)
      .findLast((button) => button.label.toLowerCase().includes(label.toLowerCase()))
    if (!found) throw new Error(`no button "${label}" was ever shown; last: ${this.labels.join(' | ')}`)
    return found.data
  }

  contact(phone: string, own = true): Promise<void> {
    return this.take([this.update({ kind: 'contact', phone, own, ...this.#base() })])
  }

  /** Files that arrive together (an album), or one. */
  file(...files: (Partial<FileRef> & { bytes?: Uint8Array })[]): Promise<void> {
    return this.take(files.map((file) => this.fileEvent(file)))
  }

  fileEvent({ bytes, ...given }: Partial<FileRef> & { bytes?: Uint8Array }): InboxEvent {
    const fileId = given.fileId ?? `F${String(this.#update)}`
    if (bytes) this.reads.heads.set(fileId, bytes)
    const file: FileRef = { fileId, uniqueId: `u${fileId}`, kind: 'photo', name: 'foto.jpg', size: 1_000, ...given }
    return this.update({ kind: 'file', file, ...this.#base() })
  }

  other(what: string): Promise<void> {
    return this.take([this.update({ kind: 'other', what, ...this.#base() })])
  }

  block(): Promise<void> {
    return this.take([this.update({ kind: 'blocked' })])
  }

  // ── What happens outside ────────────────────────────────────────────────

  staff(text: string, extra: { author?: string; hasFile?: boolean; atendimento?: string } = {}): Promise<void> {
    const { atendimento = 'T1', author = 'Rita', hasFile } = extra
    const messageId = String(this.#messageId++)
    const input: Input = {
      kind: 'staffMessage',
      atendimento,
      messageId,
      author,
      text,
      ...(hasFile === undefined ? {} : { hasFile }),
    }
    return this.take([this.event(`tb:${messageId}`, input)])
  }

  /** An attendant has it now. */
  took(nome?: string, atendimento = 'T1'): Promise<void> {
    const id = `tb:${atendimento}:who:${String(this.#messageId++)}`
    return this.take([this.event(id, { kind: 'staffTook', atendimento, ...(nome === undefined ? {} : { nome }) })])
  }

  staffClosed(atendimento = 'T1'): Promise<void> {
    return this.take([this.event(`tb:${atendimento}:closed`, { kind: 'staffClosed', atendimento })])
  }

  /** Tells what came of the oldest effect of this kind that nothing was told of yet. */
  settle<K extends EffectKind>(
    kind: K,
    outcome: { result: EffectResults[K] } | { state: 'rejected' | 'dead'; reason?: string; vendorMessage?: string },
  ): Promise<void> {
    const effect = this.pending(kind)[0]
    if (!effect) throw new Error(`no ${kind} is under way`)
    this.#settled.add(effect.id)
    const input: EffectSettled = {
      kind: 'effectSettled',
      effectId: effect.id,
      effectKind: kind,
      ...('result' in outcome ? { state: 'confirmed', result: outcome.result } : outcome),
    }
    return this.take([this.event(`fx:${effect.id}:${input.state}`, input)])
  }

  /** Moves time on, each timer fired when it is due. */
  async advance(ms: number): Promise<void> {
    const until = this.now + ms
    for (;;) {
      const [next] = [...this.timers.values()].filter(({ dueAt }) => dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)
      if (!next) break
      this.now = Math.max(this.now, next.dueAt)
      await this.fire(next)
    }
    this.now = until
  }

  fire({ name, dueAt, arg }: TimerSpec): Promise<void> {
    this.timers.delete(name)
    return this.take([this.event(`tm:${this.chatId}:${name}:${String(dueAt)}`, { kind: 'timer', name, arg })])
  }

  // ── The machinery ───────────────────────────────────────────────────────

  /** One turn over these events, committed as the store would. */
  async take(events: readonly InboxEvent[], failures = 0): Promise<void> {
    const claim = { chatId: this.chatId, lease: 'lease', session: this.sessionJson, events, failures }
    const commit = await runTurn(claim, this.#deps, this.now)
    this.sessionJson = commit.session
    if (commit.forget === true) {
      this.#dropUntried()
      this.journal = []
    }
    this.journal.push(...(commit.journal ?? []))
    this.said = []
    for (const effect of commit.effects) this.#insert(effect)
    for (const name of commit.cancelTimers) this.timers.delete(name)
    for (const timer of commit.timers) this.timers.set(timer.name, timer)
    for (const id of commit.cancelWatches) this.watches.delete(id)
    for (const watch of commit.watches) this.watches.set(watch.id, watch)
    this.now += 1
  }

  /** Effects of a kind, in the order decided. */
  decided<K extends EffectKind>(kind: K): NewEffectOf<K>[] {
    return this.effects.filter((effect): effect is NewEffect & NewEffectOf<K> => effect.kind === kind)
  }

  payloads<K extends EffectKind>(kind: K): EffectPayloads[K][] {
    return this.decided(kind).map(({ payload }) => payload)
  }

  pending<K extends EffectKind>(kind: K): NewEffectOf<K>[] {
    return this.decided(kind).filter(({ id }) => !this.#settled.has(id))
  }

  event(id: string, input: Input, extra: Partial<InboxEvent> = {}): InboxEvent {
    return { id, chatId: this.chatId, at: this.now, input, ...extra }
  }

  /** An event with the next `update_id`. */
  update(input: Input): InboxEvent {
    this.#update += 1
    return this.event(`tg:${String(this.#update)}`, input, { order: this.#update })
  }

  textInput(text: string, extra: TextExtra = {}): Input {
    return this.#text(text, extra)
  }

  #text(text: string, extra: TextExtra = {}): Extract<Input, { kind: 'text' }> {
    const base = this.#base()
    if (extra.edited !== true) this.#texts.push(base.messageId)
    return { kind: 'text', text, ...base, ...extra }
  }

  #base() {
    return { messageId: this.#messageId++, from: { firstName: this.#firstName } }
  }

  #insert(effect: NewEffect): void {
    // The store passes over an effect it knows by its id.
    if (this.effects.some(({ id }) => id === effect.id)) return
    this.effects.push(effect)
    if (effect.kind !== 'telegram.message') return
    const { html, buttons, contactButton } = effect.payload
    const said: Said = {
      text: htmlToText(html),
      buttons: (buttons ?? []).flat(),
      contactButton: contactButton !== undefined,
      others: contactButton?.others ?? [],
    }
    this.said.push(said)
    this.transcript.push(said)
  }

  #dropUntried(): void {
    const kept = this.effects.filter(
      ({ id, kind }) => kind === 'telegram.message' || OUTLIVES_FORGETTING.has(kind) || this.#settled.has(id),
    )
    this.effects.splice(0, this.effects.length, ...kept)
  }
}

const same = (routing: Routing): Routing => routing

const unhurried = (provider: Provider): Provider => ({ ...provider, lembrete_minutos: 0 })
