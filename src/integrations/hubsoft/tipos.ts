import { z } from 'zod'

import type { Clock } from '../../lib/clock.js'
import type { Logger } from '../../lib/logger.js'
import { normalizeWords } from '../../lib/plain-text.js'
import type { ReadOnce } from '../../lib/read-once.js'

const tipos = z.array(z.object({ id: z.number(), descricao: z.string(), ativo: z.boolean() }))

type Tipos = z.output<typeof tipos>

const KEEP_MS = 10 * 60_000
const MOST = 2_000

/**
 * The tenant's tipos de atendimento by their description, case and accents aside, from a catalogue kept ten minutes,
 * which one process of all reads. When it cannot be read an older one serves; without any, there is no tipo (HubSoft then takes its own, SAC).
 */
export function createTipos(deps: {
  read: () => Promise<Tipos>
  readOnce?: ReadOnce | undefined
  clock: Clock
  logger: Logger
}) {
  const { clock, logger } = deps
  let kept: { byName: ReadonlyMap<string, number>; until: number } | undefined
  let inFlight: Promise<void> | undefined

  async function read(): Promise<{ value: Tipos; at: number }> {
    if (!deps.readOnce) return { value: await deps.read(), at: clock.now() }
    const { value, at } = await deps.readOnce('hubsoft-tipos', KEEP_MS, deps.read)
    return { value: tipos.parse(value), at }
  }

  async function refresh(): Promise<void> {
    try {
      const { value, at } = await read()
      const active = value.filter(({ ativo }) => ativo).slice(0, MOST)
      // The first of two equal names wins.
      const byName = new Map(active.reverse().map(({ id, descricao }) => [normalizeWords(descricao), id]))
      kept = { byName, until: at + KEEP_MS }
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
