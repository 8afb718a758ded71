import type { ModelConfig, ModelDeps } from './config.js'
import type { ModelAgent } from './create.js'

/**
 * The model's room, loaded only now: its libraries take a quarter of a second and tens of megabytes, which a process
 * without a model does not pay. They read variables of the environment by themselves; `loadEnv` has taken those away.
 */
export async function loadModelAgent(config: ModelConfig, deps: ModelDeps): Promise<ModelAgent> {
  const { createModelAgent } = await import('./create.js')
  return createModelAgent(config, deps)
}
