import { AppError } from '../domain/errors.js'
import { playPersona, type PersonaModel } from './persona-player.js'
import type { Scenario } from './scenario.js'
import { startScriptModel } from './script-model.js'
import { playScript, Stuck } from './script.js'
import { openStage } from './stage.js'
import { Talk, type Line } from './talk.js'
import { tokensOf } from './tokens.js'
import { judge } from './verdict.js'

/** One time that one scenario was played. */
export interface Trial {
  nome: string
  /** Why it failed, a line each; none: it passed. */
  falhas: readonly string[]
  conversa: readonly Line[]
  /** Of the bot's model. */
  tokens: number
  ms: number
}

export interface TrialOptions {
  promptsDir: string
  /** `OPENAI_…` of a real endpoint; without it a scenario that needs a model gets its own script. */
  modelEnv?: Readonly<Record<string, string>> | undefined
  /** Plays the persona in place of the script, and judges where that is marked. */
  model?: PersonaModel | undefined
}

/** The longest that what must be so at the end may take to be so. */
const END_MS = 12_000
/** Nothing more may come for so long; more than Telegram's pace of a message a second. */
const QUIET_MS = 1_300

/** Plays a scenario in a world of its own. Never throws: what goes wrong is why it failed. */
export async function playTrial(scenario: Scenario, options: TrialOptions): Promise<Trial> {
  const began = Date.now()
  const trial = (falhas: readonly string[], conversa: readonly Line[], tokens: number): Trial => ({
    nome: scenario.nome,
    falhas,
    conversa,
    tokens,
    ms: Date.now() - began,
  })
  try {
    const scripted = scenario.requer === 'modelo' && !options.modelEnv ? await startScriptModel(scenario) : undefined
    try {
      const modelEnv = options.modelEnv ?? scripted?.env ?? {}
      const stage = await openStage({ mundo: scenario.mundo, promptsDir: options.promptsDir, modelEnv })
      const talk = new Talk(stage)
      try {
        const stuck = await play(talk, scenario, options)
        const falhas = [...stuck, ...(await judgeAtEnd(talk, scenario, options, stuck.length === 0))]
        return trial(falhas, talk.lines, tokensOf(await stage.metrics()))
      } finally {
        talk.end()
        await stage.stop()
      }
    } finally {
      await scripted?.stop()
    }
  } catch (error) {
    return trial([`não pôde ser jogado: ${error instanceof AppError ? error.message : String(error)}`], [], 0)
  }
}

async function play(talk: Talk, scenario: Scenario, { model }: TrialOptions): Promise<string[]> {
  try {
    if (model) await playPersona(talk, scenario, model)
    else await playScript(talk, scenario.roteiro)
    return []
  } catch (error) {
    if (error instanceof Stuck) return [error.message]
    throw error
  }
}

/** What is not so at once may still be on its way; what is so must stay so. */
async function judgeAtEnd(talk: Talk, scenario: Scenario, { model }: TrialOptions, wait: boolean): Promise<string[]> {
  const { no_fim: fim } = scenario
  // What was said once too often does not get better.
  const awaited = { ...fim, nao_dito: [], sem_botoes: [], perguntas: undefined }
  if (wait) await talk.until(() => (judge(talk, awaited).length === 0 ? true : undefined), END_MS)
  await talk.quiet(QUIET_MS, END_MS)
  const falhas = judge(talk, fim)
  if (!fim.julgamento || !model) return falhas
  const { sim, porque } = await model.judge(fim.julgamento.pergunta, talk.lines)
  return sim ? falhas : [...falhas, `o modelo julgou que não: ${porque}`]
}
