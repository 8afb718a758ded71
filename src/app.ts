import type { BreakerState } from './agent/breaker.js'
import type { ModelAgent } from './agent/create.js'
import { loadModelAgent } from './agent/load.js'
import type { Config } from './config.js'
import { conversationDeps } from './conversation-deps.js'
import { createEngine } from './conversation/engine.js'
import { BUTTONS, MESSAGES } from './conversation/messages.js'
import type { InboxEvent } from './domain/event.js'
import type { RecordRetention } from './domain/record.js'
import { systemClock, type Clock } from './lib/clock.js'
import { newOwner } from './lib/ids.js'
import { createLogger, type Logger } from './lib/logger.js'
import { createReadOnce } from './lib/read-once.js'
import { Releases } from './lib/releases.js'
import { createTagger } from './lib/tags.js'
import { WhileLeading } from './lib/while-leading.js'
import { createContatoOf } from './outbox/contato.js'
import { createDispatcher } from './outbox/dispatcher.js'
import { createHandlers } from './outbox/handlers.js'
import type { Policies } from './outbox/policy.js'
import { createLivePrompts } from './prompts/live.js'
import type { Prompts } from './prompts/load.js'
import { createCustomerFiles } from './server/customer-files.js'
import { createFileLinks, FILES_PATH } from './server/file-links.js'
import { createMetrics, type Metrics } from './server/metrics.js'
import { createServer } from './server/server.js'
import { openStore } from './store/open-store.js'
import type { Store } from './store/store.js'
import { keepTidy } from './store/tidy.js'
import { createSystems } from './systems.js'
import type { BotCommandName } from './telegram/bot-profile.js'
import { keepCommandsSet } from './telegram/commands-menu.js'
import { pollByOne } from './telegram/poll-by-one.js'
import { createTelegram } from './telegram/telegram.js'
import { createWatchLoop } from './watchers/loop.js'
import { createOpsPrompts } from './watchers/ops-prompts.js'
import { createOpsWatch } from './watchers/ops.js'
import { createOutages } from './watchers/outages.js'
import { createPoller } from './watchers/poller.js'
import { createTempboxPoller } from './watchers/tempbox.js'
import { createTicketPollers } from './watchers/tickets.js'

/** What may be put in place of the real thing; production gives none. */
export interface Overrides {
  clock?: Clock
  logger?: Logger
  /** For tests that cannot wait two minutes for a reconciliation. */
  policies?: Policies
  /** For tests that cannot wait five minutes for an outage to be told of. */
  opsWatch?: { everyMs: number; downAfterMs: number }
  /** Called for every command sent to Redis, scripts by their name; for counting. */
  onStoreCall?: (name: string) => void
}

export interface App {
  /** Resolves when updates are being taken; `port` is where HTTP is served. */
  start(): Promise<{ port: number }>
  /** Stops taking events, finishes what is held, within ten seconds. */
  stop(): Promise<void>
}

/** Turns and polls first, then effects: together with the rest it stays under ten seconds. */
const STOP_MS = 3_500
const DAY_MS = 24 * 60 * 60_000

/**
 * The composition root: everything is made here, started in order and released in reverse. Nothing outside the
 * process is spoken to before `start`.
 */
