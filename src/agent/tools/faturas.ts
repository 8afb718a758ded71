import { tool } from 'langchain'
import { z } from 'zod'

import type { AgentTools } from '../../conversation/agent.js'
import type { Reads } from './reads.js'

/** The session's own invoices. */
export function createFaturasTool(tools: AgentTools, reads: Reads) {
  return tool(async () => reads.read(() => tools.faturas()), {
    name: 'faturas',
    description: 'Faturas em aberto do cliente desta conversa: valor e vencimento. Sem argumentos.',
    schema: z.object({}),
  })
}
