import { parseSystemConfig } from '../config.js'
import type { Api } from '../integrations/http/api.js'
import type { CallDeclaration } from '../integrations/http/call.js'
import type { HttpDeps } from '../integrations/http/deps.js'
import { hubsoftCalls } from '../integrations/hubsoft/calls.js'
import { createHubsoft } from '../integrations/hubsoft/hubsoft.js'
import { milvusCalls } from '../integrations/milvus/calls.js'
import { createMilvus } from '../integrations/milvus/milvus.js'
import { tempboxCalls } from '../integrations/tempbox/calls.js'
import { configuredFields } from '../integrations/tempbox/configured.js'
import { createTempbox } from '../integrations/tempbox/tempbox.js'
import { Secret } from '../lib/secret.js'

/** One system's API as an operator reaches it. */
export interface OpenSystem {
  api: Api
  /** Fields of a call that the configuration has a value for. */
  configured(operation: string): Readonly<Record<string, string | number>>
  /** Lets the client in, for the call that is declared as `login`. */
  logIn?(): Promise<void>
  /** The configured secrets, which must not be printed, whatever an answer holds. */
  secrets: readonly string[]
}

export interface SystemEntry {
  /** As people write it. */
  title: string
  calls: readonly CallDeclaration[]
  /** Throws `ConfigError` where its variables are missing or wrong; opens no connection by itself. */
  open(env: Readonly<Record<string, string | undefined>>, deps: HttpDeps): OpenSystem
}

const none = () => ({})

const secretsOf = (config: object): readonly string[] =>
  Object.values(config).flatMap((value) => (value instanceof Secret ? [value.reveal()] : []))

/** The systems whose calls are within an operator's reach, by the name that stands on the command line. */
export const SYSTEMS: Readonly<Record<string, SystemEntry>> = {
  hubsoft: {
    title: 'HubSoft',
    calls: Object.values(hubsoftCalls),
    open: (env, deps) => {
      const { rpm, ...config } = parseSystemConfig(env, 'hubsoft')
      const hubsoft = createHubsoft({ ...config, callsPerMinute: rpm }, deps)
      return { api: hubsoft.api, configured: none, logIn: () => hubsoft.logIn(), secrets: secretsOf(config) }
    },
  },
  milvus: {
    title: 'Milvus',
    calls: Object.values(milvusCalls),
    open: (env, deps) => {
      const config = parseSystemConfig(env, 'milvus')
      return { api: createMilvus(config, deps).api, configured: none, secrets: secretsOf(config) }
    },
  },
  tempbox: {
    title: 'TempBox',
    calls: Object.values(tempboxCalls),
    open: (env, deps) => {
      const config = parseSystemConfig(env, 'tempbox')
      const configured = (operation: string) => ({ ...configuredFields(config, operation) })
      return { api: createTempbox(config, deps).api, configured, secrets: secretsOf(config) }
    },
  },
}
