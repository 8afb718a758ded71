import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

import type { z } from 'zod'

import { AppError } from './domain/errors.js'
import type { LogLevel } from './lib/logger.js'
import type { Secret } from './lib/secret.js'
import { schema } from './variables.js'

type Env = Readonly<Record<string, string | undefined>>

/** Everything that can be set from outside, checked. Base URLs end without a slash. */
export interface Config {
  telegram: {
    token: Secret
    apiRoot: string
    /** Absent: long polling. A URL without a path stands for its `/telegram/webhook`. */
    webhook?: { url: string; secret: Secret }
  }
  hubsoft: {
    /** The host, without `/api`. */
    baseUrl: string
    clientId: string
    clientSecret: Secret
    username: string
    password: Secret
    /** Calls a minute. */
    rpm: number
  }
  /** Absent: no knowledge base, and tickets go to HubSoft alone. More listings a minute than one are for tests. */
  milvus?: { baseUrl: string; token: Secret; listingsPerMinute?: number }
  /** Absent: a hand-over becomes a ticket. */
  tempbox?: {
    baseUrl: string
    token: Secret
    empresa: string
    atendente?: string
    plataforma?: number
    codigoReferenciaCanal?: string
    /** A template of the contact's id at TempBox, e.g. `{{telegram_id}}`. */
    contato: string
  }
  /** Absent: menus, rules and the knowledge base do the work. The second model stands in for the first, and so on. */
  openai?: { apiKey: Secret; baseUrl: string; models: readonly string[] }
  /** May hold a password, so it is a secret. Absent: SQLite in `dataDir`. */
  redisUrl?: Secret
  dataDir: string
  /** 0 takes any free port. */
  port: number
  publicUrl?: string
  consolePassword?: Secret
  /** Absent: `/metrics` answers the machine itself only. */
  metricsToken?: Secret
  /** What is stored is sealed with the first, opened with any; empty: plain. */
  dataKeys: readonly Secret[]
  logLevel: LogLevel
  promptsDir: string
  /** The watchers' shortest interval. */
  pollIntervalMs: number
  /** A chat id in decimal; negative for a group. */
  opsChatId?: string
  /** Only these Telegram users are served; empty: everybody. */
  pilotUsers: readonly number[]
}

/** What is wrong with the environment: every problem at once, by name, never with a value. */
export class ConfigError extends AppError {
  constructor(readonly problems: readonly ConfigProblem[], hint: string | undefined) {
    const lines = problems.map(({ name, problem }) => `  ${name}: ${problem}`)
    super('config', ['Configuração incompleta ou inválida:', ...lines, ...(hint ? ['', hint] : [])].join('\n'), {
      retry: 'never',
    })
  }
}

export interface ConfigProblem {
  /** The variable. */
  name: string
  /** For the operator, in Portuguese. */
  problem: string
}

/** Adds `.env` of the working directory, where there is one, to the process's variables, which win over it. */
export function loadEnv(): Env {
  // Not `process.loadEnvFile`: behind the mark that Windows' editors begin a file with, it loses the first variable.
  for (const [name, value] of Object.entries(parseEnv(readEnvFile()))) process.env[name] ??= value
  silenceLibraries()
  return process.env
}

/** `.env` of the working directory; empty where there is none. Throws `config` where it cannot be read. */
export function readEnvFile(): string {
  try {
    return readFileSync('.env', 'utf8').replace(/^\uFEFF/u, '')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw new AppError('config', 'O arquivo .env não pôde ser lido.', { retry: 'never', cause: error })
  }
}

/**
 * Takes away what the model's libraries read by themselves: tracing that would copy conversations to another service,
 * a gateway in the endpoint's place, bodies printed to the console, headers of another account.
 */
function silenceLibraries(): void {
  for (const name of Object.keys(process.env)) {
    if (/^(?:LANG(?:SMITH|CHAIN|GRAPH)_|OPENAI_(?:LOG|ORG_ID|ORGANIZATION|PROJECT_ID|ADMIN_KEY|CUSTOM_HEADERS)$)/u.test(name)) {
      Reflect.deleteProperty(process.env, name)
    }
  }
}

/** Whether `npm start` runs this process, as npm tells its scripts. */
export function startedByNpm(): boolean {
  return process.env.npm_lifecycle_event === 'start'
}

