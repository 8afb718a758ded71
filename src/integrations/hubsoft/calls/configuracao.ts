import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { flag, list, number, record, text } from '../../wire/record.js'
import { orNothing, wireFlag, wireId, wireText } from '../../wire/values.js'
import { listUnder } from '../answers.js'
import { id } from './fields.js'

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

/**
 * The tenant's catalogues. Their keys are in no document here: the first of each is the one of the vendor's collection
 * of 2024, the second is read off the route. Ids differ from tenant to tenant.
 */
const catalogue = {
  source: "integrator-facts.md, Catalogues; the vendor's collection of 2024, Configuração",
  method: 'GET',
  access: 'read',
  timeoutMs: 5_000,
} as const

export const listarTiposAtendimento = defineCall({
  ...catalogue,
  name: 'configuracao.tipoAtendimento',
  summary: 'Tipos de atendimento do provedor',
  path: '/configuracao/tipo_atendimento',
  use: 'abrir o atendimento com o tipo que routing.yaml diz',
  answer: listUnder(['tipos_atendimento', 'tipo_atendimento'], tipo),
  whole: listUnder(
    ['tipos_atendimento', 'tipo_atendimento'],
    record({ id_tipo_atendimento: number, descricao: text, ativo: flag }),
  ),
})

const STATUS = ['status_atendimento', 'atendimento_status'] as const

export const listarStatusAtendimento = defineCall({
  ...catalogue,
  name: 'configuracao.statusAtendimento',
  summary: 'Status de atendimento do provedor',
  path: '/configuracao/status_atendimento',
  answer: listUnder(STATUS, status),
  whole: listUnder(
    STATUS,
    record({
      id_atendimento_status: number,
      prefixo: text,
      descricao: text,
      ativo: flag,
      abrir_ordem_servico: flag,
      display: text,
    }),
  ),
})

export const listarMotivosFechamento = defineCall({
  ...catalogue,
  name: 'configuracao.motivoFechamento',
  summary: 'Motivos de fechamento de atendimento; sem tipos, um motivo vale para todos',
  path: '/configuracao/motivo_fechamento_atendimento',
  query: z.object({ id_tipo_atendimento: id.optional().describe('Só os motivos deste tipo de atendimento') }),
  answer: listUnder(
    ['motivos_fechamento', 'motivos_fechamento_atendimento', 'motivo_fechamento_atendimento'],
    record({
      id_motivo_fechamento_atendimento: number,
      descricao: text,
      motivos_fechamento_tipo_atendimento: list(record({ id_tipo_atendimento: number, descricao: text })),
    }),
  ),
})

export const listarDisponibilidades = defineCall({
  ...catalogue,
  name: 'configuracao.disponibilidade',
  summary: 'Períodos do dia para visitas',
  path: '/configuracao/disponibilidade',
  answer: listUnder(
    ['periodos', 'disponibilidades'],
    record({ id_periodo_dia: number, id_disponibilidade: number, descricao: text, hora_inicio: text, hora_fim: text }),
  ),
})

export const listarOrigensContato = defineCall({
  ...catalogue,
  name: 'configuracao.origemContato',
  summary: 'Origens de contato do provedor',
  path: '/configuracao/origem_contato',
  answer: listUnder(
    ['origem_contatos', 'origens_contato', 'origem_contato'],
    record({ id_origem_contato: number, descricao: text }),
  ),
})

export const listarTiposOrdemServico = defineCall({
  ...catalogue,
  name: 'configuracao.tipoOrdemServico',
  summary: 'Tipos de ordem de serviço do provedor',
  path: '/configuracao/tipo_ordem_servico',
  answer: listUnder(
    ['tipo_ordem_servicos', 'tipos_ordem_servico', 'tipo_ordem_servico'],
    record({ id_tipo_ordem_servico: number, descricao: text, destino: text }),
  ),
})

export const listarTecnicos = defineCall({
  ...catalogue,
  name: 'configuracao.tecnico',
  summary: 'Técnicos do provedor',
  path: '/configuracao/tecnico',
  answer: listUnder(['tecnicos', 'tecnico'], record({ id: number, name: text })),
})
