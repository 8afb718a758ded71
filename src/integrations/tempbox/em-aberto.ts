import { AppError } from '../../domain/errors.js'
import type { Clock } from '../../lib/clock.js'
import type { Logger } from '../../lib/logger.js'
import type { Api } from '../http/api.js'
import { botCalls as calls } from './bot-calls.js'
import { MAX_ROWS } from './calls/fields.js'
import type { Mensagem } from './calls/mensagens.js'

export interface EmAberto {
  /** All that the listings of the whole company show now, read at most `maxAgeMs` ago; who asks meanwhile waits for the same. */
  read(maxAgeMs: number): Promise<readonly Mensagem[]>
}

/** The document says what `Inicio` and `Termino` are called and no more: rows, as far as can be told. */
const ROWS = { Inicio: 0, Termino: MAX_ROWS }
/** A listing that is refused is not asked for again so soon: the version or the permission will not change. */
const REFUSED_MS = 60_000

/**
 * Files and responsible attendants stand in two listings of the whole company alone, so one reading serves all
 * conversations. Either listing will do; both refused is nothing, and no failure.
 */
export function createEmAberto(deps: { api: Api; empresa: string; clock: Clock; logger: Logger }): EmAberto {
  const { api, empresa: Empresa, clock, logger } = deps
  const refusedAt = new Map<string, number>()
  let last: { at: number; found: Promise<readonly Mensagem[]>; underWay: boolean } | undefined
  let next: Promise<readonly Mensagem[]> | undefined

  const oneOf = async (name: string, list: () => Promise<readonly Mensagem[]>): Promise<readonly Mensagem[]> => {
    if (clock.now() - (refusedAt.get(name) ?? -REFUSED_MS) < REFUSED_MS) return []
    try {
      return await list()
    } catch (error) {
      if (!(error instanceof AppError) || error.retry !== 'never') throw error
      refusedAt.set(name, clock.now())
      logger.debug('tempbox.listing-refused', { system: 'tempbox', operation: name, code: error.code })
      return []
    }
  }
  const readBoth = async (): Promise<readonly Mensagem[]> => {
    const read = await Promise.allSettled([
      oneOf('em-aberto', () => api.call(calls.listarMensagensEmAberto, { body: { Empresa, ...ROWS } })),
      oneOf('ultimas', () => api.call(calls.listarUltimasMensagens, { body: { Empresa } })),
    ])
    const failed = read.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
    return once(read.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])))
  }
  const begin = async (): Promise<readonly Mensagem[]> => {
    next = undefined
    const reading = { at: clock.now(), found: readBoth(), underWay: true }
    last = reading
    try {
      return await reading.found
    } catch (error) {
      if (last === reading) last = undefined
      throw error
    } finally {
      reading.underWay = false
    }
  }
  return {
    read: (maxAgeMs) => {
      if (last && clock.now() - last.at < maxAgeMs) return last.found
      if (!last?.underWay) return begin()
      // All who want a newer one than is under way wait for the same.
      next ??= last.found.then(begin, begin)
      return next
    },
  }
}

/** Whether a message stands in this conversation. */
export function isOf(mensagem: Mensagem, atendimento: string): boolean {
  return mensagem.atendimentos.includes(atendimento.toLowerCase())
}

/** Each message once: the row that holds its file, where only one of the listings shows it. Oldest first. */
function once(found: readonly Mensagem[]): readonly Mensagem[] {
  const byId = new Map<string, Mensagem>()
  for (const mensagem of found) {
    const key = mensagem.id.toLowerCase()
    if (byId.get(key)?.hasFile !== true) byId.set(key, mensagem)
  }
  return [...byId.values()].sort((a, b) => (a.cadastro < b.cadastro ? -1 : a.cadastro > b.cadastro ? 1 : 0))
}
