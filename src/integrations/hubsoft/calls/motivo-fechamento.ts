import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { orNothing, wireFlag, wireList, wireText } from '../../wire/values.js'

const motivo = z
  .object({ descricao: orNothing(wireText), ativo: orNothing(wireFlag) })
  .transform((wire) => ({ descricao: wire.descricao ?? '', ativo: wire.ativo ?? true }))

export const listarMotivosFechamento = defineCall({
  name: 'configuracao.motivoFechamento',
  summary: 'Motivos de fechamento de um tipo de atendimento',
  source: 'seen in integrations, catalogues',
  method: 'GET',
  path: '/configuracao/motivo_fechamento_atendimento',
  access: 'read',
  timeoutMs: 5_000,
  query: z.object({ id_tipo_atendimento: z.number().int().positive().optional() }),
  // The key is written nowhere: these are read off the names of the route and of the other catalogues.
  answer: z
    .union([
      z.object({ motivos_fechamento_atendimento: wireList(motivo) }),
      z.object({ motivo_fechamento_atendimento: wireList(motivo) }),
      z.object({ motivos_fechamento: wireList(motivo) }),
    ])
    .transform((wire) => Object.values(wire).flat()),
})
