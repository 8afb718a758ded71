import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { orNothing, wireId, wireList, wireText } from '../../wire/values.js'
import { wireDone } from '../envelope.js'

const servico = z
  .object({
    id_cliente_servico: wireId,
    status_prefixo: orNothing(wireText),
    login: orNothing(wireText),
    phy_addr: orNothing(wireText),
    // What each of them holds is not written down; how many there are is enough.
    desbloqueios: wireList(z.unknown()).optional(),
  })
  .transform((wire) => ({
    idClienteServico: wire.id_cliente_servico,
    statusPrefixo: wire.status_prefixo ?? '',
    desbloqueios: wire.desbloqueios?.length ?? 0,
    ...(wire.login === undefined ? {} : { login: wire.login }),
    ...(wire.phy_addr === undefined ? {} : { phyAddr: wire.phy_addr }),
  }))

const dono = z
  .object({ codigo_cliente: wireId, servicos: wireList(servico).optional() })
  .transform((wire) => ({ codigoCliente: wire.codigo_cliente, servicos: wire.servicos ?? [] }))

/** The same route as `cliente.buscar`, for what the network and an unlock need and a conversation must not see. */
export const consultarServicos = defineCall({
  name: 'cliente.servicos',
  summary: 'Status, desbloqueios e login dos serviços de um cliente',
  source: 'hubsoft-api-2020.txt, 4.3; incluir_desbloqueios seen in integrations',
  method: 'GET',
  path: '/cliente',
  access: 'read',
  timeoutMs: 8_000,
  query: z.object({
    busca: z.enum(['codigo_cliente', 'id_cliente_servico']),
    termo_busca: z.number().int().positive(),
    limit: z.number().int().min(1).max(100).optional(),
    incluir_desbloqueios: z.enum(['sim', 'nao']).optional(),
  }),
  answer: z.object({ clientes: wireList(dono) }).transform(({ clientes }) => clientes),
  none: {
    saidAs: /^\s*(nenhum\s+(cliente|registro)\b|cliente(\(s\)|s)?\s+n[ãa]o\s+(foi\s+)?(encontrad|localizad))/iu,
    answer: { clientes: [] },
  },
})

const idClienteServico = z.number().int().positive()

export const desbloquearConfianca = defineCall({
  name: 'cliente.desbloqueioConfianca',
  summary: 'Desbloqueia em confiança um serviço suspenso, pelos dias que a regra do provedor permite',
  source: 'hubsoft-api-2020.txt, 4.4',
  method: 'POST',
  path: '/cliente/desbloqueio_confianca',
  access: 'write',
  timeoutMs: 8_000,
  body: z.object({ id_cliente_servico: idClienteServico, dias_desbloqueio: z.number().int().positive().optional() }),
  answer: z
    .object({ status: z.string().min(1), msg: orNothing(wireText) })
    .transform(({ msg }) => (msg === undefined ? {} : { mensagem: msg })),
})

/**
 * A GET that ends the session at the concentrator: a `write` in all but its method. Its sentences name the login, so
 * none of them leaves this call.
 */
export const solicitarDesconexao = defineCall({
  name: 'cliente.solicitarDesconexao',
  summary: 'Derruba a conexão de um serviço, para que o roteador conecte de novo',
  source: 'hubsoft-api-2020.txt, 4.5',
  method: 'GET',
  path: '/cliente/solicitar_desconexao/:id_cliente_servico',
  access: 'write',
  timeoutMs: 8_000,
  params: z.object({ id_cliente_servico: idClienteServico }),
  answer: wireDone,
})

export const resetarMac = defineCall({
  name: 'cliente.resetMac',
  summary: 'Esquece o endereço MAC gravado no serviço',
  source: 'hubsoft-api-2020.txt, 4.12',
  method: 'POST',
  path: '/cliente/reset_mac_addr',
  access: 'write',
  timeoutMs: 8_000,
  body: z.object({ id_cliente_servico: idClienteServico }),
  answer: wireDone,
})
