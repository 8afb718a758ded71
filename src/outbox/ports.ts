import type { Atendimento } from '../domain/atendimento.js'
import type { Cliente } from '../domain/cliente.js'
import type { EffectPayloads, EffectState, LeasedEffect } from '../domain/effect.js'
import type { InboxEvent } from '../domain/event.js'
import type { FileRef } from '../domain/file.js'
import type { Horario, OrdemServico } from '../domain/ordem-servico.js'
import type { NovoProspecto, ProspectoVisto } from '../domain/prospecto.js'
import type { AuditRecord } from '../domain/record.js'

/** The store as the dispatcher sees it. Times are milliseconds since the epoch, given by the caller. */
export interface EffectStore {
  /**
   * Leases due effects (`intended` or `unknown`, due, first of their lane), oldest first. `sent` ones whose lease ran
   * out are handed out as `unknown`, with `unknownSince` now; `intended` ones as they were.
   */
  leaseEffects(request: { owner: string; now: number; leaseMs: number; limit: number }): Promise<readonly LeasedEffect[]>
  /**
   * Notes durably, right before a call that must not happen twice, that it is being made, with what a reconciliation
   * will need. False when the lease was lost: then the call must not be made.
   */
  markSent(effect: LeasedEffect, progress: string | undefined, now: number): Promise<boolean>
  /** When this chat was last forgotten (`TurnCommit.forget`), for nine days: what was decided before is dropped. */
  forgottenAt(chatId: string): Promise<number | undefined>
  /**
   * Records outcomes, frees the leases, appends the events; each settlement is one transaction. Those whose lease was
   * lost are passed over.
   */
  settle(batch: readonly Settlement[], now: number): Promise<void>
  /** Resolves when an effect may be due, at the latest after `maxMs`; never busy. */
  waitForEffects(now: number, maxMs: number, signal: AbortSignal): Promise<void>
}

export interface Settlement {
  effect: LeasedEffect
  /** The final states erase the payload, `dead` excepted: what a person needs to try again stays. */
  state: Exclude<EffectState, 'sent'>
  /** When to look at it again; for `intended` and `unknown`. */
  dueAt?: number
  attempts: number
  absences: number
  unknownSince?: number | undefined
  progress?: string | undefined
  /** Log-safe reason of the last failure. */
  error?: string | undefined
  /** The event that tells the conversation, of the effect's own chat, appended in the same transaction. */
  event?: InboxEvent
  /** Kept in the same transaction, of a final state of what has an origin. */
  audit?: AuditRecord
}

/** Telegram, as the dispatcher needs it. Every failure is an `AppError`; pace is kept inside. */
export interface Messenger {
  /** `never` + `chat-gone` when the chat is blocked or deleted; `rate-limited` with `retryAfterMs`. */
  sendMessage(chatId: string, message: EffectPayloads['telegram.message']): Promise<{ messageId: number }>
  /** A query too old to be answered is success. */
  answerCallback(callbackId: string, text: string | undefined): Promise<void>
  /** "Message is not modified" is success. */
  clearButtons(chatId: string, messageId: number): Promise<void>
  /** Not being in it any more is success. */
  leaveChat(chatId: string): Promise<void>
  /** `html` is the caption, at most 1,024 characters. The stream is read once, whatever becomes of the call. */
  sendDocument(chatId: string, document: { upload: Stream; html: string }): Promise<{ messageId: number }>
}

/** A file on its way, its length unknown until its end; the stream fails when it is cut. */
export interface Stream {
  fileName: string
  stream: AsyncIterable<Uint8Array>
}

export interface FileSource {
  /** Opens a file for reading from its first byte. `size` is exact. The stream fails when the download is cut. */
  open(file: FileRef): Promise<{ size: number; mime: string | undefined; stream: AsyncIterable<Uint8Array> }>
}

/** Links under which people may fetch a customer's file. Each is a capability: sent once, kept nowhere. */
export interface FileLinks {
  /** How long one is good for. */
  days: number
  /** A new one; absent where the file's id would make it too long. It dies with what `chatId` had before `/esquecer`. */
  mint(link: { file: FileRef; chatId: string; issuedAt: number }): string | undefined
}

export interface Upload {
  fileName: string
  mime: string | undefined
  size: number
  stream: AsyncIterable<Uint8Array>
}

