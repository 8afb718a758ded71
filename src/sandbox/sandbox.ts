import type { Faults } from './http/faults.js'
import { startHubsoft, type HubsoftStandIn } from './hubsoft.js'
import { Landings, type System } from './landings.js'
import { startMilvus, type MilvusStandIn } from './milvus.js'
import { MODELS, startOpenai, type OpenaiOptions, type OpenaiStandIn } from './openai.js'
import type { Model } from './openai/types.js'
import { startTelegram, type TelegramStandIn } from './telegram.js'
import { startTempbox, type TempboxStandIn } from './tempbox.js'
import { world as madeUpWorld } from './world.js'
import type { World } from './world/types.js'

export interface Sandbox {
  /** The variables of the environment that point the bot at the stand-ins. */
  env: Record<string, string>
  telegram: TelegramStandIn
  hubsoft: HubsoftStandIn
  milvus: MilvusStandIn
  tempbox: TempboxStandIn
  /** There only when a model was asked for. */
  openai: OpenaiStandIn | undefined
  faults: { telegram: Faults; hubsoft: Faults; milvus: Faults; tempbox: Faults }
  /** Everything that landed, in its order over all systems. */
  landings: Landings
  /** What landed in each system, a line each, oldest first. */
  landed(): Record<System, readonly string[]>
  stop(): Promise<void>
}

export interface SandboxOptions {
  /** 0 or absent: any free port. */
  ports?: { telegram?: number; hubsoft?: number; milvus?: number; tempbox?: number; openai?: number }
  /** Who answers behind an OpenAI-compatible endpoint; absent: none is started, and the bot goes by menus. */
  model?: Model | Pick<OpenaiOptions, 'model' | 'models' | 'listen'>
  world?: World
  /** The time as the stand-ins tell it; their waiting is always real. */
  now?: () => number
}

/** Nothing here opens any door: the stand-ins listen on this machine only. */
const CREDENTIALS = {
  telegramToken: '7000000001:AAFsandbox-token-of-nobody',
  hubsoft: {
    clientId: '3',
    clientSecret: 'sandbox-client-secret',
    username: 'api@exemplo.invalid',
    password: 'sandbox-password',
  },
  milvusToken: 'sandbox-milvus-token',
  tempboxToken: 'sandbox-tempbox-token',
  tempboxEmpresa: '00000000-0000-4000-8000-000000000001',
  openaiKey: 'sk-sandbox-key-of-nobody',
}

/** Starts the stand-ins of the four systems over one made-up world, and of a model's endpoint where one is given. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { ports = {}, world = madeUpWorld, now = Date.now } = options
  const landings = new Landings(now)
  const common = { world, landings, now }
  const at = (port: number | undefined): { port?: number } => (port === undefined ? {} : { port })
  const started: { stop(): Promise<void> }[] = []
  const begin = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const one = await starting
    started.push(one)
    return one
  }
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((one) => one.stop()))
  }
  try {
    const telegram = await begin(startTelegram({ ...at(ports.telegram), token: CREDENTIALS.telegramToken, now }))
    const hubsoft = await begin(startHubsoft({ ...at(ports.hubsoft), ...common, credentials: CREDENTIALS.hubsoft }))
    const milvus = await begin(startMilvus({ ...at(ports.milvus), ...common, token: CREDENTIALS.milvusToken }))
    const { tempboxToken: token, tempboxEmpresa: empresa } = CREDENTIALS
    const tempbox = await begin(startTempbox({ ...at(ports.tempbox), landings, now, token, empresa }))
    const openai = options.model && (await begin(startOpenai({ ...at(ports.openai), ...modelOf(options.model), now })))
    return {
      env: { ...environment({ telegram, hubsoft, milvus, tempbox }), ...(openai && modelEnvironment(openai, options.model)) },
      telegram,
      hubsoft,
      milvus,
      tempbox,
      openai,
      faults: { telegram: telegram.faults, hubsoft: hubsoft.faults, milvus: milvus.faults, tempbox: tempbox.faults },
      landings,
      landed: () => ({
        HubSoft: linesOf(landings, 'HubSoft'),
        Milvus: linesOf(landings, 'Milvus'),
        TempBox: linesOf(landings, 'TempBox'),
      }),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

type Served = Pick<OpenaiOptions, 'apiKey' | 'model' | 'models' | 'listen'>

function modelOf(given: NonNullable<SandboxOptions['model']>): Served {
  return { apiKey: CREDENTIALS.openaiKey, ...(typeof given === 'function' ? { model: given } : given) }
}

function modelEnvironment({ url }: OpenaiStandIn, given: SandboxOptions['model']): Record<string, string> {
  const named = typeof given === 'object' ? given.models?.[0] : undefined
  return { OPENAI_API_KEY: CREDENTIALS.openaiKey, OPENAI_BASE_URL: url, OPENAI_MODEL: named ?? MODELS[0] }
}

function environment(at: {
  telegram: { url: string }
  hubsoft: { url: string }
  milvus: { url: string }
  tempbox: { url: string }
}): Record<string, string> {
  return {
    TELEGRAM_BOT_TOKEN: CREDENTIALS.telegramToken,
    TELEGRAM_API_ROOT: at.telegram.url,
    HUBSOFT_BASE_URL: at.hubsoft.url,
    HUBSOFT_CLIENT_ID: CREDENTIALS.hubsoft.clientId,
    HUBSOFT_CLIENT_SECRET: CREDENTIALS.hubsoft.clientSecret,
    HUBSOFT_USERNAME: CREDENTIALS.hubsoft.username,
    HUBSOFT_PASSWORD: CREDENTIALS.hubsoft.password,
    HUBSOFT_RPM: '6000',
    MILVUS_BASE_URL: at.milvus.url,
    MILVUS_TOKEN: CREDENTIALS.milvusToken,
    TEMPBOX_BASE_URL: at.tempbox.url,
    TEMPBOX_TOKEN: CREDENTIALS.tempboxToken,
    TEMPBOX_EMPRESA: CREDENTIALS.tempboxEmpresa,
    TEMPBOX_ATENDENTE: '00000000-0000-4000-8000-00000000000a',
    TEMPBOX_PLATAFORMA: '7',
    TEMPBOX_CODIGO_REFERENCIA_CANAL: 'telegram-plantao',
    POLL_INTERVAL_MS: '250',
  }
}

function linesOf(landings: Landings, system: System): string[] {
  return landings.list(system).map(({ text }) => text)
}
