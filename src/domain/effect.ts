import type { FileRef } from './file.js'
import type { NovoProspecto } from './prospecto.js'
import type { Origin } from './origin.js'

/**
 * Something to be done to the outside, decided by a turn and performed by the dispatcher alone.
 *
 *   intended ──▶ sent ──▶ confirmed
 *      ▲          │  ├──▶ rejected           (the other side said no)
 *      │          │  └──▶ unknown ──▶ reconciled   (read back and found)
 *      │          │          └──────▶ intended     (read back and absent, for certain)
 *      └──────────┘ (certainly had no effect)   any ──▶ dead (given up: kept for a person)
 *
 * Effects of one lane are performed one after the other, in the order they were decided.
 */
export type EffectState = 'intended' | 'sent' | 'unknown' | 'confirmed' | 'reconciled' | 'rejected' | 'dead'

/** One row of buttons is an array; `data` is at most 64 bytes (Telegram). */
export interface Button {
  label: string
  data: string
}

/**
 * What each kind of effect carries: ids and words, never a documento, a phone, a token or a URL. Only a prospecto, who
 * has no record to read them from, carries its own, erased with any final state.
 */
export interface EffectPayloads {
  /** `html` uses Telegram's HTML subset, everything foreign escaped, at most 4,096 characters. */
  'telegram.message': {
    html: string
    buttons?: Button[][]
    /** Ask for the sender's contact with Telegram's own button; `others` are plain text buttons below it. */
    contactButton?: { label: string; others: string[] }
    /** Take a reply keyboard away. */
    removeKeyboard?: boolean
    /** Nobody waits for it: answers go first. */
    notice?: boolean
  }
  'telegram.callback': { callbackId: string; text?: string }
  'telegram.clearButtons': { messageId: number }
  /** A group or channel, after the message of the same lane that says why. */
  'telegram.leaveChat': Record<never, never>
  'hubsoft.atendimento': {
    reference: string
    codigoCliente: number
    idClienteServico: number
    /** Begins with the reference. */
    descricao: string
    /** The tipo de atendimento by its description; unknown to the tenant → left out with a warning. */
    tipo?: string
    abrirOs: boolean
    /** Who asks, where the record's own name must not be used (level 1). */
    solicitante?: string
    parametros: Record<string, string>
    /** An earlier effect for the same reference was given up: look for what it may have done first. */
    again?: boolean
  }
  'hubsoft.mensagem': { reference: string; idAtendimento: number; idClienteServico: number; mensagem: string }
  'hubsoft.anexo': { idAtendimento: number; file: FileRef; fileName: string }
  'milvus.chamado': {
    reference: string
    codigoCliente: number
    /** Begins with the reference. */
    assunto: string
    descricao: string
    solicitante?: string
    mesa?: string
    setor?: string
    categoriaPrimaria?: string
    categoriaSecundaria?: string
    /** As above. */
    again?: boolean
  }
  'milvus.acompanhamento': { reference: string; codigo: string; descricao: string }
  'milvus.anexo': { codigo: string; file: FileRef; fileName: string }
  /** Unlock in confidence, for `dias` days; settled by reading the service's status and its desbloqueios. */
  'hubsoft.desbloqueio': { codigoCliente: number; idClienteServico: number; dias: number }
  /** Ends the session at the concentrator, so that the router connects anew. Never repeated by itself. */
  'hubsoft.reconexao': { codigoCliente: number; idClienteServico: number }
  /** Never repeated by itself. */
  'hubsoft.resetMac': { codigoCliente: number; idClienteServico: number }
  /** Reboots the customer's router (CPE), whose address is read at dispatch. Never repeated by itself. */
  'hubsoft.reinicioCpe': { codigoCliente: number; idClienteServico: number }
  /** Sends an invoice to what the record holds. Never repeated by itself. */
  'hubsoft.envioFatura': { codigoCliente: number; idFatura: number; por: 'email' | 'sms' | 'push' }
  /** Closes an atendimento at the customer's wish, with the rating (1 to 5) in the same PUT where there is one. */
  'hubsoft.fechamento': { idAtendimento: number; idClienteServico: number; descricao: string; avaliacao?: number }
  /**
   * A rating (1 to 5) of an atendimento that staff closed, and nothing else. The PUT is documented for open ones only, so
   * a refusal is expected. `reference` where it was opened here: its `parametros` are then ours to write.
   */
  'hubsoft.avaliacao': { idAtendimento: number; avaliacao: number; reference?: string }
  /** Gives a visit a time of its agenda; settled by reading the ordem's planned start. Milliseconds since the epoch. */
  'hubsoft.agendamento': {
    idClienteServico: number
    idOrdemServico: number
    idAgenda: number
    inicio: number
    fim: number
  }
  /** Sent with consent; settled by `prospecto?busca=`. `observacao` begins with the reference. */
  'hubsoft.prospecto': { reference: string } & NovoProspecto
  /** The invoice's PDF as a Telegram document: read from HubSoft and sent on, never stored. */
  'telegram.fatura': { codigoCliente: number; idFatura: number; idClienteServico: number; fileName: string; html: string }
  /** `codigoCliente` only at level 2: the contact may then be the record's phone. */
  'tempbox.abrir': { codigoCliente?: number }
  /**
   * `marker` stands first in the message and is unique in the conversation, e.g. `[Cliente 3]`. Behind the words goes a
   * link to `file`, made when it is sent.
   */
  'tempbox.mensagem': { atendimento: string; codigoCliente?: number; marker: string; mensagem: string; file?: FileRef }
  'tempbox.encerrar': { atendimento: string }
  /** To be written there later, local time `YYYY-MM-DDTHH:mm:ss`. Never repeated by itself. */
  'tempbox.agendar': { atendimento: string; marker: string; mensagem: string; quando: string }
  /** An attendant's file: its address is read at TempBox by the message's id, and never kept. `html` is the caption. */
  'telegram.arquivo': { atendimento: string; messageId: string; html: string }
}