export function createApp(config: Config, overrides: Overrides = {}): App {
  const clock = overrides.clock ?? systemClock
  const logger = overrides.logger ?? createLogger(config.logLevel)
  const owner = newOwner()
  const releases = new Releases()
  const metrics = createMetrics()

  return {
    async start() {
      try {
        const keys = { messages: MESSAGES, buttons: BUTTONS }
        const live = await createLivePrompts(config.promptsDir, keys, { clock, logger })
        live.listen(metrics.onPrompts)
        metrics.onPrompts({ kind: 'taken', version: live.current().version })
        const store = await openStore({ ...config, logger, onRoundTrip: overrides.onStoreCall })
        releases.add(() => store.close())
        const outages = createOutages(() => clock.now())
        const onCall: Metrics['onCall'] = (call) => {
          metrics.onCall(call)
          outages.onCall(call)
        }
        const readOnce = createReadOnce({ shelf: store.shelf, roles: store, owner, clock, logger })
        const replicas = (): number => store.replicas()
        const systems = createSystems(config, { clock, logger, onCall, readOnce, replicas }, releases)
        const telegram = createTelegram({ ...config.telegram, replicas, clock, logger })
        const contatoOf = createContatoOf({
          template: config.tempbox?.contato ?? '',
          findByCodigo: (codigoCliente) => systems.hubsoft.findByCodigo(codigoCliente),
          clock,
        })

        const agent = config.openai && (await loadModelAgent(config.openai, { logger, onUse: metrics.onAgent }))
        metrics.observe({
          counts: () => store.counts(clock.now()),
          circuits: () => ({
            ...systems.hubsoft.api.circuits(),
            ...systems.milvus?.api.circuits(),
            ...systems.tempbox?.api.circuits(),
            ...modelCircuits(agent),
          }),
        })
        const append = async (events: readonly InboxEvent[]): Promise<void> => {
          engine.take(await store.append(served(events, config), clock.now(), engine.claiming()))
          metrics.onAppended(events.length)
        }
        const { webhook } = config.telegram
        const updates = webhook
          ? telegram.createUpdates({ ...webhook, arrivals: store.arrivals }, append)
          : pollByOne({ roles: store, owner, clock, logger }, () => telegram.createUpdates(undefined, append))
        const links = await linksOf(config, store, clock)
        const server = createServer({
          port: config.port,
          metrics,
          metricsToken: config.metricsToken,
          checks: {
            store: () => store.ping(),
            telegram: async () => {
              if (!updates.isHealthy()) throw new Error('Telegram is not being read')
              // A poll that Telegram holds open does not tell that the token was revoked meanwhile.
              await telegram.profile.whoAmI()
            },
          },
          posts: updates.posts,
          ...(links && {
            prefixes: {
              [FILES_PATH]: createCustomerFiles({
                open: (token) => links.open(token),
                files: telegram.files,
                forgottenAt: (chatId) => store.forgottenAt(chatId),
                logger,
              }),
            },
          }),
          logger,
        })

        const { tempbox } = systems
        const dispatcher = createDispatcher({
          store,
          handlers: createHandlers({
            messenger: telegram.messenger,
            files: telegram.files,
            hubsoft: systems.hubsoft,
            milvus: systems.milvus,
            tempbox: tempbox && { desk: tempbox, contatoOf },
            links,
            clock,
            logger,
          }),
          clock,
          logger,
          owner,
          metrics,
          stopMs: STOP_MS,
          ...(overrides.policies ? { policies: overrides.policies } : {}),
        })
        const tag = createTagger(await store.secret('tags'))
        const ticketReading = new WhileLeading({ roles: store, role: 'ticket-reader', owner, clock, logger }, idle)
        const watching = { clock, logger, pollIntervalMs: config.pollIntervalMs }
        const watchLoop = createWatchLoop({
          store,
          poll: createPoller(
            {
              tempbox: tempbox && createTempboxPoller({ ...watching, reader: tempbox, contatoOf }),
              ...createTicketPollers({
                ...watching,
                hubsoft: { reader: systems.hubsoft.reader, callsPerMinute: config.hubsoft.rpm },
                milvus: systems.milvus?.reader,
                mensagensPublicas: () => live.current().routing.mensagensPublicas,
                avisos: { reader: systems.hubsoft.reader, alertas: () => live.current().routing.alertas, tag },
                replicas,
                mayRead: () => ticketReading.duty !== undefined,
              }),
            },
            clock,
          ),
          clock,
          logger,
          owner,
          stopMs: STOP_MS,
        })
        const deps = conversationDeps(live, systems, telegram, { agent, tag, fileLinks: links !== undefined, logger })
        const engine = createEngine({
          store,
          deps,
          clock,
          logger,
          owner,
          effects: dispatcher,
          presence: telegram.presence,
          onTurn: metrics.onTurn,
        })

        const port = await server.start()
        releases.add(() => server.stop())
        dispatcher.start()
        ticketReading.start()
        watchLoop.start()
        engine.start()
        updates.start()
        // Events first, then turns, then effects: each finishes what the one before it may still hand over.
        releases.add(async () => {
          await updates.stop()
          await Promise.all([engine.stop(), watchLoop.stop(), ticketReading.stop()])
          await dispatcher.stop()
        })
        releases.add(keepTidy(store, { keep: () => retentionOf(live.current()), clock, logger }))
        if (config.opsChatId !== undefined) {
          const probe = () => {
            outages.onCall({ system: 'telegram', outcome: updates.isHealthy() ? 'ok' : 'unreachable' })
            if (agent) outages.onCall({ system: 'modelo', outcome: isDown(agent) ? 'circuit-open' : 'ok' })
          }
          const watched = { chatId: config.opsChatId, store, outages, probe, clock, logger }
          const opsWatch = createOpsWatch({ ...watched, ...overrides.opsWatch })
          opsWatch.start()
          releases.add(() => opsWatch.stop())
          const opsPrompts = createOpsPrompts({ chatId: config.opsChatId, store, clock, logger })
          releases.add(() => opsPrompts.stop())
          live.listen((change) => opsPrompts.tell(change))
        }
        const describe = (command: BotCommandName) => live.current().messages.render(`comando_${command}`, {})
        const menu = keepCommandsSet(telegram.profile, describe, { clock, logger })
        releases.add(async () => menu.stop())
        live.listen(() => menu.refresh())
        live.start()
        releases.add(() => live.stop())
        logger.info('app.started', { port, version: live.current().version })
        return { port }
      } catch (error) {
        await releases.run(logger)
        throw error
      }
    },
    async stop() {
      await releases.run(logger)
      logger.info('app.stopped')
    },
  }
}

