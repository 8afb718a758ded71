import type { AgentFlow } from '../domain/agent-flow.js'

/**
 * The model, as a turn sees it: it reads and proposes, the conversation decides. Absent where none is configured; then,
 * and whenever it gives nothing in time, menus, rules and the knowledge base do the work.
 */
export interface Agent {
  /** What it makes of the customer's words. Never throws; takes no longer than `AGENT_MS` in all. */
  decide(request: AgentRequest, tools: AgentTools): Promise<AgentOutcome>
  /** Facts that a picture shows ("LED LOS vermelho"), for the ticket. Never throws. */
  look?(picture: AgentPicture): Promise<AgentFacts>
  /** What a voice message says. Never throws. */
  transcribe?(recording: AgentPicture): Promise<AgentFacts>
}

export interface AgentRequest {
  chatId: string
  /** What the model is told to be, of the version that the turn speaks with. */
  instrucoes: string
  versao: string
  level: 0 | 1 | 2
  /** The burst of new messages, as typed. */
  words: readonly string[]
  /** What was said before, oldest first; bounded by the session, the oldest part as `resumo`. */
  historico: readonly { quem: 'cliente' | 'bot' | 'equipe'; texto: string }[]
  resumo?: string
  /** What was asked last and waits for its answer, in a few words; `livre` where nothing is. */
  esperando: string
  /** The report under way, where there is one: what is known of it already. */
  relato?: { categoria?: string; palavras: readonly string[]; respostas: readonly { pergunta: string; resposta: string }[] }
  /** Protocolos and subjects of tickets that are open here. */
  abertos: readonly { protocolo: string; assunto: string }[]
  /** The operator's categories, with what triage asks. */
  categorias: readonly { id: string; rotulo: string; perguntas: readonly { id: string; texto: string; opcoes: readonly string[] }[] }[]
  /** Words of the record that must not leave (first name, service label): masked beside what looks like personal data. */
  privado: readonly string[]
  /** Numbers and dates that may be said without a tool's word: the provider's phones, hours, name. */
  conhecido: readonly string[]
}

/** Reads of this session's own customer; the level was checked, the identity never comes from the model. */
export interface AgentTools {
  /** The knowledge base's answer to a question; empty where it has none. */
  perguntarBase(pergunta: string): Promise<AgentRead>
  situacaoServico(): Promise<AgentRead>
  faturas(): Promise<AgentRead>
  chamados(): Promise<AgentRead>
  visitas(): Promise<AgentRead>
  planos(cep: string): Promise<AgentRead>
}

export type AgentRead =
  /** Facts in the provider's words, one a line. */
  | { kind: 'read'; texto: string }
  /** More has to be proved first: the model may only propose the flow, which asks for it. */
  | { kind: 'identificar' }
  | { kind: 'unavailable' }

export type AgentDecision =
  /** Facts read in this turn, in its words; checked against them before they are said. */
  | { tipo: 'responder'; texto: string }
  /** One question, where it is not clear what is wanted. */
  | { tipo: 'perguntar'; texto: string }
  /** `respostas` by the id of the category's questions: what the customer told already. */
  | { tipo: 'fluxo'; fluxo: AgentFlow; categoria?: string; respostas?: Readonly<Record<string, string>> }
  | { tipo: 'atendente' }
  /** The words are the answer to what was asked, or more words for the open ticket: the rules take them. */
  | { tipo: 'seguir' }

export type AgentOutcome =
  /** `fontes`: what tools said in this turn, for the check of facts; `versao`: of the prompts it came from. */
  | { kind: 'decided'; decision: AgentDecision; fontes: readonly string[]; versao: string; uso: AgentUse }
  /** Slow, down, over its limits, or nonsense: `why` is a word for log and metrics. */
  | { kind: 'unavailable'; why: string; uso: AgentUse }

export interface AgentUse {
  calls: number
  tokens: number
}

export interface AgentPicture {
  chatId: string
  /** What to look for in a picture. */
  instrucoes: string
  bytes: Uint8Array
  mime: string
}

export type AgentFacts = { kind: 'seen'; texto: string } | { kind: 'nothing' }