/** Checks the environment; an empty variable counts as unset. Throws `ConfigError`. */
export function parseConfig(env: Env): Config {
  const given: Given = Object.fromEntries(VARIABLES.map((name) => [name, env[name]?.trim() || undefined]))
  const parsed = schema.safeParse(given)
  const problems = [...(parsed.error?.issues ?? []).map(toProblem), ...problemsBetween(given)]
  if (!parsed.success || problems.length > 0) {
    throw new ConfigError(problems, REQUIRED.some((name) => given[name] !== undefined) ? undefined : NOTHING_SET)
  }
  return group(parsed.data)
}

/** Where the data is, of an environment that needs not be good for anything else. Throws `ConfigError`. */
export function parseStoreConfig(env: Env): Pick<Config, 'dataDir' | 'redisUrl' | 'dataKeys'> {
  const given = Object.fromEntries(STORE_VARIABLES.map((name) => [name, env[name]?.trim() || undefined]))
  const parsed = schema.pick({ REDIS_URL: true, DATA_DIR: true, DATA_KEY: true }).safeParse(given)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(toProblem), undefined)
  const { REDIS_URL: redis, DATA_DIR: dataDir, DATA_KEY: dataKeys = [] } = parsed.data
  return { dataDir, dataKeys, ...(redis && { redisUrl: redis }) }
}

/** `PROMPTS_DIR`, likewise. */
export function promptsDirOf(env: Env): string {
  return schema.shape.PROMPTS_DIR.parse(env.PROMPTS_DIR?.trim() || undefined)
}

/** One system's own part, likewise. */
export function parseSystemConfig<S extends keyof SystemConfigs>(env: Env, system: S): SystemConfigs[S] {
  const prefix = `${system.toUpperCase()}_`
  const names = VARIABLES.filter((name) => name.startsWith(prefix))
  const given = Object.fromEntries(names.map((name) => [name, env[name]?.trim() || undefined]))
  const parsed = SYSTEM_SCHEMAS[system].safeParse(given)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(toProblem), undefined)
  return parsed.data
}

/** The provider's systems, each as `parseConfig` has it. */
export interface SystemConfigs {
  hubsoft: Config['hubsoft']
  milvus: NonNullable<Config['milvus']>
  tempbox: NonNullable<Config['tempbox']>
}

const STORE_VARIABLES = ['REDIS_URL', 'DATA_DIR', 'DATA_KEY'] as const

const REQUIRED = [
  'TELEGRAM_BOT_TOKEN',
  'HUBSOFT_BASE_URL',
  'HUBSOFT_CLIENT_ID',
  'HUBSOFT_CLIENT_SECRET',
  'HUBSOFT_USERNAME',
  'HUBSOFT_PASSWORD',
] as const

const NOTHING_SET =
  'Nenhuma das variáveis obrigatórias está definida. Para ver o bot funcionando sem credenciais: npm run demo. ' +
  'Para usá-lo de verdade, copie .env.example para .env e preencha.'

type Variables = z.output<typeof schema>

const SYSTEM_SCHEMAS: { [S in keyof SystemConfigs]: z.ZodType<SystemConfigs[S]> } = {
  hubsoft: schema
    .pick({
      HUBSOFT_BASE_URL: true,
      HUBSOFT_CLIENT_ID: true,
      HUBSOFT_CLIENT_SECRET: true,
      HUBSOFT_USERNAME: true,
      HUBSOFT_PASSWORD: true,
      HUBSOFT_RPM: true,
    })
    .transform(groupHubsoft),
  milvus: schema
    .pick({ MILVUS_BASE_URL: true })
    .extend({ MILVUS_TOKEN: schema.shape.MILVUS_TOKEN.unwrap() })
    .transform((env) => ({ baseUrl: env.MILVUS_BASE_URL, token: env.MILVUS_TOKEN })),
  tempbox: schema
    .pick({
      TEMPBOX_BASE_URL: true,
      TEMPBOX_ATENDENTE: true,
      TEMPBOX_PLATAFORMA: true,
      TEMPBOX_CODIGO_REFERENCIA_CANAL: true,
      TEMPBOX_CONTATO: true,
    })
    .extend({ TEMPBOX_TOKEN: schema.shape.TEMPBOX_TOKEN.unwrap(), TEMPBOX_EMPRESA: schema.shape.TEMPBOX_EMPRESA.unwrap() })
    .transform((env) => groupTempbox(env, env.TEMPBOX_TOKEN, env.TEMPBOX_EMPRESA)),
}

/** As given, trimmed, the empty ones left out. */
type Given = Partial<Record<keyof Variables, string>>

