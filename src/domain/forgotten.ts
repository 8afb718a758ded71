import type { EffectKind } from './effect.js'

/**
 * Effects that are done although their customer asked to be forgotten since (`/esquecer`): they end for others what was
 * begun, and carry nothing of anybody.
 */
export const OUTLIVES_FORGETTING: ReadonlySet<EffectKind> = new Set<EffectKind>(['tempbox.encerrar'])
