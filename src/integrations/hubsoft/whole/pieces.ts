import { z } from 'zod'

import { parseDay } from '../../wire/dates.js'
import { number, reais, record, text } from '../../wire/record.js'
import { bareDocumento } from '../../wire/values.js'

/** A CPF or CNPJ, digits and letters alone; a number gets its leading zeros back. */
export const documento = z.union([z.string(), z.number()]).transform(bareDocumento)

/** For `record`: a birth date; the days that stand for none are none. */
export const nascimento = z.unknown().transform((value) => (parseDay(value) === undefined ? undefined : (realDay(value) ?? '')))

/** The epoch, seen from either side of Greenwich, is an empty date that PHP has written out. */
export function realDay(value: unknown): string | undefined {
  const day = parseDay(value)
  return day === '1969-12-31' || day === '1970-01-01' || day?.startsWith('0000') === true ? undefined : day
}

/** Whose something is, as listings name a client; as text in the later ones (`(2123) NOME`). */
export const clienteBreve = z.union([
  record({ id_cliente: number, codigo_cliente: number, nome_razaosocial: text, cpf_cnpj: documento }),
  text,
])

/** Which service something is of; as text in the later ones (`(10) PLANO`). */
export const servicoBreve = z.union([
  record({
    id_cliente_servico: number,
    numero_plano: number,
    nome: text,
    valor: reais,
    status: text,
    status_prefixo: text,
    // Of later versions.
    id_motivo_cancelamento: number,
    motivo_cancelamento: text,
    motivo_cancelamento_prefixo: text,
    anotacoes: text,
  }),
  text,
])

/** Somebody of the staff. */
export const usuario = record({ id: number, name: text })
