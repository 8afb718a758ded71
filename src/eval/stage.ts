import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createApp } from '../app.js'
import { parseConfig } from '../config.js'
import { silentLogger } from '../lib/logger.js'
import { Releases } from '../lib/releases.js'
import { systemClock, type Clock } from '../lib/clock.js'
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js'
import type { TelegramUser } from '../sandbox/telegram/user.js'
import type { Invoice, Person } from '../sandbox/world/types.js'
import { copyPrompts } from './folder.js'
import { makeWorld, phoneOf } from './made-up.js'
import type { Mundo } from './scenario.js'

/** Where one scenario is played: its own stand-ins, its own bot, its own data. */
export interface Stage {
  sandbox: Sandbox
  person: Person
  /** Of everybody. */
  faturas: readonly Invoice[]
  user: TelegramUser
  now(): number
  /** What the bot tells of itself, as Prometheus reads it. */
  metrics(): Promise<string>
  stop(): Promise<void>
}

export interface StageOptions {
  mundo: Mundo
  promptsDir: string
  /** `OPENAI_…` where a model is to be spoken to; nothing else of the environment gets in. */
  modelEnv?: Readonly<Record<string, string>>
}

/** The operator's limits on a minute's calls are not what is tried here. */
const ENV = { PORT: '0', LOG_LEVEL: 'silent', POLL_INTERVAL_MS: '250', HUBSOFT_RPM: '6000' }
const CUSTOMER = 5_000_001

/** Starts the production app against stand-ins of the scenario's world. What was started is stopped when it fails. */
export async function openStage({ mundo, promptsDir, modelEnv = {} }: StageOptions): Promise<Stage> {
  const releases = new Releases()
  const clock = clockFrom(mundo.agora)
  const now = (): number => clock.now()
  try {
    const folder = await mkdtemp(join(tmpdir(), 'plantao-eval-'))
    releases.add(() => rm(folder, { recursive: true, force: true }))
    const { world, person } = makeWorld(mundo, now())
    const sandbox = await startSandbox({ world, now })
    releases.add(() => sandbox.stop())
    for (const system of mundo.fora_do_ar) await sandbox.faults[system].down()
    const { provedor, roteamento } = mundo
    const isChanged = provedor !== undefined || roteamento !== undefined
    const prompts = isChanged ? join(folder, 'prompts') : promptsDir
    if (isChanged) await copyPrompts(promptsDir, prompts, { 'provider.yaml': provedor ?? {}, 'routing.yaml': roteamento ?? {} })
    const env = { ...without(sandbox.env, mundo.sem), ...ENV, ...modelEnv, DATA_DIR: join(folder, 'data'), PROMPTS_DIR: prompts }
    const app = createApp(parseConfig(env), { clock })
    releases.add(() => app.stop())
    const { port } = await app.start()
    const phone = `55${mundo.telefone ?? phoneOf(person)}`
    const user = sandbox.telegram.user(CUSTOMER, { firstName: capitalized(person.nome.split(' ')[0] ?? ''), phone })
    return {
      sandbox,
      person,
      faturas: world.faturas,
      user,
      now,
      metrics: async () => await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text(),
      stop: () => releases.run(silentLogger),
    }
  } catch (error) {
    await releases.run(silentLogger)
    throw error
  }
}

/** Time as a scenario has it goes on from there as fast as ever. */
function clockFrom(agora: string | undefined): Clock {
  if (agora === undefined) return systemClock
  const ahead = Date.parse(`${agora}:00-03:00`) - Date.now()
  return { ...systemClock, now: () => Date.now() + ahead }
}

function without(env: Readonly<Record<string, string>>, systems: readonly string[]): Record<string, string> {
  const isKept = ([name]: [string, string]): boolean => !systems.some((system) => name.startsWith(`${system.toUpperCase()}_`))
  return Object.fromEntries(Object.entries(env).filter(isKept))
}

const capitalized = (name: string): string => name.slice(0, 1) + name.slice(1).toLowerCase()
