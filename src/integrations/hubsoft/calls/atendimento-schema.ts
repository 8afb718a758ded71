import { z } from 'zod'

import type { Atendimento } from '../../../domain/atendimento.js'
import { parseInstant } from '../../wire/dates.js'
import { orNothing, wireId, wireList, wireText } from '../../wire/values.js'
import { described, mensagem } from './listing.js'
import { isOrdemAberta } from './ordem-servico.js'

const ofServico = orNothing(z.object({ id_cliente_servico: orNothing(wireId) }))

const ordemAberta = z
  .object({ status: orNothing(described), data_termino_executado: orNothing(z.unknown()) })
  .transform((wire) => isOrdemAberta(wire.status ?? '', wire.data_termino_executado))

/** Strict where a reconciliation looks: an item without id or protocolo fails the listing, it is not passed over. */
export const atendimento = z
  .object({
    id_atendimento: wireId,
    protocolo: wireText,
    id_cliente_servico: orNothing(wireId),
    servico: ofServico,
    cliente_servico: ofServico,
    descricao_abertura: orNothing(wireText),
    tipo_atendimento: orNothing(described),
    status: orNothing(described),
    data_fechamento: orNothing(z.unknown()),
    descricao_fechamento: orNothing(wireText).catch(undefined),
    data_cadastro: z.unknown().optional(),
    atendimento_mensagem: wireList(mensagem).optional(),
    ordens_servico: wireList(ordemAberta).optional(),
  })
  .transform((wire): Atendimento => {
    const idClienteServico =
      wire.id_cliente_servico ?? wire.servico?.id_cliente_servico ?? wire.cliente_servico?.id_cliente_servico
    const cadastradoEm = parseInstant(wire.data_cadastro)
    const fechadoEm = parseInstant(wire.data_fechamento)
    return {
      idAtendimento: wire.id_atendimento,
      protocolo: wire.protocolo,
      descricao: wire.descricao_abertura ?? '',
      status: wire.status ?? '',
      // Statuses are the tenant's own words; the closing date is the only sign that means the same everywhere.
      aberto: wire.data_fechamento === undefined,
      mensagens: wire.atendimento_mensagem ?? [],
      ...(idClienteServico === undefined ? {} : { idClienteServico }),
      ...(wire.ordens_servico === undefined ? {} : { ordensAbertas: wire.ordens_servico.filter(Boolean).length }),
      ...(wire.tipo_atendimento === undefined ? {} : { tipo: wire.tipo_atendimento }),
      ...(cadastradoEm === undefined ? {} : { cadastradoEm }),
      ...(fechadoEm === undefined ? {} : { fechadoEm }),
      ...(wire.descricao_fechamento === undefined ? {} : { fechamento: wire.descricao_fechamento }),
    }
  })
