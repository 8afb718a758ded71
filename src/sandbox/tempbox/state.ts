import { randomUUID } from 'node:crypto'

import { Changes } from '../changes.js'
import type { Landings } from '../landings.js'
import { Attendants, type Attendant } from './attendants.js'

export interface Conversation {
  /** The key of every call. */
  atendimento: string
  numero: number
  contato: string
  plataforma: number
  codigoReferenciaCanal: string
  concluido: boolean
  iniciado: boolean
  /** Who attends it; absent while nobody took it. */
  atendente: string | undefined
  atendenteHash: string | undefined
  /** Milliseconds since the epoch. */
  inicio: number
  termino: number | undefined
  titulo: string
  observacoes: string
  categoria: number
  privado: boolean
  notificavel: boolean
  mensagens: ConversationMessage[]
}

export interface ConversationMessage {
  id: string
  numero: number
  texto: string
  /** As the listing tells it: what the bot relayed may be marked as an attendant's too. */
  marcadaAtendente: boolean
  /** Who really wrote it. */
  de: 'bot' | 'atendente'
  autor: string
  em: number
  /** An attendant's file, fetched at an address of its own. */
  anexo?: { fileName: string; bytes: Buffer }
}

/** Words to be written later, as asked for by `AgendarMensagem`. */
export interface ScheduledMessage {
  atendimento: string
  texto: string
  /** As it was given. */
  quando: string
}

/** Something that happened to a conversation, as the log of occurrences tells it. */
export interface Occurrence {
  atendimento: string
  texto: string
  em: number
}

/** What this TempBox holds. */
export class TempboxState {
  readonly conversations: Conversation[] = []
  readonly changes = new Changes()
  tokenValid = true
  /** Where it is served, for the addresses of files. */
  url = ''
  /** Messages sent with an `Atendente` come back marked as an attendant's (docs/errata.md). */
  marksRelayedAsAttendant = true
  readonly scheduled: ScheduledMessage[] = []
  readonly attendants = new Attendants()
  readonly occurrences: Occurrence[] = []
  /** Messages that the site's chat has been given. */
  readonly handedOut = new Set<string>()
  #count = 0

  constructor(
    readonly landings: Landings,
    readonly now: () => number,
  ) {}

  /** Opens a conversation of the contact, unless one is open on that plataforma. */
  open(contato: string, plataforma: number, codigoReferenciaCanal: string): Conversation {
    const known = this.conversations.find(
      (one) => one.contato === contato && one.plataforma === plataforma && !one.concluido,
    )
    if (known) return known
    this.#count += 1
    const conversation: Conversation = {
      atendimento: randomUUID(),
      numero: 9000 + this.#count,
      contato,
      plataforma,
      codigoReferenciaCanal,
      concluido: false,
      iniciado: false,
      atendente: undefined,
      atendenteHash: undefined,
      inicio: this.now(),
      termino: undefined,
      titulo: '',
      observacoes: '',
      categoria: 0,
      privado: false,
      notificavel: true,
      mensagens: [],
    }
    this.conversations.push(conversation)
    this.landed('atendimento', conversation, 'conversa aberta')
    return conversation
  }

  say(
    conversation: Conversation,
    message: Pick<ConversationMessage, 'texto' | 'de' | 'autor' | 'marcadaAtendente' | 'anexo'>,
  ): void {
    this.#count += 1
    conversation.mensagens.push({ ...message, id: randomUUID(), numero: this.#count, em: this.now() })
    const who = message.de === 'bot' ? 'bot repassou' : `${message.autor} escreveu`
    const file = message.anexo ? ` 📎 ${message.anexo.fileName}` : ''
    this.landed('mensagem', conversation, `${who}: ${message.texto.replace(/\s+/gu, ' ').slice(0, 200)}${file}`)
  }

  /** Makes it this attendant's. */
  attend(conversation: Conversation, { hash, nome }: Attendant): void {
    Object.assign(conversation, { iniciado: true, atendente: nome.split(' ')[0], atendenteHash: hash })
  }

  remove(conversation: Conversation): void {
    this.conversations.splice(this.conversations.indexOf(conversation), 1)
    this.landed('exclusão', conversation, 'conversa excluída')
  }

  close(conversation: Conversation, by: string): void {
    Object.assign(conversation, { concluido: true, termino: this.now() })
    this.landed('encerramento', conversation, `encerrada (${by})`)
  }

  schedule(conversation: Conversation, texto: string, quando: string): void {
    this.scheduled.push({ atendimento: conversation.atendimento, texto, quando })
    this.landed('agendamento', conversation, `agendada para ${quando}: ${texto.slice(0, 200)}`)
  }

  /** The file of a message, by the message's id. */
  anexoOf(id: unknown): ConversationMessage['anexo'] {
    return this.conversations.flatMap(({ mensagens }) => mensagens).find((message) => message.id === id)?.anexo
  }

  byId(atendimento: unknown): Conversation | undefined {
    const wanted = typeof atendimento === 'string' ? atendimento.toLowerCase() : ''
    return this.conversations.find((conversation) => conversation.atendimento === wanted)
  }

  landed(kind: string, conversation: Conversation, text: string): void {
    this.occurrences.push({ atendimento: conversation.atendimento, texto: `${kind}: ${text}`, em: this.now() })
    this.landings.record('TempBox', kind, `atendimento ${conversation.numero} · ${text}`)
    this.changes.notify()
  }
}
