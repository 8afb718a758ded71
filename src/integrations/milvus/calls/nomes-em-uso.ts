import { z } from 'zod'

import { listarChamados } from './chamado-listagem.js'

/** As text, or as `{ id, text }`, which is how chamados of a chat have it. */
const name = z
  .union([z.string(), z.object({ text: z.string() }).transform(({ text }) => text)])
  .transform((text) => text.trim())
  .nullish()
  .catch(null)

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
