import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { flag, instant, list, number, record, text } from '../../wire/record.js'
import { orNothing, wireId, wireList, wireText } from '../../wire/values.js'
import { listUnder, pageUnder, said } from '../answers.js'
import { wireDone } from '../envelope.js'
import { documento } from '../whole/pieces.js'
import { inteiro, MEANING, termo } from './fields.js'

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

/** Its parameters are not named: one of them is the password of the Wi-Fi. */
const cpeWhole = record({
  id_cpe: number,
  phy_addr: text,
  data_ultima_atualizacao: instant,
  rx_signal: text,
  tx_signal: text,
  servicos: list(
    record({
      id_cliente: number,
      cliente: text,
      cpf_cnpj: documento,
      servico: text,
      status: text,
      id_cliente_servico: number,
      login: text,
    }),
  ),
})

export const listarCpes = defineCall({
  name: 'rede.cpes',
  summary: 'Uma página dos roteadores (CPEs) que o provedor gerencia, com os serviços de cada um',
  source: "the vendor's collection of 2024, Rede > CPE; seen in integrations",
  method: 'GET',
  path: '/rede/cpe/todos',
  access: 'read',
  use: 'achar o roteador do serviço',
  timeoutMs: 8_000,
  paging: { part: 'query', field: 'pagina', first: 0 },
  query: z.object({
    pagina: inteiro(0).describe(MEANING.pagina),
    itens_por_pagina: inteiro(20, 500).describe(`${MEANING.itens_por_pagina}, 20 a 500`),
    busca: z.enum(['login', 'phy_addr', 'id_cliente_servico']).optional().describe(MEANING.busca),
    termo_busca: termo.optional().describe(MEANING.termo_busca),
  }),
  answer: pageUnder('cpes', wireList(cpe)),
  whole: pageUnder('cpes', wireList(cpeWhole)),
  none: {
    saidAs: /^\s*(nenhum(a)?\s+(cpe|equipamento|registro)\b|equipamento\s+n[ãa]o\s+encontrad)/iu,
    answer: { cpes: [] },
  },
})

export const reiniciarCpe = defineCall({
  name: 'rede.reiniciarCpe',
  summary: 'Reinicia o roteador do cliente',
  source: "the vendor's collection of 2024, Rede > CPE; seen in integrations",
  method: 'POST',
  // Its neighbour that wipes the router is declared nowhere, so that nothing can make that call.
  path: '/rede/reiniciar_cpe/:phy_addr',
  access: 'write',
  use: 'reiniciar o roteador quando o cliente pede e confirma',
  timeoutMs: 8_000,
  params: z.object({ phy_addr: phyAddr.describe('Número de série ou MAC do roteador') }),
  answer: wireDone,
  whole: said({}),
})

const EQUIPAMENTO = {
  id_equipamento: number,
  nome: text,
  ipv4: text,
  ipv6: text,
  modelo: text,
  fabricante: text,
}

const equipamento = record(EQUIPAMENTO)

const INTERFACE = { id_interface_conexao: number, nome: text, descricao: text, tipo: text, equipamento_conexao: equipamento }

/** With what the collection of 2024 adds. */
const equipamentoInteiro = record({
  ...EQUIPAMENTO,
  tipo: text,
  autentica_radius: flag,
  interfaces: list(record({ ...INTERFACE, interface_conexao_roteamento: record(INTERFACE) })),
})

const ofTheNetwork = { method: 'GET', access: 'read', timeoutMs: 15_000 } as const

export const listarEquipamentos = defineCall({
  ...ofTheNetwork,
  name: 'rede.equipamentos',
  summary: 'Equipamentos de conexão do provedor',
  source: 'hubsoft-api-2020.txt, 9.1',
  path: '/rede/equipamento',
  answer: listUnder(['equipamentos'], equipamentoInteiro),
})

export const listarPops = defineCall({
  ...ofTheNetwork,
  name: 'rede.pops',
  summary: 'POPs e os equipamentos de cada um',
  source: 'hubsoft-api-2020.txt, 9.2',
  path: '/rede/pop',
  answer: listUnder(['pops'], record({ id_pop: number, nome: text, equipamentos: list(equipamento) })),
})

export const listarZonas = defineCall({
  ...ofTheNetwork,
  name: 'rede.zonasAtendimento',
  summary: 'Zonas de atendimento e as interfaces de conexão de cada uma',
  source: 'hubsoft-api-2020.txt, 9.3',
  path: '/rede/zona_atendimento',
  answer: listUnder(
    ['zonas_atendimento'],
    record({
      id_zona_atendimento: number,
      nome: text,
      descricao: text,
      interfaces: list(record(INTERFACE)),
    }),
  ),
})
