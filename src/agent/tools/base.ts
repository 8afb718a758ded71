import { tool } from 'langchain'
import { z } from 'zod'

import type { AgentTools } from '../../conversation/agent.js'
import type { Reads } from './reads.js'

const MAX_QUESTION = 500

/** The provider's knowledge base. */
export function createBaseTool(tools: AgentTools, reads: Reads) {
  return tool(
    async ({ pergunta }) => reads.read(() => tools.perguntarBase(reads.argument(pergunta).slice(0, MAX_QUESTION))),
    {
      name: 'base_de_conhecimento',
      description: 'O que o provedor orienta sobre um assunto. Única fonte de procedimentos e orientações.',
      schema: z.object({ pergunta: z.string().min(1).describe('A dúvida do cliente, em uma frase.') }),
    },
  )
}
