import { z } from 'zod'

import type { WatchedAtendimento } from '../../../watchers/ports.js'
import { defineCall } from '../../http/call.js'
import { parseInstant } from '../../wire/dates.js'
import { orNothing, wireId, wireList, wireNumber, wireText } from '../../wire/values.js'
import { described, mensagem } from './listing.js'

const ordem = z.object({
  id_ordem_servico: wireId,
  status: orNothing(described),
  data_inicio_programado: z.unknown().optional(),
  data_termino_programado: z.unknown().optional(),
})

const atendimento = z
  .object({
    id_atendimento: wireId,
    status: orNothing(described),
    data_fechamento: orNothing(z.unknown()),
    descricao_fechamento: orNothing(wireText),
    atendimento_mensagem: wireList(mensagem).optional(),
    ordens_servico: wireList(ordem).optional().catch(undefined),
    ordem_servico_aberta: orNothing(wireNumber).catch(undefined),
  })
  .transform((wire): WatchedAtendimento => {
    const { descricao_fechamento: fechamento, ordens_servico: ordens, ordem_servico_aberta: abertas } = wire
    return {
      idAtendimento: wire.id_atendimento,
      status: wire.status ?? '',
      // Statuses are the tenant's own words; the closing date is the only sign that means the same everywhere.
      aberto: wire.data_fechamento === undefined,
      mensagens: wire.atendimento_mensagem ?? [],
      ...(fechamento === undefined ? {} : { fechamento }),
      ...(ordens === undefined ? {} : { visitas: ordens.flatMap(toVisita) }),
      ...(abertas === undefined ? {} : { temOrdemAberta: abertas > 0 }),
    }
  })

/** A visit that is planned; one that waits for its date may carry a placeholder, and what is over is none. */
function toVisita(wire: z.output<typeof ordem>): { id: number; inicio: number; fim?: number }[] {
  const inicio = parseInstant(wire.data_inicio_programado)
  const fim = parseInstant(wire.data_termino_programado)
  if (inicio === undefined || NOT_PLANNED.test(wire.status ?? '')) return []
  return [{ id: wire.id_ordem_servico, inicio, ...(fim === undefined ? {} : { fim }) }]
}

const NOT_PLANNED = /aguardando|finalizad|cancelad|conclu/iu

/** One that is no atendimento, in a listing of everybody's, must not hide all the others. */
const atendimentos = wireList(z.unknown()).transform((items) =>
  items.flatMap((item) => {
    const read = atendimento.safeParse(item)
    return read.success ? [read.data] : []
  }),
)

export const acompanharServico = defineCall({
  name: 'atendimento.acompanhar',
  summary: 'Atendimentos de um serviço com mensagens e visitas, para acompanhar',
  source: 'hubsoft-atendimento-2025.md, Consultar Atendimentos por Cliente',
  method: 'GET',
  path: '/cliente/atendimento',
  access: 'read',
  // Nobody waits for it: it comes again by itself.
  retry: 'once',
  timeoutMs: 15_000,
  query: z.object({
    busca: z.literal('id_cliente_servico'),
    termo_busca: z.number(),
    limit: z.number().int().min(1).max(50),
    apenas_pendente: z.enum(['sim', 'nao']),
    order_by: z.literal('data_cadastro'),
    order_type: z.literal('desc'),
    relacoes: z.string(),
  }),
  answer: z.object({ atendimentos }).transform((wire) => wire.atendimentos),
  none: { saidAs: /^\s*nenhum\s+(atendimento|registro)\b/iu, answer: { atendimentos: [] } },
})

export const listarTodos = defineCall({
  name: 'atendimento.listarTodos',
  summary: 'Uma página de todos os atendimentos cadastrados entre duas datas',
  source: 'hubsoft-atendimento-2025.md, Consulta de Todos os Atendimentos',
  method: 'GET',
  path: '/atendimento/todos',
  access: 'read',
  retry: 'once',
  timeoutMs: 30_000,
  query: z.object({
    // The first page is 0.
    pagina: z.number().int().min(0),
    itens_por_pagina: z.number().int().min(1).max(500),
    data_inicio: z.iso.date(),
    data_fim: z.iso.date(),
    relacoes: z.string().min(1).optional(),
  }),
  answer: z
    .object({
      atendimentos,
      paginacao: orNothing(z.object({ ultima_pagina: orNothing(wireNumber) })).catch(undefined),
    })
    .transform((wire) => ({ atendimentos: wire.atendimentos, ultimaPagina: wire.paginacao?.ultima_pagina })),
  none: { saidAs: /^\s*nenhum\s+(atendimento|registro)\b/iu, answer: { atendimentos: [] } },
})
