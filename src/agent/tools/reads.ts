import type { AgentRead } from '../../conversation/agent.js'
import type { Masking } from '../masking.js'
import { MAX_TOOL_CALLS, orTimeout, type Turn } from '../turn.js'

/** What every tool of one turn shares: the bound on reads, the masks, and what was read. */
export interface Reads {
  /** Reads once and says it to the model, masked and bounded; failures are said too, in fixed words. */
  read(work: () => Promise<AgentRead>): Promise<string>
  /** What the model wrote as an argument, with what was masked put back. */
  argument(text: string): string
  /** What was read in this turn, as it is. */
  readonly fontes: readonly string[]
}

/** Characters of one result; more of it is cut. */
const MAX_RESULT = 4_000

export function createReads(turn: Turn, masking: Masking): Reads {
  const fontes: string[] = []
  return {
    fontes,
    argument: (text) => masking.restore(text).trim(),
    read: async (work) => {
      if (turn.toolCalls >= MAX_TOOL_CALLS) return 'Limite de consultas desta mensagem: decida com o que já foi lido.'
      turn.toolCalls += 1
      let result: AgentRead
      try {
        result = await orTimeout(work(), turn.signal)
      } catch {
        // Told to the model as any read that could not be made; where the time is up, the turn ends by itself.
        result = { kind: 'unavailable' }
      }
      switch (result.kind) {
        case 'read': {
          const texto = result.texto.slice(0, MAX_RESULT).trim()
          if (texto === '') return 'Nada encontrado.'
          fontes.push(texto)
          return masking.said(texto)
        }
        case 'identificar':
          return 'O cliente ainda precisa se identificar: proponha o fluxo, que pede isso.'
        case 'unavailable':
          return 'Não foi possível consultar agora.'
        default:
          return result satisfies never
      }
    },
  }
}
