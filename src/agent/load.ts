import type { Agent } from '../conversation/agent.js'
import type { ModelConfig, ModelDeps } from './config.js'

/**
 * The model's room, loaded only now: its libraries take a quarter of a second and tens of megabytes, which a process
 * without a model does not pay. They read variables of the environment by themselves; `loadEnv` has taken those away.
 */
export async function loadModelAgent(config: ModelConfig, deps: ModelDeps): Promise<Agent> {
  const { createModelAgent } = await import('./create.js')
  return createModelAgent(config, deps)
}
