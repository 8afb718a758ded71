import type { Clock } from '../../lib/clock.js'
import type { Logger } from '../../lib/logger.js'
import type { ObserveCall } from './api.js'
import type { CircuitOptions } from './circuit.js'
import type { TransportOptions } from './transport.js'

/** What every system's adapter is given beside its own configuration. */
export interface HttpDeps {
  clock: Clock
  logger: Logger
  onCall?: ObserveCall
  transport?: TransportOptions
  circuit?: Omit<CircuitOptions, 'system'>
}