/** A duty that is only to have the role: what is read is read when it is due. */
const idle = () => ({ start: () => undefined, stop: () => Promise.resolve() })

/** How long the journals and the audit records are kept. */
function retentionOf({ provider: { retencao } }: Prompts): RecordRetention {
  return { journalMs: retencao.diario_dias * DAY_MS, auditMs: retencao.auditoria_dias * DAY_MS }
}

/** The models' breakers by the names that they have in `/metrics`. */
function modelCircuits(agent: ModelAgent | undefined): Readonly<Record<string, BreakerState>> {
  return Object.fromEntries(Object.entries(agent?.circuits() ?? {}).map(([name, state]) => [`modelo:${name}`, state]))
}

/** No model answers: each has failed several times in a row, and none has been heard since. */
const isDown = (agent: ModelAgent): boolean => Object.values(agent.circuits()).every((state) => state !== 'closed')

/** Links to customers' files, where there is an address that they can lead to. */
async function linksOf(
  { publicUrl, dataKeys }: Config,
  store: Store,
  clock: Clock,
): Promise<ReturnType<typeof createFileLinks> | undefined> {
  if (publicUrl === undefined) return undefined
  const secrets = dataKeys.length > 0 ? dataKeys : [await store.secret('links')]
  return createFileLinks({ secrets, publicUrl, clock })
}

/**
 * `PILOT_USERS`: only these are served; the others' events are acknowledged and dropped. Groups are left all the same,
 * but for the operators' own.
 */
function served(events: readonly InboxEvent[], { pilotUsers, opsChatId }: Config): readonly InboxEvent[] {
  return events.filter(({ chatId, input }) => {
    if (input.kind === 'group') return chatId !== opsChatId
    return pilotUsers.length === 0 || pilotUsers.includes(Number(chatId))
  })
}
