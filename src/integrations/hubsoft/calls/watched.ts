import { z } from 'zod'

import type { WatchedAtendimento } from '../../../watchers/ports.js'
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
export const watchedAtendimentos = wireList(z.unknown()).transform((items) =>
  items.flatMap((item) => {
    const read = atendimento.safeParse(item)
    return read.success ? [read.data] : []
  }),
)
