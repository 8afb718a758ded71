import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { text } from '../../wire/record.js'
import { orNothing, wireId, wireList, wireText } from '../../wire/values.js'
import { said } from '../answers.js'
import { wireDone } from '../envelope.js'
import { NO_CLIENT } from './cliente.js'
import { id, inteiro, MEANING, simNao } from './fields.js'

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
  inner: true,
  use: 'saber se o desbloqueio é possível, e de que login e roteador é a conexão',
  timeoutMs: 8_000,
  query: z.object({
    busca: z.enum(['codigo_cliente', 'id_cliente_servico']).describe(MEANING.busca),
    termo_busca: id.describe(MEANING.termo_busca),
    limit: inteiro(1, 100).optional().describe(`${MEANING.limit}, 1 a 100`),
    incluir_desbloqueios: simNao.optional().describe('Se traz os desbloqueios em confiança dos serviços'),
  }),
  answer: z.object({ clientes: wireList(dono) }).transform(({ clientes }) => clientes),
  none: NO_CLIENT,
})

const doServico = { id_cliente_servico: id.describe(MEANING.id_cliente_servico) }

export const desbloquearConfianca = defineCall({
  name: 'cliente.desbloqueioConfianca',
  summary: 'Desbloqueia em confiança um serviço suspenso, pelos dias que a regra do provedor permite',
  source: 'hubsoft-api-2020.txt, 4.4',
  method: 'POST',
  path: '/cliente/desbloqueio_confianca',
  access: 'write',
  use: 'desbloquear o serviço quando o cliente pede e confirma',
  timeoutMs: 8_000,
  body: z.object({
    ...doServico,
    dias_desbloqueio: id.optional().describe('Dias a partir de hoje; sem eles, 1. A regra do provedor limita'),
  }),
  answer: z
    .object({ status: z.string().min(1), msg: orNothing(wireText) })
    .transform(({ msg }) => (msg === undefined ? {} : { mensagem: msg })),
  whole: said({}),
})

/**
 * A GET that ends the session at the concentrator: a `write` in all but its method. Its sentences name the login, so
 * none of them reaches a conversation.
 */
export const solicitarDesconexao = defineCall({
  name: 'cliente.solicitarDesconexao',
  summary: 'Derruba a conexão de um serviço, para que o roteador conecte de novo',
  source: 'hubsoft-api-2020.txt, 4.5',
  method: 'GET',
  path: '/cliente/solicitar_desconexao/:id_cliente_servico',
  access: 'write',
  use: 'reconectar o serviço quando o cliente pede e confirma',
  timeoutMs: 8_000,
  params: z.object(doServico),
  answer: wireDone,
  whole: said({ login: text }),
})

export const resetarMac = defineCall({
  name: 'cliente.resetMac',
  summary: 'Esquece o endereço MAC gravado no serviço',
  source: 'hubsoft-api-2020.txt, 4.12',
  method: 'POST',
  path: '/cliente/reset_mac_addr',
  access: 'write',
  use: 'liberar um roteador novo quando o cliente pede e confirma',
  timeoutMs: 8_000,
  body: z.object(doServico),
  answer: wireDone,
  whole: said({}),
})
