import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { orNothing, wireFlag, wireId, wireList, wireText } from '../../wire/values.js'

const ativo = orNothing(wireFlag)

const tipo = z
  .object({ id_tipo_atendimento: wireId, descricao: orNothing(wireText), ativo })
  .transform((wire) => ({ id: wire.id_tipo_atendimento, descricao: wire.descricao ?? '', ativo: wire.ativo ?? true }))

const status = z
  .object({ id_atendimento_status: wireId, prefixo: orNothing(wireText), descricao: orNothing(wireText), ativo })
  .transform((wire) => ({
    id: wire.id_atendimento_status,
    prefixo: wire.prefixo ?? '',
    descricao: wire.descricao ?? '',
    ativo: wire.ativo ?? true,
  }))

export const listarTiposAtendimento = defineCall({
  name: 'configuracao.tipoAtendimento',
  summary: 'Tipos de atendimento do provedor',
  source: 'seen in integrations, catalogues',
  method: 'GET',
  path: '/configuracao/tipo_atendimento',
  access: 'read',
  timeoutMs: 5_000,
  answer: z.object({ tipos_atendimento: wireList(tipo) }).transform((wire) => wire.tipos_atendimento),
})

export const listarStatusAtendimento = defineCall({
  name: 'configuracao.statusAtendimento',
  summary: 'Status de atendimento do provedor',
  source: 'hubsoft-atendimento-2025.md, Criação de Atendimento, 2; seen in integrations, catalogues',
  method: 'GET',
  path: '/configuracao/status_atendimento',
  access: 'read',
  timeoutMs: 5_000,
  // The key is written nowhere: these two are read off the names of the route and of the other catalogue.
  answer: z
    .union([z.object({ status_atendimento: wireList(status) }), z.object({ atendimento_status: wireList(status) })])
    .transform((wire) => ('status_atendimento' in wire ? wire.status_atendimento : wire.atendimento_status)),
})
