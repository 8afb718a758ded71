import { z } from 'zod'

import type { OrdemServico } from '../../../domain/ordem-servico.js'
import { defineCall } from '../../http/call.js'
import { parseInstant } from '../../wire/dates.js'
import { orNothing, wireId, wireList, wireText } from '../../wire/values.js'

const ordem = z
  .object({
    id_ordem_servico: wireId,
    numero_ordem_servico: orNothing(wireText),
    tipo: orNothing(wireText),
    status: orNothing(wireText),
    data_inicio_programado: z.unknown().optional(),
    data_termino_programado: z.unknown().optional(),
    data_termino_executado: orNothing(z.unknown()),
    atendimento: orNothing(z.object({ id_atendimento: orNothing(wireId) })),
    servico: orNothing(z.object({ id_cliente_servico: orNothing(wireId) })),
    id_agenda_ordem_servico: orNothing(wireId).catch(undefined),
    agenda_ordem_servico: orNothing(z.object({ id_agenda_ordem_servico: orNothing(wireId) })).catch(undefined),
  })
  .transform((wire) => {
    const inicio = parseInstant(wire.data_inicio_programado)
    const termino = parseInstant(wire.data_termino_programado)
    const idAtendimento = wire.atendimento?.id_atendimento
    const status = wire.status ?? ''
    const idAgenda = wire.id_agenda_ordem_servico ?? wire.agenda_ordem_servico?.id_agenda_ordem_servico
    const ordem: OrdemServico = {
      idOrdemServico: wire.id_ordem_servico,
      numero: wire.numero_ordem_servico ?? String(wire.id_ordem_servico),
      tipo: wire.tipo ?? '',
      status,
      aberta: isOrdemAberta(status, wire.data_termino_executado),
      ...(inicio === undefined ? {} : { inicioProgramado: inicio }),
      ...(termino === undefined ? {} : { terminoProgramado: termino }),
      ...(idAtendimento === undefined ? {} : { idAtendimento }),
      ...(idAgenda === undefined ? {} : { idAgenda }),
    }
    return { ordem, idClienteServico: wire.servico?.id_cliente_servico }
  })

/** Whatever is neither done nor called off still holds a visit. */
export function isOrdemAberta(status: string, terminoExecutado: unknown): boolean {
  return terminoExecutado === undefined && !/^(finaliz|conclu|cancel|fechad)/iu.test(status)
}

export const listarOrdensServico = defineCall({
  name: 'cliente.ordemServico',
  summary: 'Ordens de serviço de um cliente ou de um serviço',
  source: 'hubsoft-api-2020.txt, 4.11',
  method: 'GET',
  path: '/cliente/ordem_servico',
  access: 'read',
  timeoutMs: 8_000,
  query: z.object({
    busca: z.enum(['codigo_cliente', 'cpf_cnpj', 'id_cliente_servico', 'numero_ordem_servico']),
    termo_busca: z.union([z.string().min(1), z.number()]),
    limit: z.number().int().min(1).max(50).optional(),
    status: z.enum(['pendente', 'aguardando_agendamento', 'finalizado']).optional(),
    order_by: z.enum(['data_cadastro', 'data_inicio_programado']).optional(),
    order_type: z.enum(['asc', 'desc']).optional(),
    data_inicio: z.iso.date().optional(),
    data_fim: z.iso.date().optional(),
  }),
  answer: z.object({ ordens_servico: wireList(ordem) }).transform((wire) => wire.ordens_servico),
  none: { saidAs: /^\s*nenhum(a)?\s+(ordem|o\.?\s?s\b|registro)/iu, answer: { ordens_servico: [] } },
})
