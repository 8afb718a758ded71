import { z } from 'zod'

import { orNothing, wireNumber } from '../../wire/values.js'
import { listarTiposAtendimento } from './configuracao.js'

const paginator = z.object({ total: orNothing(wireNumber).catch(undefined) }).catch({ total: undefined })

/** The same catalogue with how many there are in all, where a version answers it in pages: the first is all that is read. */
export const listarTiposContados = {
  ...listarTiposAtendimento,
  name: 'configuracao.tiposContados',
  answer: z.looseObject({}).transform((wire, context) => {
    const tipos = listarTiposAtendimento.answer.safeParse(wire)
    if (tipos.success) return { tipos: tipos.data, total: paginator.parse(wire.tipos_atendimento ?? wire.tipo_atendimento).total ?? tipos.data.length }
    for (const { path, message } of tipos.error.issues) context.addIssue({ code: 'custom', path, message })
    return z.NEVER
  }),
}
