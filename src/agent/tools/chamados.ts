import { tool } from 'langchain'
import { z } from 'zod'

import type { AgentTools } from '../../conversation/agent.js'
import type { Reads } from './reads.js'

/** The session's own open tickets. */
export function createChamadosTool(tools: AgentTools, reads: Reads) {
  return tool(async () => reads.read(() => tools.chamados()), {
    name: 'chamados',
    description: 'Chamados abertos do cliente desta conversa e o andamento deles. Sem argumentos.',
    schema: z.object({}),
  })
}
