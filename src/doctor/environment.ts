import { ConfigError, parseConfig, VARIABLES, type Config, type ConfigProblem } from '../config.js'

export type Env = Readonly<Record<string, string | undefined>>

/** A part of the configuration: to be used, not asked for, or not to be had because of variables that are bad. */
export type Section<T> = { kind: 'ready'; config: T } | { kind: 'off' } | { kind: 'blocked'; by: readonly string[] }

/** The environment as far as it is good. */
export interface Environment {
  problems: readonly ConfigProblem[]
  /** Of ours, those that are set. */
  set: ReadonlySet<string>
  telegram: Section<Omit<Config['telegram'], 'webhook'>>
  webhook: Section<NonNullable<Config['telegram']['webhook']>>
  hubsoft: Section<Config['hubsoft']>
  milvus: Section<NonNullable<Config['milvus']>>
  tempbox: Section<NonNullable<Config['tempbox']>>
  openai: Section<NonNullable<Config['openai']>>
  store: Section<Pick<Config, 'redisUrl' | 'dataDir' | 'dataKeys'>>
  port: Section<number>
  publicUrl: Section<string>
  opsChatId: Section<string>
  promptsDir: Section<string>
}

/** Reads what is there; what is bad is told by name, and takes away only the sections that need it. */
export function readEnvironment(env: Env): Environment {
  const problems = problemsOf(env)
  const names = new Set(problems.map(({ name }) => name))
  const config = parseConfig({ ...env, ...Object.fromEntries([...names].map((name) => [name, STAND_IN[name]])) })
  const section = <T>(needs: readonly string[], value: T | undefined): Section<T> => {
    const by = needs.filter((name) => names.has(name))
    if (by.length > 0) return { kind: 'blocked', by }
    return value === undefined ? { kind: 'off' } : { kind: 'ready', config: value }
  }
  const { redisUrl, dataDir, dataKeys, telegram } = config
  return {
    problems,
    set: new Set(VARIABLES.filter((name) => env[name]?.trim())),
    telegram: section(['TELEGRAM_BOT_TOKEN', 'TELEGRAM_API_ROOT'], telegram),
    webhook: section(['TELEGRAM_WEBHOOK_URL', 'TELEGRAM_WEBHOOK_SECRET'], telegram.webhook),
    hubsoft: section(Object.keys(STAND_IN).filter((name) => name.startsWith('HUBSOFT_')), config.hubsoft),
    milvus: section(['MILVUS_BASE_URL', 'MILVUS_TOKEN'], config.milvus),
    tempbox: section(['TEMPBOX_BASE_URL', 'TEMPBOX_TOKEN', 'TEMPBOX_EMPRESA'], config.tempbox),
    openai: section(['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_MODEL'], config.openai),
    store: section(['REDIS_URL', 'DATA_DIR', 'DATA_KEY'], { ...(redisUrl && { redisUrl }), dataDir, dataKeys }),
    port: section(['PORT'], config.port),
    publicUrl: section(['PUBLIC_URL'], config.publicUrl),
    opsChatId: section(['OPS_CHAT_ID'], config.opsChatId),
    promptsDir: section(['PROMPTS_DIR'], config.promptsDir),
  }
}

function problemsOf(env: Env): readonly ConfigProblem[] {
  try {
    parseConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

/**
 * In the place of what must be there and is not good, so that the rest can be read: the sections that would hold one of
 * these are `blocked`, and nobody sees them. Anything else that is bad counts as unset.
 */
const STAND_IN: Readonly<Record<string, string>> = {
  TELEGRAM_BOT_TOKEN: 'none',
  TELEGRAM_WEBHOOK_SECRET: 'none',
  HUBSOFT_BASE_URL: 'http://none.invalid',
  HUBSOFT_CLIENT_ID: 'none',
  HUBSOFT_CLIENT_SECRET: 'none',
  HUBSOFT_USERNAME: 'none',
  HUBSOFT_PASSWORD: 'none',
  TEMPBOX_EMPRESA: 'none',
}
