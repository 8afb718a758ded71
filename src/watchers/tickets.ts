import type { MensagensPublicas } from '../domain/routing.js'
import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import { alone, shareOf, type Replicas } from '../lib/share.js'
import { createBudget } from './budget.js'
import { createHubsoftReadings } from './hubsoft-readings.js'
import { createHubsoftPoller } from './hubsoft.js'
import { createMilvusStatuses } from './milvus-status.js'
import { createMilvusPoller } from './milvus.js'
import { createOutagePoller, type OutageNoticeDeps } from './outage-notices.js'
import type { Poll } from './poller.js'
import type { HubsoftReader, MilvusReader } from './ports.js'
import { createQueueOfTurns } from './queue-of-turns.js'

export interface TicketPollersOptions {
  /** `callsPerMinute` is the whole of HUBSOFT_RPM. */
  hubsoft: { reader: HubsoftReader; callsPerMinute: number }
  /** Absent without Milvus. */
  milvus: MilvusReader | undefined
  /** As the operators have it now, like `alertas`. */
  mensagensPublicas: () => MensagensPublicas
  /** Who waits for the end of an outage shares the calls with tickets. */
  avisos: Pick<OutageNoticeDeps, 'reader' | 'alertas' | 'tag'>
  /** How many processes share the calls; one where it is not given. */
  replicas?: Replicas
  /**
   * Whether this process of all is the one that reads them: its listings, groups and queues are in memory, and each
   * thing is read once for all processes.
   */
  mayRead: () => boolean
  clock: Clock
  logger: Logger
  pollIntervalMs: number
}

/** Integrations in production leave four seconds between calls of one chamado. */
const MILVUS_PER_MINUTE = 20
/** Until the one that reads may meet a watch which another process has taken. */
const STANDBY_MS = 1_000

/**
 * What reads tickets and ends of outages, in one process of all: of HubSoft's calls a minute a third, and none while
 * customers of this process need its part of them.
 */
export function createTicketPollers(
  options: TicketPollersOptions,
): { hubsoft: Poll; milvus: Poll | undefined; aviso: Poll } {
  const { hubsoft, milvus, mensagensPublicas, avisos, mayRead, replicas = alone, ...common } = options
  const { clock } = common
  const { reader, callsPerMinute } = hubsoft
  const whole = shareOf(callsPerMinute, replicas)
  const perMinute = (): number => callsPerMinute / 3
  const budget = createBudget({
    perMinute,
    clock,
    spare: () => reader.spareCalls() > whole() / 5,
  })
  const byOne = (poll: Poll): Poll => async (watch) => {
    if (mayRead()) return await poll(watch)
    return { next: { state: watch.state, dueAt: clock.now() + STANDBY_MS }, events: [] }
  }
  return {
    hubsoft: byOne(
      createHubsoftPoller({
        ...common,
        readings: createHubsoftReadings({ reader, budget, clock }),
        mensagensPublicas,
      }),
    ),
    aviso: byOne(createOutagePoller({ ...common, ...avisos, budget, budgetPerMinute: perMinute })),
    milvus:
      milvus &&
      byOne(createMilvusPoller({
        ...common,
        reader: milvus,
        statuses: createMilvusStatuses({ reader: milvus, ...common }),
        budget: createBudget({ perMinute: () => MILVUS_PER_MINUTE, clock }),
        // As fast as the budget trickles.
        turns: createQueueOfTurns(() => MILVUS_PER_MINUTE * 0.9),
      })),
  }
}
