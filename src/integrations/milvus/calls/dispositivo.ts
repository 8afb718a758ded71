import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { list, number, record, text as wireText } from '../../wire/record.js'
import { idInPath, lista, only, text } from '../wire.js'
import { deviceFields, deviceShape } from './dispositivo-campos.js'

const id = z.number().int().positive()

export const criarDispositivo = defineCall({
  name: 'dispositivo.criar',
  summary: 'Cria um dispositivo; responde o id',
  source: 'milvus-api.txt, Dispositivos, criaDispositivo',
  method: 'POST',
  path: '/dispositivos/',
  access: 'write',
  timeoutMs: 8_000,
  body: only({
    ...deviceShape,
    apelido: text.describe('apelido'),
    cliente_id: id.describe('id do cliente, não o token'),
    hostname: text.describe('nome na rede'),
    tipo_dispositivo_id: id.describe('id do tipo de dispositivo'),
  }),
  answer: z
    .object({ dispositivo_id: z.union([z.number(), z.string().regex(/^\d+$/u).transform(Number)]) })
    .transform(({ dispositivo_id }) => ({ dispositivoId: dispositivo_id })),
})

export const editarDispositivo = defineCall({
  name: 'dispositivo.editar',
  summary: 'Edita um dispositivo',
  source: 'milvus-api.txt, Dispositivos, editarDispositivo',
  method: 'PUT',
  path: '/dispositivos/',
  access: 'write',
  timeoutMs: 8_000,
  body: only({ id: id.describe('id do dispositivo'), ...deviceShape }),
  // A bare sentence.
  answer: wireText,
})

export const excluirDispositivo = defineCall({
  name: 'dispositivo.excluir',
  summary: 'Exclui um dispositivo e o que depende dele',
  source: 'milvus-api.txt, Dispositivos, excluirDispositivo',
  method: 'DELETE',
  path: '/dispositivos/:id',
  access: 'write',
  timeoutMs: 8_000,
  params: z.object({ id: idInPath.describe('id do dispositivo') }),
  answer: wireText,
})

export const buscarDispositivo = defineCall({
  name: 'dispositivo.buscar',
  summary: 'Busca dispositivos por id, cliente, patrimônio ou número de série',
  source: 'milvus-api.txt, Dispositivos, buscarDispositivo; seen in integrations: lista',
  method: 'GET',
  path: '/dispositivos/buscar',
  access: 'read',
  timeoutMs: 15_000,
  // Without any of them every device would come, all its fields.
  query: only({
    id: idInPath.optional().describe('id do dispositivo'),
    cliente: idInPath.optional().describe('id do cliente, não o token'),
    patrimonio: text.optional().describe('patrimônio'),
    serial: text.optional().describe('número de série'),
  }).refine((query) => Object.values(query).some((value) => value !== undefined), { path: ['id'] }),
  // The document shows no answer: all that it shows of a device anywhere is read, and a bare list would do as well.
  answer: z.preprocess(
    (value) => (Array.isArray(value) ? { lista: value } : value),
    lista(record(deviceFields)),
  ),
})

export const listarTiposDispositivo = defineCall({
  name: 'dispositivo.listarTipos',
  summary: 'Lista os tipos de dispositivo',
  source: 'milvus-api.txt, Dispositivos, listarTipoDispositivo',
  method: 'GET',
  path: '/dispositivos/lista/tipo-dispositivo',
  access: 'read',
  timeoutMs: 15_000,
  answer: z.object({ lista: list(record({ id: number, descricao: wireText })) }).transform((wire) => wire.lista),
})

export const obterStatusDispositivo = defineCall({
  name: 'dispositivo.obterStatus',
  summary: 'Diz se um dispositivo está online',
  source: 'milvus-api.txt, Dispositivos, obterStatus',
  method: 'GET',
  path: '/dispositivos/status/:dispositivo_id',
  access: 'read',
  timeoutMs: 15_000,
  params: z.object({ dispositivo_id: idInPath.describe('id do dispositivo') }),
  answer: record({ hostname: wireText, status: wireText }),
})