/** The names of all variables, in the order of `.env.example`. */
export const VARIABLES: readonly string[] = Object.keys(schema.shape)

function group(env: Variables): Config {
  return {
    telegram: {
      token: env.TELEGRAM_BOT_TOKEN,
      apiRoot: env.TELEGRAM_API_ROOT,
      ...(env.TELEGRAM_WEBHOOK_URL &&
        env.TELEGRAM_WEBHOOK_SECRET && {
          webhook: { url: env.TELEGRAM_WEBHOOK_URL, secret: env.TELEGRAM_WEBHOOK_SECRET },
        }),
    },
    hubsoft: groupHubsoft(env),
    ...(env.MILVUS_TOKEN && { milvus: { baseUrl: env.MILVUS_BASE_URL, token: env.MILVUS_TOKEN } }),
    ...(env.TEMPBOX_TOKEN &&
      env.TEMPBOX_EMPRESA && { tempbox: groupTempbox(env, env.TEMPBOX_TOKEN, env.TEMPBOX_EMPRESA) }),
    ...(env.OPENAI_API_KEY && {
      openai: { apiKey: env.OPENAI_API_KEY, baseUrl: env.OPENAI_BASE_URL, models: env.OPENAI_MODEL },
    }),
    ...(env.REDIS_URL && { redisUrl: env.REDIS_URL }),
    dataDir: env.DATA_DIR,
    port: env.PORT,
    ...(env.PUBLIC_URL && { publicUrl: env.PUBLIC_URL }),
    ...(env.CONSOLE_PASSWORD && { consolePassword: env.CONSOLE_PASSWORD }),
    ...(env.METRICS_TOKEN && { metricsToken: env.METRICS_TOKEN }),
    dataKeys: env.DATA_KEY ?? [],
    logLevel: env.LOG_LEVEL,
    promptsDir: env.PROMPTS_DIR,
    pollIntervalMs: env.POLL_INTERVAL_MS,
    ...(env.OPS_CHAT_ID && { opsChatId: env.OPS_CHAT_ID }),
    pilotUsers: env.PILOT_USERS ?? [],
  }
}

function groupHubsoft(env: Pick<Variables, Extract<keyof Variables, `HUBSOFT_${string}`>>): Config['hubsoft'] {
  return {
    baseUrl: env.HUBSOFT_BASE_URL,
    clientId: env.HUBSOFT_CLIENT_ID,
    clientSecret: env.HUBSOFT_CLIENT_SECRET,
    username: env.HUBSOFT_USERNAME,
    password: env.HUBSOFT_PASSWORD,
    rpm: env.HUBSOFT_RPM,
  }
}

type TempboxVariables = Pick<Variables, Extract<keyof Variables, `TEMPBOX_${string}`>>

function groupTempbox(env: TempboxVariables, token: Secret, empresa: string): NonNullable<Config['tempbox']> {
  return {
    baseUrl: env.TEMPBOX_BASE_URL,
    token,
    empresa,
    ...(env.TEMPBOX_ATENDENTE && { atendente: env.TEMPBOX_ATENDENTE }),
    ...(env.TEMPBOX_PLATAFORMA !== undefined && { plataforma: env.TEMPBOX_PLATAFORMA }),
    ...(env.TEMPBOX_CODIGO_REFERENCIA_CANAL && { codigoReferenciaCanal: env.TEMPBOX_CODIGO_REFERENCIA_CANAL }),
    contato: env.TEMPBOX_CONTATO,
  }
}

/** What one variable asks of another. */
function problemsBetween(given: Given): ConfigProblem[] {
  const problems: ConfigProblem[] = []
  if (given.TEMPBOX_TOKEN && !given.TEMPBOX_EMPRESA) {
    problems.push({ name: 'TEMPBOX_EMPRESA', problem: 'falta (obrigatória com TEMPBOX_TOKEN)' })
  }
  if (given.TELEGRAM_WEBHOOK_URL && !given.TELEGRAM_WEBHOOK_SECRET) {
    problems.push({ name: 'TELEGRAM_WEBHOOK_SECRET', problem: 'falta (obrigatória com TELEGRAM_WEBHOOK_URL)' })
  }
  return problems
}

/** Only the schema's own words are told: an issue may quote what was given. */
function toProblem(issue: z.core.$ZodIssue): ConfigProblem {
  return { name: String(issue.path[0] ?? 'ambiente'), problem: issue.message }
}
