import { z } from 'zod'

import { listarChamados } from './chamado-listagem.js'

const name = z.string().trim().nullish().catch(null)

/**
 * The same listing, for the names of mesas, setores and categorias that chamados have: no call lists the names
 * themselves, so what is in use is all that can be known of them.
 */
export const listarNomesEmUso = {
  ...listarChamados,
  name: 'chamado.nomesEmUso',
  summary: 'Mesas, setores e categorias dos chamados mais novos',
  answer: z
    .object({
      lista: z
        .array(z.object({ mesa_trabalho: name, setor: name, categoria_primaria: name, categoria_secundaria: name }))
        .nullable(),
    })
    .transform(({ lista }) =>
      (lista ?? []).map((one) => ({
        mesa: one.mesa_trabalho ?? '',
        setor: one.setor ?? '',
        categoriaPrimaria: one.categoria_primaria ?? '',
        categoriaSecundaria: one.categoria_secundaria ?? '',
      })),
    ),
}
