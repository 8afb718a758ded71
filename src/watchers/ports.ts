import type { Cliente } from '../domain/cliente.js'
import type { InboxEvent } from '../domain/event.js'

/** The store as the watchers see it. */
export interface WatchStore {
  /** Leases due watches, oldest first. */
  leaseWatches(request: { owner: string; now: number; leaseMs: number; limit: number }): Promise<readonly LeasedWatch[]>
  /**
   * Keeps the watch's new state and next time (`undefined` ends it) and appends the events, all of the watch's own chat,
   * in one transaction.
   */
  settleWatch(watch: LeasedWatch, next: { state: string; dueAt: number } | undefined, events: readonly InboxEvent[], now: number): Promise<void>
  /** Turns due timers into events of their chats; returns how many. */
  fireTimers(now: number): Promise<number>
  /** Resolves when a watch or a timer may be due, at the latest after `maxMs`; never busy. */
  waitForWatches(now: number, maxMs: number, signal: AbortSignal): Promise<void>
}

export type WatchKind = 'tempbox' | 'hubsoft' | 'milvus' | 'aviso'

export interface LeasedWatch {
  id: string
  chatId: string
  kind: WatchKind
  state: string
  lease: string
}

export interface TempboxMessage {
  id: string
  /** Written by an attendant, as the system marks it; what we relayed may come back marked so too. */
  fromAttendant: boolean
  author: string | undefined
  text: string
  hasFile: boolean
}

export interface TempboxConversation {
  /** `closed` when it is concluded, `absent` when the contact's listing no longer holds it. */
  state: 'open' | 'closed' | 'absent'
  /** The listing says that nobody has begun it: who is named there was only chosen for it. */
  waiting: boolean
  /** Who is named there, ourselves excepted. */
  atendente?: Atendente
}

/** `key` tells attendants apart; `nome` is a first name, empty where it is not known. */
export interface Atendente {
  key: string
  nome: string
}

export interface TempboxEmAberto {
  atendente?: Atendente
  /** Messages of attendants that hold a file, oldest first. */
  arquivos: readonly TempboxMessage[]
}

/** TempBox, as the watcher needs it. */
export interface TempboxReader {
  /** Messages of one atendimento, oldest first. */
  readMensagens(atendimento: string): Promise<readonly TempboxMessage[]>
  readState(contato: string, atendimento: string): Promise<TempboxConversation>
  /**
   * What the company-wide listings of open conversations tell of this one, read at most `maxAgeMs` ago: attendants'
   * files stand there alone.
   */
  readEmAberto(atendimento: string, maxAgeMs: number): Promise<TempboxEmAberto>
}

/** An atendimento as the watcher sees it. Times are milliseconds since the epoch. */
export interface WatchedAtendimento {
  idAtendimento: number
  status: string
  aberto: boolean
  /** Closing words of the staff; public or not as its messages are. */
  fechamento?: string
  /** Neither author nor public flag: which are for the customer is the provider's convention. */
  mensagens: readonly { id: number; texto: string; em?: number }[]
  /** Scheduled visits; absent where this reading does not tell of them. */
  visitas?: readonly { id: number; inicio: number; fim?: number }[]
  /** Whether the listing says that there is an open ordem de serviço. */
  temOrdemAberta?: boolean
}

/** HubSoft, as the watcher needs it. Each method is one call; failures are `AppError`s. */
export interface HubsoftReader {
  /** One page (the first is 0) of the whole tenant's atendimentos created on a day (`YYYY-MM-DD`), messages included. */
  readCreatedOn(dia: string, pagina: number): Promise<{ atendimentos: readonly WatchedAtendimento[]; ultimaPagina: number | undefined }>
  /** The newest 50 atendimentos of one service, open and closed, messages and visits included. */
  readOfServico(idClienteServico: number): Promise<readonly WatchedAtendimento[]>
  /** Calls that could be made now without anybody waiting. */
  spareCalls(): number
}

/** Customers' records, as the watcher needs them. */
export interface RecordReader {
  /** One call; `undefined` where there is none, or no service of it is left. Failures are `AppError`s. */
  findByCodigo(codigoCliente: number): Promise<Cliente | undefined>
}

/** A follow-up of a chamado as the watcher sees it. */
export interface WatchedAcompanhamento {
  pessoa: string
  texto: string
  /** As written by the system; part of what makes it one. */
  data: string
  /** Milliseconds since the epoch, where `data` can be read. */
  em?: number
  /** Not said counts as private. */
  privado: boolean
  excluido: boolean
}

/** Milvus, as the watcher needs it. */
export interface MilvusReader {
  /** Public follow-ups by technicians, as far as the system filters: to be checked again. */
  readAcompanhamentos(codigo: string): Promise<readonly WatchedAcompanhamento[]>
  /** One page (the first is 1) of all chamados with their status, the newest first. */
  readStatus(pagina: number): Promise<{ chamados: readonly { codigo: string; status: string }[]; cheia: boolean }>
}