export type EffectKind = keyof EffectPayloads

/** What a performed effect gives back to the conversation. */
export interface EffectResults {
  'telegram.message': { messageId: number }
  'telegram.callback': Record<never, never>
  'telegram.clearButtons': Record<never, never>
  'telegram.leaveChat': Record<never, never>
  'hubsoft.atendimento': { idAtendimento: number; protocolo: string }
  'hubsoft.mensagem': Record<never, never>
  'hubsoft.anexo': Record<never, never>
  'milvus.chamado': { codigo: string }
  'milvus.acompanhamento': Record<never, never>
  'milvus.anexo': Record<never, never>
  'hubsoft.desbloqueio': { mensagem?: string }
  'hubsoft.reconexao': Record<never, never>
  'hubsoft.resetMac': Record<never, never>
  'hubsoft.reinicioCpe': Record<never, never>
  'hubsoft.envioFatura': Record<never, never>
  'hubsoft.fechamento': Record<never, never>
  'hubsoft.avaliacao': Record<never, never>
  /** As the ordem reads afterwards; empty where it could not be read. */
  'hubsoft.agendamento': { inicio?: number; status?: string }
  'hubsoft.prospecto': Record<never, never>
  'telegram.fatura': { messageId: number }
  /** `numero`: the conversation's own number there, where the listing has one. */
  'tempbox.abrir': { atendimento: string; numero?: string }
  'tempbox.mensagem': Record<never, never>
  'tempbox.encerrar': Record<never, never>
  'tempbox.agendar': Record<never, never>
  'telegram.arquivo': { messageId: number }
}

/** An effect as a turn decides it. */
export type NewEffect = { [K in EffectKind]: NewEffectOf<K> }[EffectKind]

export interface NewEffectOf<K extends EffectKind> {
  /** From what is being done (draft id + kind + ordinal): the same thing decided twice is one effect. */
  id: string
  kind: K
  /** Effects of one lane go one after the other. A lane is of one chat. */
  lane: string
  payload: EffectPayloads[K]
  /** Whether the conversation hears what came of it (an `effectSettled` event). */
  notify: boolean
  /** Of what changes something in another system: for the audit record. */
  origin?: Origin
}

/** An effect in the hands of the one process that may perform it, until its lease ends. */
export interface LeasedEffect<K extends EffectKind = EffectKind> {
  id: string
  chatId: string
  kind: K
  lane: string
  state: 'intended' | 'unknown'
  payload: EffectPayloads[K]
  notify: boolean
  origin?: Origin | undefined
  /** How often it was tried before. */
  attempts: number
  /** When its outcome became unknown. */
  unknownSince: number | undefined
  /** How many reconciliations have found nothing since. */
  absences: number
  /** JSON left by `markSent` or an earlier settlement. */
  progress: string | undefined
  createdAt: number
  lease: string
}
