import { ScriptedModel, type Step } from '../sandbox/openai/script.js'
import { sensibleModel } from '../sandbox/openai/sensible.js'
import { lastUserText, type Model, type ModelRequest } from '../sandbox/openai/types.js'
import { MODELS, startOpenai } from '../sandbox/openai.js'
import { fits } from './fits.js'
import type { Scenario } from './scenario.js'

const API_KEY = 'sandbox-openai-key'

/** Starts an endpoint behind which the scenario's own script decides; the environment that leads there. */
export async function startScriptModel(scenario: Scenario): Promise<{ env: Record<string, string>; stop(): Promise<void> }> {
  const openai = await startOpenai({ apiKey: API_KEY, model: modelOf(scenario) })
  return {
    env: { OPENAI_API_KEY: API_KEY, OPENAI_BASE_URL: openai.url, OPENAI_MODEL: MODELS[0] },
    stop: () => openai.stop(),
  }
}

/** What stands in the script; what does not is decided by a few rules. */
function modelOf({ modelo = [] }: Scenario): Model {
  const steps = modelo.map(({ quando, le, decide }): Step => ({
    ...(quando === undefined ? {} : { when: (request: ModelRequest) => fits(quando, lastUserText(request)) }),
    answer: (request) => {
      const tool = le === undefined ? undefined : request.tools.find(({ name }) => fits(le, name))
      return tool ? { kind: 'tools', calls: [{ name: tool.name, args: { pergunta: lastUserText(request) } }] } : { kind: 'decision', decision: decide ?? SEGUIR }
    },
  }))
  return new ScriptedModel(steps, sensibleModel).respond
}

const SEGUIR = { tipo: 'seguir' }
