import type { Reply } from '../http/route.js'
import { found } from './replies.js'

const OLT = { nome: 'OLT MODELO', ipv4: '192.0.2.100', ipv6: null, modelo: 'G-8', fabricante: 'INVENTADA' }
const CONCENTRADOR = { nome: 'CONCENTRADOR MODELO', ipv4: '192.0.2.98', ipv6: null, modelo: 'C-1', fabricante: 'INVENTADA' }
const EQUIPAMENTOS = [
  { id_equipamento: 1_410, ...OLT },
  { id_equipamento: 1_413, ...CONCENTRADOR },
]

/** `GET rede/equipamento`, `rede/pop` and `rede/zona_atendimento` (2020, 9). */
export const listEquipamentos = (): Reply => found({ equipamentos: EQUIPAMENTOS })

export const listPops = (): Reply =>
  found({
    pops: [
      { id_pop: 48, nome: 'POP MODELO', equipamentos: EQUIPAMENTOS },
      { id_pop: 52, nome: 'POP SEM EQUIPAMENTO', equipamentos: [] },
    ],
  })

export const listZonas = (): Reply =>
  found({
    zonas_atendimento: [
      {
        id_zona_atendimento: 12,
        nome: 'FIBRA - JARDIM MODELO',
        descricao: 'ROTA 1',
        interfaces: [
          { id_interface_conexao: 355, nome: 'PON5', descricao: null, tipo: 'gpon', equipamento_conexao: OLT },
        ],
      },
    ],
  })
