import { z } from 'zod'

import type { OrdemServico } from '../../../domain/ordem-servico.js'
import { defineCall } from '../../http/call.js'
import { parseInstant } from '../../wire/dates.js'
import { orNothing, wireId, wireList, wireText } from '../../wire/values.js'
import { listUnder } from '../answers.js'
import { ordemServicoWhole } from '../whole/ordem-servico.js'
import { AT_END, dia, inOrder, inteiro, MEANING, sentido, termo } from './fields.js'

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
  use: 'mostrar as visitas do cliente',
  timeoutMs: 8_000,
  query: z
    .object({
      busca: z
        .enum(['codigo_cliente', 'cpf_cnpj', 'id_cliente_servico', 'numero_ordem_servico'])
        .describe(MEANING.busca),
      // Not a must in the table of this one call.
      termo_busca: termo.optional().describe(MEANING.termo_busca),
      limit: inteiro(1, 50).optional().describe(`${MEANING.limit}, 1 a 50; sem ele, 20`),
      status: z
        .enum(['pendente', 'aguardando_agendamento', 'finalizado'])
        .optional()
        .describe('Só as deste status; sem ele, todas'),
      order_by: z.enum(['data_cadastro', 'data_inicio_programado']).optional().describe(MEANING.order_by),
      order_type: sentido.optional().describe(`${MEANING.order_type}; sem ele, desc`),
      data_inicio: dia.optional().describe(`${MEANING.data_inicio} do cadastro`),
      data_fim: dia.optional().describe(MEANING.data_fim),
    })
    .refine(inOrder, AT_END),
  answer: z.object({ ordens_servico: wireList(ordem) }).transform((wire) => wire.ordens_servico),
  whole: listUnder(['ordens_servico'], ordemServicoWhole),
  none: { saidAs: /^\s*nenhum(a)?\s+(ordem|o\.?\s?s\b|registro)/iu, answer: { ordens_servico: [] } },
})
