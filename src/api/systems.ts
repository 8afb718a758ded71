import { parseSystemConfig, type SystemConfigs } from '../config.js'
import type { Api } from '../integrations/http/api.js'
import type { CallDeclaration } from '../integrations/http/call.js'
import type { HttpDeps } from '../integrations/http/deps.js'
import { hubsoftCalls } from '../integrations/hubsoft/calls.js'
import { createHubsoft } from '../integrations/hubsoft/hubsoft.js'
import { milvusCalls } from '../integrations/milvus/calls.js'
import { createMilvus } from '../integrations/milvus/milvus.js'
import { tempboxCalls } from '../integrations/tempbox/calls.js'
import { createTempbox } from '../integrations/tempbox/tempbox.js'
import { Secret } from '../lib/secret.js'

/** One system's API as an operator reaches it. */
export interface OpenSystem {
  api: Api
  /** Fields that the configuration has a value for. */
  configured: Readonly<Record<string, string | number>>
  /** What must not be printed, whatever an answer holds. */
  secrets: readonly Secret[]
}

export interface SystemEntry {
  /** As people write it. */
  title: string
  calls: readonly CallDeclaration[]
  /** Throws `ConfigError` where its variables are missing or wrong; opens no connection by itself. */
  open(env: Readonly<Record<string, string | undefined>>, deps: HttpDeps): OpenSystem
}

const secretsOf = (config: object): readonly Secret[] => Object.values(config).filter((value) => value instanceof Secret)

/** The systems whose calls are within an operator's reach, by the name that stands on the command line. */
export const SYSTEMS: Readonly<Record<string, SystemEntry>> = {
  hubsoft: {
    title: 'HubSoft',
    calls: Object.values(hubsoftCalls),
    open: (env, deps) => {
      const { rpm, ...config } = parseSystemConfig(env, 'hubsoft')
      const { api } = createHubsoft({ ...config, callsPerMinute: rpm }, deps)
      return { api, configured: {}, secrets: secretsOf(config) }
    },
  },
  milvus: {
    title: 'Milvus',
    calls: Object.values(milvusCalls),
    open: (env, deps) => {
      const config = parseSystemConfig(env, 'milvus')
      return { api: createMilvus(config, deps).api, configured: {}, secrets: secretsOf(config) }
    },
  },
  tempbox: {
    title: 'TempBox',
    calls: Object.values(tempboxCalls),
    open: (env, deps) => {
      const config = parseSystemConfig(env, 'tempbox')
      return { api: createTempbox(config, deps).api, configured: configuredOf(config), secrets: secretsOf(config) }
    },
  },
}

function configuredOf(config: SystemConfigs['tempbox']): Record<string, string | number> {
  const { empresa: Empresa, atendente: Atendente, plataforma: Plataforma, codigoReferenciaCanal: CodigoReferenciaCanal } = config
  const all = Object.entries({ Empresa, Atendente, Plataforma, CodigoReferenciaCanal })
  return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}
