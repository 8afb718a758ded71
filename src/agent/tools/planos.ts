import { tool } from 'langchain'
import { z } from 'zod'

import type { AgentTools } from '../../conversation/agent.js'
import type { Reads } from './reads.js'

/** The plans sold where a CEP is. */
export function createPlanosTool(tools: AgentTools, reads: Reads) {
  return tool(
    async ({ cep }) => {
      const digits = reads.argument(cep).replace(/\D/gu, '')
      if (digits.length !== 8) return 'Falta um CEP de 8 dígitos: pergunte ao cliente.'
      return reads.read(() => tools.planos(digits))
    },
    {
      name: 'planos',
      description: 'Planos à venda em um CEP que o cliente informou.',
      schema: z.object({ cep: z.string().min(1).describe('O CEP, ou a marca que está no lugar dele, como [CEP_1].') }),
    },
  )
}
