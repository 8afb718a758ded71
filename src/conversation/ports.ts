import type { Atendimento } from '../domain/atendimento.js'
import type { Cliente } from '../domain/cliente.js'
import type { PeriodoConexao } from '../domain/conexao.js'
import type { LeasedEffect, NewEffect } from '../domain/effect.js'
import type { InboxEvent } from '../domain/event.js'
import type { Fatura } from '../domain/fatura.js'
import type { FileRef } from '../domain/file.js'
import type { Horario, OrdemServico } from '../domain/ordem-servico.js'
import type { Oferta } from '../domain/prospecto.js'
import type { JournalLine } from '../domain/record.js'

/** The store as the turns see it. All times are milliseconds since the epoch, given by the caller. */
export interface TurnStore {
  /**
   * Takes the chat that has been ready longest, with its session and its pending events in order of arrival
   * (at most 200). Nobody else gets that chat before `commit`, `release` or the end of the lease.
   */
  claim(request: { owner: string; now: number; leaseMs: number }): Promise<ChatClaim | undefined>
  /**
   * One transaction: session, events consumed, effects, timers, watches. Nothing is written when the lease was lost.
   * With `leasing` those effects of the turn that are due at once are leased in the same step, replies first.
   */
  commit(claim: ChatClaim, turn: TurnCommit, now: number, leasing?: Leasing): Promise<Committed>
  /**
   * Gives a chat back, its events kept, not to be claimed before `retryAt`. That is a failed turn, counted, unless
   * it is `untried`: a claim nobody got round to, given back as it was.
   */
  release(claim: ChatClaim, retryAt: number, untried?: boolean): Promise<void>
  /** Resolves when a chat may be ready, at the latest after `maxMs`; never busy. */
  waitForTurns(now: number, maxMs: number, signal: AbortSignal): Promise<void>
}

/** On whose behalf, for how long and how many things at most are leased in the step that made them due. */
export interface Leasing {
  owner: string
  leaseMs: number
  limit: number
}

export type Committed = { kind: 'committed'; leased: readonly LeasedEffect[] } | { kind: 'lease-lost' }

export interface ChatClaim {
  chatId: string
  /** Proves the lease at commit. */
  lease: string
  /** The session as last committed, JSON; absent in a new chat. */
  session: string | undefined
  events: readonly InboxEvent[]
  /** How many turns of just these events failed already. */
  failures: number
}

export interface TurnCommit {
  /** The new session, JSON; `undefined` forgets the chat's session. */
  session: string | undefined
  /** Ids of the events this turn took. */
  consumed: readonly string[]
  effects: readonly NewEffect[]
  /** Timers to set; one of the same name in the same chat is replaced. */
  timers: readonly TimerSpec[]
  /** Names of timers to drop. */
  cancelTimers: readonly string[]
  watches: readonly WatchSpec[]
  cancelWatches: readonly string[]
  /**
   * `/esquecer`: every effect of the chat that has not been tried yet is dropped, those of this turn excepted, what the
   * given-up ones carried is erased, and so is the chat's journal.
   */
  forget?: boolean
  /** Lines for the chat's journal, after those that are there (with `forget`, the only ones). */
  journal?: readonly JournalLine[]
}

/** A due timer becomes an event `{ kind: 'timer', name, arg }` of its chat. */
export interface TimerSpec {
  name: string
  dueAt: number
  arg: string
}

/**
 * Something read again and again for a chat by a watcher (a conversation at TempBox, a ticket at HubSoft or Milvus).
 * `id` is unique over all chats.
 */
export interface WatchSpec {
  id: string
  kind: 'tempbox' | 'hubsoft' | 'milvus' | 'aviso'
  dueAt: number
  /** JSON; the watcher's own state, replaced at each poll. */
  state: string
}

/** Reads of customers. Each method is one call upstream; failures are `AppError`s. */
export interface Customers {
  /** Every record whose documento equals the given one (digits, or letters of an alphanumeric CNPJ); `[]` for none. */
  findByDocumento(documento: string): Promise<readonly Cliente[]>
  findByCodigo(codigoCliente: number): Promise<Cliente | undefined>
}

export interface Atendimentos {
  /** The service's open atendimentos, newest first. */
  listOpen(idClienteServico: number): Promise<readonly Atendimento[]>
  /** The service's newest 50, open and closed, newest first, with their mensagens and closing words. */
  listRecent(idClienteServico: number): Promise<readonly Atendimento[]>
}

/** Chamados of Milvus that were opened here. Each method is one call; failures are `AppError`s. */
export interface Chamados {
  /** Follow-ups as far as the system filters them: whoever shows one checks `privado` and `excluido` again. */
  readAcompanhamentos(codigo: string): Promise<readonly Acompanhamento[]>
}

export interface Acompanhamento {
  pessoa: string
  texto: string
  /** As written by the system, `YYYY-MM-DD HH:mm:ss` in its document. */
  data: string
  privado: boolean
  excluido: boolean
}

/** Invoices of one service. Failures are `AppError`s. */
export interface Faturas {
  /** Unpaid ones, the oldest first. */
  listPending(idClienteServico: number): Promise<readonly Fatura[]>
  /** The last ones paid, the newest first. */
  listPaid(idClienteServico: number): Promise<readonly Fatura[]>
}

/** Visits of one service. */
export interface OrdensServico {
  /** Open and recent ones, the newest first. */
  listByServico(idClienteServico: number): Promise<readonly OrdemServico[]>
}

/** Free times for visits. */
export interface Agenda {
  /** Of the agenda, from the day of `inicio` (milliseconds since the epoch) on, the soonest first. */
  listHorarios(idAgenda: number, inicio: number, dias: number): Promise<readonly Horario[]>
}

/** What is offered to those who are not customers. */
export interface Planos {
  /** `cep` is eight digits. */
  listByCep(cep: string): Promise<Oferta>
}

/** The RADIUS extract of one service. */
export interface Extratos {
  /** The last sessions, the newest first. */
  listConexoes(idClienteServico: number): Promise<readonly PeriodoConexao[]>
}

export interface KnowledgeBase {
  /** The knowledge base's answer to a question already masked; an empty string when it has none. */
  ask(pergunta: string): Promise<string>
}

/** What a customer sees while they wait. */
export interface Presence {
  /** "digitando…", for about five seconds; fire and forget: never waited for, and a failure is nobody's. */
  typing(chatId: string): void
}

export interface Files {
  /**
   * The first bytes of a file (at most `bytes`), to tell its type by content.
   * Throws `file-gone` or `file-too-big` (`never`), or a transient `AppError` (`safe`).
   */
  head(file: FileRef, bytes: number): Promise<Uint8Array>
}
