import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { orNothing, wireId, wireList, wireText } from '../../wire/values.js'
import { wireDone } from '../envelope.js'

/** A serial number or a MAC address. */
const phyAddr = z.string().regex(/^[\w:.-]{4,64}$/u)

const cpe = z
  .object({
    phy_addr: orNothing(wireText),
    servicos: wireList(z.object({ id_cliente_servico: orNothing(wireId) })).optional(),
  })
  .transform((wire) => ({
    phyAddr: wire.phy_addr,
    servicos: (wire.servicos ?? []).map(({ id_cliente_servico: id }) => id),
  }))

export const listarCpes = defineCall({
  name: 'rede.cpes',
  summary: 'Roteadores (CPEs) que o provedor gerencia, com os serviços de cada um',
  source: "the vendor's collection of 2024, Rede > CPE; seen in integrations",
  method: 'GET',
  path: '/rede/cpe/todos',
  access: 'read',
  timeoutMs: 8_000,
  query: z.object({
    pagina: z.number().int().min(0),
    itens_por_pagina: z.number().int().min(20).max(500),
    busca: z.enum(['login', 'phy_addr', 'id_cliente_servico']).optional(),
    termo_busca: z.union([z.string().min(1), z.number()]).optional(),
  }),
  answer: z.object({ cpes: wireList(cpe) }).transform(({ cpes }) => cpes),
  none: {
    saidAs: /^\s*(nenhum(a)?\s+(cpe|equipamento|registro)\b|equipamento\s+n[ãa]o\s+encontrad)/iu,
    answer: { cpes: [] },
  },
})

export const reiniciarCpe = defineCall({
  name: 'rede.reiniciarCpe',
  summary: 'Reinicia o roteador do cliente (restaurar_cpe, que o apaga, não é para conversas)',
  source: "the vendor's collection of 2024, Rede > CPE; seen in integrations",
  method: 'POST',
  path: '/rede/reiniciar_cpe/:phy_addr',
  access: 'write',
  timeoutMs: 8_000,
  params: z.object({ phy_addr: phyAddr }),
  answer: wireDone,
})
