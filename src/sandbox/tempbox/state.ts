import { randomUUID } from 'node:crypto'

import { Changes } from '../changes.js'
import type { Landings } from '../landings.js'

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
  /** Milliseconds since the epoch. */
  inicio: number
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
}

/** What this TempBox holds. */
export class TempboxState {
  readonly conversations: Conversation[] = []
  readonly changes = new Changes()
  tokenValid = true
  /** Messages sent with an `Atendente` come back marked as an attendant's (docs/errata.md). */
  marksRelayedAsAttendant = true
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
      inicio: this.now(),
      mensagens: [],
    }
    this.conversations.push(conversation)
    this.landed('atendimento', conversation, 'conversa aberta')
    return conversation
  }

  say(
    conversation: Conversation,
    message: Pick<ConversationMessage, 'texto' | 'de' | 'autor' | 'marcadaAtendente'>,
  ): void {
    this.#count += 1
    conversation.mensagens.push({ ...message, id: randomUUID(), numero: this.#count, em: this.now() })
    const who = message.de === 'bot' ? 'bot repassou' : `${message.autor} escreveu`
    this.landed('mensagem', conversation, `${who}: ${message.texto.replace(/\s+/gu, ' ').slice(0, 200)}`)
  }

  close(conversation: Conversation, by: string): void {
    Object.assign(conversation, { concluido: true })
    this.landed('encerramento', conversation, `encerrada (${by})`)
  }

  byId(atendimento: unknown): Conversation | undefined {
    return this.conversations.find((conversation) => conversation.atendimento === atendimento)
  }

  landed(kind: string, conversation: Conversation, text: string): void {
    this.landings.record('TempBox', kind, `atendimento ${conversation.numero} · ${text}`)
    this.changes.notify()
  }
}
