import type { Routing } from '../domain/routing.js'
import type { Logger } from '../lib/logger.js'
import type { Tagger } from '../lib/tags.js'
import type { Agent } from './agent.js'
import type { Catalogue } from './messages.js'
import type { OpeningHours } from './opening-hours.js'
import type {
  Agenda,
  Atendimentos,
  Chamados,
  Customers,
  Extratos,
  Faturas,
  Files,
  KnowledgeBase,
  OrdensServico,
  Planos,
} from './ports.js'

/** What the conversation reads from, and what it is told of its surroundings. */
export interface ConversationDeps {
  /** May be others from one turn to the next, never within one: the engine sees to it. */
  prompts: {
    /** Changes with any byte of what operators tune. */
    version: string
    messages: Catalogue
    routing: Routing
    /** What the model is told, decided by and looking at a picture. */
    modelo: { agente: string; imagem: string }
    provider: {
      manutencao?: { ativa: boolean; texto: string } | undefined
      /** Hours as `22:00`, in which nobody is written to unasked. */
      silencio?: { inicio: string; fim: string } | undefined
      /** When people attend; absent is always. */
      atendimento_humano?: (OpeningHours & { espera_minutos: number; aviso?: string | undefined }) | undefined
      retencao: Retencao
      /** How long a silence in the middle of something lasts before a nudge; 0 for none. */
      lembrete_minutos: number
      /** What may be said of the provider itself. */
      nome?: string
      telefones?: readonly string[]
      horario?: string
      emergencia?: { texto: string } | undefined
    }
  }
  customers: Customers
  atendimentos: Atendimentos
  faturas: Faturas
  ordens: OrdensServico
  agenda: Agenda
  planos: Planos
  extratos: Extratos
  /** Absent without Milvus. */
  chamados: Chamados | undefined
  /** Absent without Milvus: then no knowledge base, and tickets go to HubSoft alone. */
  knowledge: KnowledgeBase | undefined
  files: Files
  /** Absent where no model is configured. */
  agent?: Agent | undefined
  tag: Tagger
  milvus: boolean
  /**
   * Characters of URL-encoded JSON that one relayed message may take, so that no TempBox URL passes 2,000;
   * absent without TempBox: then a hand-over becomes a ticket.
   */
  relayBudget: number | undefined
  /** Whether people get a link to a customer's file with the note that tells of it. */
  fileLinks: boolean
  logger: Logger
}

/** How long what is kept of a conversation is kept after its customer's last word. */
export interface Retencao {
  conversa_dias: number
  rascunho_horas: number
}
