import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { instant, number, record, text } from '../../wire/record.js'
import {
  filterText,
  idInPath,
  isDescending,
  isPaginate,
  only,
  page,
  pagina,
  paging,
  totalRegistros,
} from '../wire.js'
import { listedFields } from './dispositivo-campos.js'

/** All that these listings take besides their filter. */
const query = only({
  is_paginate: isPaginate,
  is_descending: isDescending,
  order_by: z.enum(['id', 'nome']).optional().describe('ordem; sem dizer, pela descrição'),
  total_registros: totalRegistros(1_000),
  pagina,
})

export const listarDispositivos = defineCall({
  name: 'dispositivo.listar',
  summary: 'Lista dispositivos por filtro',
  source: 'milvus-api.txt, Dispositivos, listagemDispositivos',
  method: 'POST',
  path: '/dispositivos/listagem',
  access: 'read',
  retry: 'once',
  paced: 'listagem',
  // Long enough to wait for its minute.
  timeoutMs: 90_000,
  query,
  body: only({
    filtro_body: only({
      tipo_dispositivo_id: z.number().int().positive().optional().describe('id do tipo de dispositivo'),
      hostname: filterText.optional().describe('nome na rede'),
      apelido: filterText.optional().describe('apelido'),
      ip_interno: filterText.optional().describe('IP interno'),
      ip_externo: filterText.optional().describe('IP externo'),
      macaddress: filterText.optional().describe('endereço MAC'),
      usuario_logado: filterText.optional().describe('usuário que entrou'),
      data_criacao: z
        .string()
        .regex(/^(\d{2}\/\d{2}\/\d{4})?$/u)
        .optional()
        .describe('dia da criação, DD/MM/AAAA'),
    })
      .prefault({})
      .describe('filtro; vazio são todos'),
  }),
  paging,
  answer: page(record(listedFields)),
})

const dispositivo = z.object({ dispositivo_id: idInPath.describe('id do dispositivo') })

export const listarLogsDispositivo = defineCall({
  name: 'dispositivo.logs',
  summary: 'Lista o que mudou em um dispositivo',
  source: 'milvus-api.txt, Dispositivos, buscaLogsPorDispositivo',
  method: 'GET',
  path: '/dispositivos/logs/:dispositivo_id',
  access: 'read',
  timeoutMs: 15_000,
  params: dispositivo,
  query,
  paging,
  answer: page(record({ data_criacao: instant, log: text.transform(withoutKeys) })),
})

export const listarSoftwaresDispositivo = defineCall({
  name: 'dispositivo.softwares',
  summary: 'Lista os softwares instalados em um dispositivo',
  source: 'milvus-api.txt, Dispositivos, softwaresDispositivos',
  method: 'GET',
  path: '/dispositivos/softwares/:dispositivo_id',
  access: 'read',
  timeoutMs: 15_000,
  params: dispositivo,
  query,
  paging,
  // `key_licenca` is not named here.
  answer: page(
    record({ chaveRegistro: text, software_geral_id: number, versao: text, descricao: text, empresa: text }),
  ),
})

/**
 * A sentence of the log without the keys and passwords that it tells: everything between brackets where it speaks of
 * one, and whatever looks like a licence key.
 */
function withoutKeys(log: string): string {
  const told = /licen[çc]a|chave|serial|senha/iu.test(log) ? log.replace(/\[[^\]]+\]/gu, '[…]') : log
  return told.replace(/\b[A-Z\d]{5}(?:-[A-Z\d]{5}){3,}\b/giu, '…')
}
