import type { PersonaModel } from '../agent/persona.js'
import { AppError } from '../domain/errors.js'
import { modelUseOf } from './model-use.js'
import { NothingPlayed, playPersona } from './persona-player.js'
import type { Scenario } from './scenario.js'
import { startScriptModel } from './script-model.js'
import { playScript, Stuck } from './script.js'
import { openStage, type Stage } from './stage.js'
import { Talk, type Line } from './talk.js'
import { judge } from './verdict.js'

/** One time that one scenario was played. */
export interface Trial {
  nome: string
  /** Why it failed, a line each; none: it passed, unless it is invalid. */
  falhas: readonly string[]
  /** Why it tells nothing of the bot: it could not be played or judged to its end. */
  invalida?: string
  conversa: readonly Line[]
  /** Of the bot's model. */
  tokens: number
  /** Of the model that played the customer, and judged. */
  tokensPapel: number
  ms: number
}

export interface TrialOptions {
  promptsDir: string
  /** `OPENAI_…` of a real endpoint; without it a scenario that needs a model gets its own script. */
  modelEnv?: Readonly<Record<string, string>> | undefined
  /** Makes who plays the persona in place of the script, and judges where that is marked. */
  persona?: (() => PersonaModel) | undefined
  /** The most that a persona does. */
  moves: number
}

/** The longest that what must be so at the end may take to be so. */
const END_MS = 12_000
/** Nothing more may come for so long; more than Telegram's pace of a message a second. */
const QUIET_MS = 1_300

/** Plays a scenario in a world of its own. Never throws: what goes wrong is why it failed, or why it is invalid. */
export async function playTrial(scenario: Scenario, options: TrialOptions): Promise<Trial> {
  const began = Date.now()
  const model = options.persona?.()
  const played = { falhas: [], conversa: [], tokens: 0, ...(await playOn(scenario, options, model)) }
  return { nome: scenario.nome, ...played, tokensPapel: model?.tokens() ?? 0, ms: Date.now() - began }
}

type Played = Partial<Pick<Trial, 'falhas' | 'invalida' | 'conversa' | 'tokens'>>

async function playOn(scenario: Scenario, options: TrialOptions, model: PersonaModel | undefined): Promise<Played> {
  try {
    const scripted = scenario.requer === 'modelo' && !options.modelEnv ? await startScriptModel(scenario) : undefined
    try {
      const modelEnv = options.modelEnv ?? scripted?.env ?? {}
      const stage = await openStage({ mundo: scenario.mundo, promptsDir: options.promptsDir, modelEnv })
      return await onStage(stage, scenario, model, options.moves).finally(() => stage.stop())
    } finally {
      await scripted?.stop()
    }
  } catch (error) {
    return { invalida: `não pôde ser jogado: ${words(error)}` }
  }
}

async function onStage(stage: Stage, scenario: Scenario, model: PersonaModel | undefined, moves: number): Promise<Played> {
  const talk = new Talk(stage)
  const told = async (ended: Pick<Trial, 'falhas' | 'invalida'>): Promise<Played> => {
    const { tokens, outages } = modelUseOf(await stage.metrics())
    const isOut = ended.falhas.length > 0 && outages.length > 0
    const invalida = ended.invalida ?? (isOut ? `falhou enquanto o modelo do bot não respondia (${outages.join(', ')})` : undefined)
    return { ...ended, conversa: talk.lines, tokens, ...(invalida !== undefined && { invalida }) }
  }
  try {
    const stuck = await play(talk, scenario, model, moves)
    return await told(await judgeAtEnd(talk, scenario, model, stuck))
  } catch (error) {
    if (!(error instanceof AppError) && !(error instanceof NothingPlayed)) throw error
    return await told({ falhas: [], invalida: words(error) })
  } finally {
    talk.end()
  }
}

async function play(talk: Talk, scenario: Scenario, model: PersonaModel | undefined, moves: number): Promise<string[]> {
  try {
    if (model) await playPersona(talk, scenario, model, moves)
    else await playScript(talk, scenario.roteiro)
    return []
  } catch (error) {
    if (error instanceof Stuck) return [error.message]
    throw error
  }
}

/** What is not so at once may still be on its way; what is so must stay so. */
async function judgeAtEnd(
  talk: Talk,
  { no_fim: fim }: Scenario,
  model: PersonaModel | undefined,
  stuck: readonly string[],
): Promise<Pick<Trial, 'falhas' | 'invalida'>> {
  // What was said once too often does not get better.
  const awaited = { ...fim, nao_dito: [], sem_botoes: [], perguntas: undefined }
  if (stuck.length === 0) await talk.until(() => (judge(talk, awaited).length === 0 ? true : undefined), END_MS)
  await talk.quiet(QUIET_MS, END_MS)
  const falhas = [...stuck, ...judge(talk, fim)]
  if (!fim.julgamento || !model) return { falhas }
  try {
    const { sim, porque } = await model.judge(fim.julgamento.pergunta, talk.lines)
    return { falhas: sim ? falhas : [...falhas, `o modelo julgou que não: ${porque}`] }
  } catch (error) {
    // What failed without the judge has failed.
    if (!(error instanceof AppError) || falhas.length > 0) return { falhas }
    return { falhas, invalida: `não pôde ser julgado: ${error.message}` }
  }
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error))
