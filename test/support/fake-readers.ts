import type { Clock } from '../../src/lib/clock.js'
import type {
  HubsoftReader,
  MilvusReader,
  WatchedAcompanhamento,
  WatchedAtendimento,
} from '../../src/watchers/ports.js'
import { Faults } from './fake-desks.js'

interface Held {
  idClienteServico: number
  dia: string
  visitas: NonNullable<WatchedAtendimento['visitas']>
  atendimento: WatchedAtendimento
}

/** A HubSoft of made-up atendimentos, in memory; every call is counted, with its time. */
export class FakeHubsoftReader implements HubsoftReader {
  readonly faults = new Faults()
  readonly held = new Map<number, Held>()
  /** When each call was made. */
  readonly calledAt: number[] = []
  perPage = 200
  spare = 1_000
  /** What was opened here never shows in a listing by day. */
  readonly hiddenByDay = new Set<number>()
  #nextMessage = 1

  constructor(readonly clock: Clock) {}

  open(idAtendimento: number, idClienteServico: number, dia = '2026-07-01'): void {
    const atendimento = { idAtendimento, status: 'Aguardando Análise', aberto: true, mensagens: [] }
    this.held.set(idAtendimento, { idClienteServico, dia, visitas: [], atendimento })
  }

  says(idAtendimento: number, texto: string, em: number | null = this.clock.now()): number {
    const id = this.#nextMessage++
    const { mensagens } = this.#get(idAtendimento)
    this.change(idAtendimento, { mensagens: [{ id, texto, ...(em === null ? {} : { em }) }, ...mensagens] })
    return id
  }

  change(idAtendimento: number, given: Partial<WatchedAtendimento>): void {
    const held = this.held.get(idAtendimento)
    if (held) held.atendimento = { ...held.atendimento, ...given }
  }

  readCreatedOn(dia: string, pagina: number) {
    this.calledAt.push(this.clock.now())
    return this.faults.around('readCreatedOn', () => {
      const all = [...this.held.values()].filter((one) => one.dia === dia)
      const shown = all.filter(({ atendimento }) => !this.hiddenByDay.has(atendimento.idAtendimento))
      const atendimentos = shown
        .slice(pagina * this.perPage, (pagina + 1) * this.perPage)
        .map(({ atendimento, visitas }) => ({ ...atendimento, temOrdemAberta: visitas.length > 0 }))
      return { atendimentos, ultimaPagina: Math.max(0, Math.ceil(shown.length / this.perPage) - 1) }
    })
  }

  readOfServico(idClienteServico: number) {
    this.calledAt.push(this.clock.now())
    return this.faults.around('readOfServico', () =>
      [...this.held.values()]
        .filter((one) => one.idClienteServico === idClienteServico)
        .map(({ atendimento, visitas }) => ({ ...atendimento, visitas })),
    )
  }

  spareCalls(): number {
    return this.spare
  }

  #get(idAtendimento: number): WatchedAtendimento {
    const held = this.held.get(idAtendimento)
    if (!held) throw new Error('no such atendimento')
    return held.atendimento
  }
}

/** A Milvus that filters nothing: what is private must be seen to here. */
export class FakeMilvusReader implements MilvusReader {
  readonly faults = new Faults()
  acompanhamentos: WatchedAcompanhamento[] = []
  readonly statuses = new Map<string, string>()

  says(texto: string, given: Partial<WatchedAcompanhamento> = {}): void {
    const data = `2026-07-01 09:00:${String(this.acompanhamentos.length).padStart(2, '0')}`
    this.acompanhamentos.push({ pessoa: 'Bia Inventada', texto, data, privado: false, excluido: false, ...given })
  }

  readAcompanhamentos() {
    return this.faults.around('readAcompanhamentos', () => this.acompanhamentos)
  }

  readStatus() {
    return this.faults.around('readStatus', () => ({
      chamados: [...this.statuses].map(([codigo, status]) => ({ codigo, status })),
      cheia: false,
    }))
  }
}
