import type { Cliente } from '../domain/cliente.js'
import { contatoNeedsPhone, renderContato, type Contato } from '../domain/contato.js'
import type { Clock } from '../lib/clock.js'

/**
 * Who a chat's customer is at TempBox. Reads the record only where the template needs its phone; throws that
 * reading's `AppError`.
 */
export type ContatoOf = (chatId: string, codigoCliente: number | undefined) => Promise<Contato>

/**
 * The resolver behind TEMPBOX_CONTATO. A contato that is a phone is held in memory for half an hour and never
 * stored, so that each relayed message doesn't cost a reading of the record.
 */
export function createContatoOf(deps: {
  template: string
  findByCodigo: (codigoCliente: number) => Promise<Cliente | undefined>
  clock: Clock
}): ContatoOf {
  const known = new Map<string, { contato: Contato; until: number }>()
  return async (chatId, codigoCliente) => {
    if (codigoCliente === undefined || !contatoNeedsPhone(deps.template)) {
      return renderContato(deps.template, chatId, [])
    }
    const key = `${chatId}:${String(codigoCliente)}`
    const now = deps.clock.now()
    const held = known.get(key)
    if (held && held.until > now) return held.contato
    const cliente = await deps.findByCodigo(codigoCliente)
    const contato = renderContato(deps.template, chatId, cliente?.telefones ?? [])
    if (known.size >= MAX_KNOWN) known.clear()
    known.set(key, { contato, until: now + KNOWN_MS })
    return contato
  }
}

const KNOWN_MS = 30 * 60_000
const MAX_KNOWN = 10_000
