import { z } from 'zod'

/**
 * What the calls take, by kind. Numbers stand as text in one document and as numbers in the other (`"11000"`, `1234`):
 * both are taken, and a number leaves, as the tables say.
 */
export function inteiro(least: number, most = Number.MAX_SAFE_INTEGER) {
  const fits = z.number().int().min(least).max(most)
  return z.union([fits, z.string().regex(/^\d{1,15}$/u).transform(Number).pipe(fits)])
}

export const id = inteiro(1)

/** Ids with commas between them, as text: `1,2,3`. */
export const ids = z.string().regex(/^\d+(?:,\d+)*$/u)

/** Text with at least one character that shows. */
export const texto = z.string().regex(/\S/u)

/** What is searched for: any text, or a number. */
export const termo = z.union([texto, z.number().int()])

export const simNao = z.enum(['sim', 'nao'])

export const sentido = z.enum(['asc', 'desc'])

/** `YYYY-MM-DD`. */
export const dia = z.iso.date()

/** `HH:mm:ss`. */
export const hora = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/u)

/** Area code and number, no +55, no punctuation; ten digits for a landline. */
export const telefone = z.string().regex(/^[1-9]\d{9,10}$/u)

/** Eight digits; the document writes it with and without its hyphen, without it leaves. */
export const cep = z
  .string()
  .regex(/^\d{5}-?\d{3}$/u)
  .transform((written) => written.replace('-', ''))

/** Names of relations with commas between them. */
export function relacoes(...names: readonly string[]) {
  const one = `(?:${names.join('|')})`
  return z.string().regex(new RegExp(`^${one}(?:,${one})*$`, 'u'))
}

/** Of a period: its end is not before its beginning. */
export function inOrder(of: { data_inicio?: string | undefined; data_fim?: string | undefined }): boolean {
  return of.data_inicio === undefined || of.data_fim === undefined || of.data_inicio <= of.data_fim
}

/** Where a period that is the wrong way round is refused. */
export const AT_END = { path: ['data_fim'], message: 'antes de data_inicio' }

/** The document's own words for the fields that many calls share. */
export const MEANING = {
  busca: 'Tipo de busca',
  termo_busca: 'Termo da busca',
  limit: 'Limite de resultados',
  order_by: 'Campo da ordenação',
  order_type: 'Sentido da ordenação',
  data_inicio: 'Primeiro dia (AAAA-MM-DD)',
  data_fim: 'Último dia (AAAA-MM-DD), não antes de data_inicio',
  pagina: 'Número da página; a primeira é 0',
  itens_por_pagina: 'Itens por página',
  id_cliente_servico: 'Identificador do serviço do cliente',
} as const
