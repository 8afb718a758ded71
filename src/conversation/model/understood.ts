import type { Turn } from '../turn.js'

/**
 * Takes a burst of words with the model's help; what is left for the rules to take, if anything. What that takes is
 * loaded with the first words that come where a model is configured: without one nobody pays for it.
 */
export async function understand(turn: Turn, parts: readonly string[]): Promise<string | undefined> {
  const { agent } = turn.deps
  if (!agent) return parts.join('\n')
  const { understandWith } = await import('./understanding.js')
  return await understandWith(turn, agent, parts)
}
