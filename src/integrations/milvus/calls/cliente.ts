import { z } from 'zod'

import { defineCall } from '../../http/call.js'

const cliente = z
  .object({
    token: z.string().nullish(),
    cnpj_cpf: z.union([z.string(), z.number()]).nullish(),
  })
  .transform((wire) => ({ token: (wire.token ?? '').trim(), documento: String(wire.cnpj_cpf ?? '') }))

export const buscarCliente = defineCall({
  name: 'cliente.buscar',
  summary: 'Busca clientes por documento; sem ele lista todos',
  source: 'milvus-api.txt, Cliente, ListarCliente',
  method: 'GET',
  path: '/cliente/busca',
  access: 'read',
  timeoutMs: 15_000,
  // Optional there, required here: without it the whole base comes.
  query: z.object({ documento: z.string().min(11) }),
  answer: z.object({ lista: z.array(cliente).nullable() }).transform(({ lista }) => lista ?? []),
})
