import type { Clock } from '../../lib/clock.js'
import type { Logger } from '../../lib/logger.js'
import { normalizeWords } from '../../lib/plain-text.js'

interface Tipo {
  id: number
  descricao: string
  ativo: boolean
}

const KEEP_MS = 10 * 60_000
const MOST = 2_000

/**
 * The tenant's tipos de atendimento by their description, case and accents aside, from a catalogue kept ten minutes.
 * When it cannot be read an older one serves; without any, there is no tipo (HubSoft then takes its own, SAC).
 */
export function createTipos(deps: { read: () => Promise<readonly Tipo[]>; clock: Clock; logger: Logger }) {
  const { read, clock, logger } = deps
  let kept: { byName: ReadonlyMap<string, number>; until: number } | undefined
  let inFlight: Promise<void> | undefined

  async function refresh(): Promise<void> {
    try {
      const active = (await read()).filter(({ ativo }) => ativo).slice(0, MOST)
      // The first of two equal names wins.
      const byName = new Map(active.reverse().map(({ id, descricao }) => [normalizeWords(descricao), id]))
      kept = { byName, until: clock.now() + KEEP_MS }
    } catch (error) {
      logger.warn('tipos-unreadable', { system: 'hubsoft', error })
    } finally {
      inFlight = undefined
    }
  }

  return {
    find: async (descricao: string): Promise<number | undefined> => {
      if (!kept || clock.now() >= kept.until) await (inFlight ??= refresh())
      const id = kept?.byName.get(normalizeWords(descricao))
      if (kept && id === undefined) logger.warn('tipo-unknown', { system: 'hubsoft', count: kept.byName.size })
      return id
    },
  }
}