/** HubSoft, as the dispatcher needs it. */
export interface HubsoftDesk {
  findByCodigo(codigoCliente: number): Promise<Cliente | undefined>
  /** The id of the tipo de atendimento with this description (case and accents aside), from a catalogue kept for a while. */
  findTipoAtendimento(descricao: string): Promise<number | undefined>
  criarAtendimento(input: {
    idClienteServico: number
    descricao: string
    nome: string
    telefone: string
    email?: string
    idTipoAtendimento?: number
    abrirOs: boolean
    parametros: Record<string, string>
  }): Promise<{ idAtendimento: number; protocolo: string }>
  /** The service's atendimentos, open and closed, newest first, at most 50, with their mensagens when asked. */
  listAtendimentos(idClienteServico: number, options: { mensagens: boolean }): Promise<readonly Atendimento[]>
  adicionarMensagem(idAtendimento: number, mensagem: string): Promise<void>
  /** One file a call, as `files[0]`. */
  adicionarAnexo(idAtendimento: number, upload: Upload): Promise<void>
  /** What an unlock changes, read now; absent where the record has the service no longer. */
  findSituacao(codigoCliente: number, idClienteServico: number): Promise<Situacao | undefined>
  /** The rules are the provider's own: its refusal's sentence is for the customer. `mensagem` is the success's. */
  desbloquearConfianca(idClienteServico: number, dias: number): Promise<{ mensagem?: string }>
  solicitarDesconexao(idClienteServico: number): Promise<void>
  resetarMac(idClienteServico: number): Promise<void>
  /** The address of the service's router, where the provider knows exactly one. */
  findCpe(codigoCliente: number, idClienteServico: number): Promise<string | undefined>
  reiniciarCpe(phyAddr: string): Promise<void>
  /** Whether the invoice is among the customer's last 50. */
  hasFatura(codigoCliente: number, idFatura: number): Promise<boolean>
  /** To what the record holds, and nowhere else. */
  enviarFatura(idFatura: number, por: 'email' | 'sms' | 'push'): Promise<void>
  /** Opens the PDF of one of the service's invoices. What is not one by its first bytes is a `bad-answer`. */
  openPdf(fatura: { idClienteServico: number; idFatura: number }): Promise<Pdf>
  /** The service's visits, open and recent. */
  listByServico(idClienteServico: number): Promise<readonly OrdemServico[]>
  /** Free times of the agenda, from the day of `inicio` on, the soonest first. */
  listHorarios(idAgenda: number, inicio: number, dias: number): Promise<readonly Horario[]>
  /** Gives a visit another time. */
  reagendarVisita(visita: { idOrdemServico: number; inicio: number; fim: number }): Promise<void>
  /** Confirms the time that an ordem awaiting its schedule holds; some versions take the one given. */
  agendarVisita(visita: { idOrdemServico: number; inicio: number; fim: number }): Promise<void>
  /** A known documento is refused; the refusal's sentence names another person. */
  criarProspecto(input: NovoProspecto): Promise<void>
  /** By name or razão social, the only search there is. */
  findProspectos(nome: string): Promise<readonly ProspectoVisto[]>
  /** Closes it with all its ordens de serviço; nothing opens it again. */
  fecharAtendimento(input: { idAtendimento: number; descricao: string; avaliacao?: number }): Promise<void>
  /** The rating alone, of one that is closed; most versions refuse that. */
  avaliarAtendimento(input: { idAtendimento: number; avaliacao: number; reference?: string }): Promise<void>
}

export interface Situacao {
  idClienteServico: number
  statusPrefixo: string
  /** How many unlocks in confidence the service ever had. */
  desbloqueios: number
}

export type Pdf =
  /** `discard` ends the download, read or not. */
  | { kind: 'pdf'; stream: AsyncIterable<Uint8Array>; discard: () => void }
  /** No such invoice of this service, or one that has no PDF (a debit from the account). */
  | { kind: 'none'; why: 'sem-fatura' | 'sem-pdf' }

export type Anexo =
  /** `fileName` as the attendant's system has it. The stream fails when it is cut, hangs or is over 50 MB. */
  | { kind: 'anexo'; fileName: string; stream: AsyncIterable<Uint8Array>; discard: () => void }
  /** The listings show no file of that message. */
  | { kind: 'none' }

export interface ChamadoVisto {
  codigo: string
  assunto: string
}

/** Milvus, as the dispatcher needs it. */
export interface MilvusDesk {
  /** Clients whose document equals `documento` exactly (matched locally). */
  findClientes(documento: string): Promise<readonly { token: string }[]>
  criarChamado(input: {
    clienteToken: string
    assunto: string
    descricao: string
    contato: string
    email?: string
    telefone?: string
    mesa?: string
    setor?: string
    categoriaPrimaria?: string
    categoriaSecundaria?: string
  }): Promise<{ codigo: string }>
  /**
   * The newest chamados of any status and any client, newest first, as they were at `notBefore` or later: one listing
   * at most, shared by all who ask. `complete` where all that were opened since `since` are certainly among them. Like
   * `listOfCliente`, `rate-limited` with `retryAfterMs` when no listing may be made now: that proves nothing.
   */
  listNewest(asked: { since: number; notBefore: number }): Promise<{ chamados: readonly ChamadoVisto[]; complete: boolean }>
  /** A client's chamados of any status, newest first: one listing. */
  listOfCliente(clienteToken: string): Promise<readonly ChamadoVisto[]>
  criarAcompanhamento(codigo: string, descricao: string): Promise<void>
  listAcompanhamentos(codigo: string): Promise<readonly { texto: string }[]>
  criarAnexo(codigo: string, upload: Upload): Promise<void>
}

/** TempBox, as the dispatcher needs it. `contato` is the end customer's id or phone there. */
export interface TempboxDesk {
  criarPorContato(contato: string): Promise<void>
  /** Atendimentos of the contact on our own plataforma (all of them where none is configured). */
  listAtendimentos(contato: string): Promise<readonly { atendimento: string; concluido: boolean; numero?: string }[]>
  enviarMensagem(input: { atendimento: string; contato: string; mensagem: string }): Promise<void>
  /** Length of the URL that this message would make. */
  urlLength(input: { atendimento: string; contato: string; mensagem: string }): number
  listMensagens(atendimento: string): Promise<readonly { texto: string }[]>
  encerrar(atendimento: string): Promise<void>
  /** `quando` is local time, `YYYY-MM-DDTHH:mm:ss`. */
  agendarMensagem(input: { atendimento: string; mensagem: string; quando: string }): Promise<void>
  /** The file of an attendant's message, opened where the listing says that it is now. */
  openAnexo(atendimento: string, messageId: string): Promise<Anexo>
}

