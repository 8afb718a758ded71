/** The groups of the table, in its order; the values stand in JSON. */
export const SYSTEMS = {
  environment: 'Ambiente',
  prompts: 'Textos e regras',
  store: 'Dados',
  telegram: 'Telegram',
  hubsoft: 'HubSoft',
  milvus: 'Milvus',
  tempbox: 'TempBox',
  model: 'Modelo de linguagem',
} as const

export type SystemName = keyof typeof SYSTEMS

/** `skipped`: not looked at, because it is not configured or something it needs is not well. No fault of its own. */
export type State = 'ok' | 'warning' | 'error' | 'skipped'

/** What a check found, in Portuguese, for whoever sets the bot up. Never a value of the environment; hosts are fine. */
export interface Outcome {
  state: State
  told: string
  /** What to do about it, a plain line each. */
  advice?: readonly string[]
  /** How long it took in itself, where it waited for its turn before. */
  ms?: number
}

/** One thing that is looked at. It reads only, and may throw: the runner tells of it. */
export interface Check {
  /** Stable, `<system>.<what>`. */
  id: string
  system: SystemName
  /** At most 28 characters. */
  title: string
  /** Checks further up in the list, by id: where one of them is `error` or `skipped`, this one is not made. */
  needs?: readonly string[]
  /** Keeps the processor busy: made before those behind it in the list, whose times would tell of it. */
  first?: true
  /** `LIMIT_MS` where it says nothing. */
  timeoutMs?: number
  /** What it is when its time is up: `error` where it says nothing. */
  late?: 'warning'
  run(): Promise<Outcome>
}

export interface Result extends Outcome {
  id: string
  system: SystemName
  title: string
  ms: number
}

export const ok = (told: string): Outcome => ({ state: 'ok', told })
export const warning = (told: string, ...advice: string[]): Outcome => ({ state: 'warning', told, advice })
export const bad = (told: string, ...advice: string[]): Outcome => ({ state: 'error', told, advice })
export const skipped = (told: string): Outcome => ({ state: 'skipped', told })
