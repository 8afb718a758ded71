import type { Logger } from '../lib/logger.js'
import type { Secret } from '../lib/secret.js'

export interface ModelConfig {
  apiKey: Secret
  /** Without a slash at its end. */
  baseUrl: string
  /** At least one; each stands in for the one before it. */
  models: readonly string[]
}

export interface ModelDeps {
  logger: Logger
  onUse?: (use: ModelUse) => void
  /** Of a whole turn; a little less than `AGENT_MS` where nothing is said. */
  timeoutMs?: number
  /** Milliseconds since the epoch. */
  now?: () => number
}

/** One turn, for metrics: machine words and numbers only. */
export interface ModelUse {
  kind: 'decide' | 'look' | 'transcribe'
  model: string
  calls: number
  tokensIn: number
  tokensOut: number
  tokensCached: number
  ms: number
  /** `ok`, or why there was nothing. */
  outcome: string
  fallback: boolean
}
