import type { MensagensPublicas } from '../domain/routing.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import { createBudget } from './budget.js'
import { createHubsoftReadings } from './hubsoft-readings.js'
import { createHubsoftPoller } from './hubsoft.js'
import { createMilvusStatuses } from './milvus-status.js'
import { createMilvusPoller } from './milvus.js'
import type { Poll } from './poller.js'
import type { HubsoftReader, MilvusReader } from './ports.js'

export interface TicketPollersOptions {
  /** `callsPerMinute` is the whole of HUBSOFT_RPM. */
  hubsoft: { reader: HubsoftReader; callsPerMinute: number }
  /** Absent without Milvus. */
  milvus: MilvusReader | undefined
  mensagensPublicas: MensagensPublicas
  /** Whether this process of all is the one that lists Milvus's chamados. */
  mayListMilvus: () => Promise<boolean>
  clock: Clock
  logger: Logger
  pollIntervalMs: number
}

/** Integrations in production leave four seconds between calls of one chamado. */
const MILVUS_PER_MINUTE = 20

/** What reads tickets, each system within its calls a minute: of HubSoft's a third, and none while customers need them. */
export function createTicketPollers(options: TicketPollersOptions): { hubsoft: Poll; milvus: Poll | undefined } {
  const { hubsoft, milvus, mensagensPublicas, mayListMilvus, ...common } = options
  const { clock } = common
  const { reader, callsPerMinute } = hubsoft
  const budget = createBudget({
    perMinute: callsPerMinute / 3,
    clock,
    spare: () => reader.spareCalls() > callsPerMinute / 5,
  })
  return {
    hubsoft: createHubsoftPoller({
      ...common,
      readings: createHubsoftReadings({ reader, budget, clock }),
      mensagensPublicas,
    }),
    milvus:
      milvus &&
      createMilvusPoller({
        ...common,
        reader: milvus,
        statuses: createMilvusStatuses({ reader: milvus, mayList: mayListMilvus, ...common }),
        budget: createBudget({ perMinute: MILVUS_PER_MINUTE, clock }),
      }),
  }
}
