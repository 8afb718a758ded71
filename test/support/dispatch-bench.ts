import type { NewEffectOf } from '../../src/domain/effect.js'
import type { EffectSettled } from '../../src/domain/event.js'
import { silentLogger } from '../../src/lib/logger.js'
import { createContatoOf } from '../../src/outbox/contato.js'
import { createDispatcher, type Dispatcher, type DispatcherOptions } from '../../src/outbox/dispatcher.js'
import { createHandlers } from '../../src/outbox/handlers.js'
import type { FileLinks } from '../../src/outbox/ports.js'
import { FakeClock } from './fake-clock.js'
import { FakeFiles, FakeHubsoft, FakeMessenger, FakeMilvus, FakeTempbox } from './fake-desks.js'
import { FakeEffectStore } from './fake-effect-store.js'

export const REFERENCE = 'PLT-7K3M9QXT'

/** A dispatcher over fake systems and a clock that stands still. */
export class DispatchBench {
  readonly clock = new FakeClock()
  readonly store = new FakeEffectStore(this.clock)
  readonly messenger = new FakeMessenger()
  readonly files = new FakeFiles()
  readonly hubsoft = new FakeHubsoft()
  readonly milvus = new FakeMilvus()
  readonly tempbox = new FakeTempbox()
  readonly metrics: string[] = []

  constructor(readonly options: { contato?: string; unconfigured?: boolean; links?: FileLinks } = {}) {}

  /** Another one over the same store is the process started again. */
  dispatcher(overrides: Partial<DispatcherOptions> = {}): Dispatcher {
    const { clock, store, messenger, files, hubsoft, milvus, tempbox, options } = this
    const findByCodigo = (codigo: number) => hubsoft.findByCodigo(codigo)
    const contatoOf = createContatoOf({ template: options.contato ?? '{{telegram_id}}', findByCodigo, clock })
    const people = options.unconfigured ? {} : { milvus, tempbox: { desk: tempbox, contatoOf } }
    return createDispatcher({
      store,
      handlers: createHandlers({ messenger, files, hubsoft, links: options.links, clock, logger: silentLogger, ...people }),
      clock,
      logger: silentLogger,
      owner: 'bench',
      metrics: {
        onSettled: (kind, state) => {
          this.metrics.push(`${kind} ${state}`)
        },
      },
      ...overrides,
    })
  }

  /** Decides an effect and lets the dispatcher, which must be started, do what it can at once. */
  async decide(...effects: Parameters<FakeEffectStore['decide']>[0][]): Promise<void> {
    for (const effect of effects) this.store.decide(effect)
    await this.clock.advance(0)
  }

  /** What the conversation was told of an effect. */
  told(effectId: string): EffectSettled[] {
    return this.store.events.flatMap(({ input }) =>
      input.kind === 'effectSettled' && input.effectId === effectId ? [input] : [],
    )
  }
}

export function atendimento(id = 'd1:atendimento', reference = REFERENCE): NewEffectOf<'hubsoft.atendimento'> {
  const descricao = `[${reference}] Sem conexão (Telegram, Plantão)`
  const payload = { reference, codigoCliente: 70, idClienteServico: 71, descricao, abrirOs: false, parametros: {} }
  return { id, kind: 'hubsoft.atendimento', lane: id, payload, notify: true }
}

export function message(id: string, lane = 'tg:4242', html = id): NewEffectOf<'telegram.message'> {
  return { id, kind: 'telegram.message', lane, payload: { html }, notify: false }
}
