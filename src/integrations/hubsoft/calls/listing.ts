import { z } from 'zod'

import { parseInstant } from '../../wire/dates.js'
import { orNothing, wireId, wireText } from '../../wire/values.js'

/** Text in the listings of a client; an object with a `descricao` in those of the tenant. */
export const described = z.union([wireText, z.object({ descricao: wireText }).transform(({ descricao }) => descricao)])

/** A mensagem of an atendimento, as both listings of atendimentos show it (2025, relacoes=atendimento_mensagem). */
export const mensagem = z
  .object({
    id_atendimento_mensagem: wireId,
    mensagem: orNothing(wireText),
    data_cadastro: z.unknown().optional(),
    data_cadastro_br: z.unknown().optional(),
    data_cadastro_timestamp: z.unknown().optional(),
  })
  .transform((wire) => {
    const em =
      parseInstant(wire.data_cadastro_timestamp) ??
      parseInstant(wire.data_cadastro) ??
      parseInstant(wire.data_cadastro_br)
    return { id: wire.id_atendimento_mensagem, texto: wire.mensagem ?? '', ...(em === undefined ? {} : { em }) }
  })
