import { tool } from 'langchain'
import { z } from 'zod'

import type { AgentTools } from '../../conversation/agent.js'
import type { Reads } from './reads.js'

/** The session's own visits. */
export function createVisitasTool(tools: AgentTools, reads: Reads) {
  return tool(async () => reads.read(() => tools.visitas()), {
    name: 'visitas',
    description: 'Visitas técnicas agendadas do cliente desta conversa. Sem argumentos.',
    schema: z.object({}),
  })
}
