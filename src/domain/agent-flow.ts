/** Flows that the model may propose. What changes something still asks for the customer's own press. */
export const AGENT_FLOWS = [
  'problema',
  'faturas',
  'ja_paguei',
  'conexao',
  'desbloqueio',
  'chamados',
  'visitas',
  'planos',
  'menu',
  'encerrar',
] as const

export type AgentFlow = (typeof AGENT_FLOWS)[number]

/** The longest that a customer waits for the model in one turn; then the rules answer. */
export const AGENT_MS = 20_000
