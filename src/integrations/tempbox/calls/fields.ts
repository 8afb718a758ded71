import { z } from 'zod'

import { parseInstant } from '../../wire/dates.js'

/**
 * What the calls have in common. Fields stand in the document's order, which is how they are sent; only those set are.
 * Which are required is not said: required is what the call has no sense without (docs/errata.md).
 */

/** `varchar`, `nvarchar`: never empty when it is sent. */
export const text = z.string().min(1)

export const int = z.number().int()

/** `smalldatetime`, local time with a `T`: SQL Server reads any other form by its own language's order of day and month. */
export const localTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/u)
  .refine((value) => parseInstant(value) !== undefined)

export const empresa = text.describe('Hash da empresa (TEMPBOX_EMPRESA)')
export const atendimento = text.describe('Hash do atendimento')
export const atendente = text.describe('Hash do atendente')
export const contato = text.describe('Contato do cliente final no canal')
export const plataforma = int.optional().describe('Número da plataforma do canal (TEMPBOX_PLATAFORMA)')
export const codigoReferenciaCanal = text.optional().describe('Código do canal (TEMPBOX_CODIGO_REFERENCIA_CANAL)')

/** More rows than any provider reads at once. */
export const MAX_ROWS = 500

/** `Inicio` and `Termino`: rows, as far as can be told, and a bounded number of them. */
export const range = { Inicio: int.min(0).describe('Primeira linha, a partir de 0'), Termino: int.describe('Última linha') }

export const isRange = ({ Inicio, Termino }: { Inicio: number; Termino: number }): boolean =>
  Termino > Inicio && Termino - Inicio <= MAX_ROWS

/** Where a range is refused. */
export const AFTER_START = { path: ['Termino'], message: `precisa ser maior que Inicio, e no máximo ${String(MAX_ROWS)} a mais` }

/** The call of this name in the document: all are a POST under one path. */
export function documented<const N extends string>(name: N) {
  return {
    source: `tempbox-atendimento.txt, Atendimento | ${name}`,
    method: 'POST',
    path: `/api/Atendimento/${name}`,
    timeoutMs: 8_000,
  } as const
}
