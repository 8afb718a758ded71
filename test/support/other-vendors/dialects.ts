import type { Dialect } from './http.js'
import type { Dialects } from './world.js'

const EMPTY = /^(clientes|faturas|atendimentos|ordens_servico|registros|atendimento_mensagem|lista|retorno|pacotes)$/u

/** Numbers as text, nulls for lists, as "integrator-facts.md" tells; atendimentos without their `servico` (2025). */
const hubsoft: Dialect = (key, value) => {
  if (Array.isArray(value) && value.length === 0 && EMPTY.test(key)) return null
  if (typeof value === 'number' && /^(id_|codigo_|numero_|valor|velocidade)/u.test(key)) return String(value)
  if (key === 'atendimentos' && Array.isArray(value)) return value.map(withoutServico)
  return value
}

function withoutServico(one: unknown): unknown {
  const fields = typeof one === 'object' && one !== null ? Object.entries(one) : []
  return Object.fromEntries(fields.filter(([key]) => key !== 'servico'))
}

const milvus: Dialect = (key, value) => {
  if (Array.isArray(value) && value.length === 0 && EMPTY.test(key)) return null
  if (key === 'retorno' && Array.isArray(value)) return reversed(value)
  return typeof value === 'number' && /^(codigo|id|total|last_page|per_page)$/u.test(key) ? String(value) : value
}

/** A `bit` as 0 and 1, a date as people write it, an empty list for null, the newest first. */
const tempbox: Dialect = (key, value) => {
  if (key === 'Data') return Array.isArray(value) ? reversed(value) : []
  if (typeof value === 'boolean' && key !== 'Success') return value ? 1 : 0
  const date = typeof value === 'string' ? /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)$/u.exec(value) : null
  return date ? `${date[3] ?? ''}/${date[2] ?? ''}/${date[1] ?? ''} ${date[4] ?? ''}` : value
}

export const OTHER_WORDS: Dialects = { hubsoft, milvus, tempbox }

function reversed(list: readonly unknown[]): unknown[] {
  return list.toReversed()
}
