import { tool } from 'langchain'
import { z } from 'zod'

import type { AgentTools } from '../../conversation/agent.js'
import type { Reads } from './reads.js'

/** The state of the session's own service. */
export function createSituacaoServicoTool(tools: AgentTools, reads: Reads) {
  return tool(async () => reads.read(() => tools.situacaoServico()), {
    name: 'situacao_servico',
    description: 'Situação do serviço do cliente desta conversa: conexão, bloqueio, falha na região. Sem argumentos.',
    schema: z.object({}),
  })
}
