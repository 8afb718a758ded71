import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import type { NewEffectOf } from '../../../../src/domain/effect.js'
import type { Transport } from '../../../../src/integrations/http/transport.js'
import { createMilvus } from '../../../../src/integrations/milvus/milvus.js'
import { silentLogger } from '../../../../src/lib/logger.js'
import { Secret } from '../../../../src/lib/secret.js'
import { createHandlers } from '../../../../src/outbox/handlers.js'
import { createMilvusStatuses } from '../../../../src/watchers/milvus-status.js'
import { DispatchBench } from '../../../support/dispatch-bench.js'
import { CLIENTE, failure, LOST } from '../../../support/fake-desks.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND

const criado = z.object({ cliente_id: z.string(), chamado_assunto: z.string() })
const asked = z.object({ filtro_body: z.object({ cliente_token: z.string().optional() }) })

/** The real client and its pace over a Milvus in memory, the dispatcher, the watcher of statuses, and no real time. */
class Desk {
  readonly bench = new DispatchBench()
  readonly listedAt: number[] = []
  readonly filters: (string | undefined)[] = []
  readonly chamados: { codigo: number; assunto: string; token: string; data_criacao: string }[] = []
  /** What becomes of the next ones that are created. */
  next: ('lost' | 'never-came')[] = []
  created = 0
  readonly #milvus = createMilvus(
    { baseUrl: 'http://milvus.example/api', token: new Secret('t') },
    { clock: this.bench.clock, logger: silentLogger, circuit: { failures: 1_000 } },
    this.transport(),
  )
  readonly #statuses = createMilvusStatuses({ reader: this.#milvus.reader, clock: this.bench.clock, logger: silentLogger })

  constructor() {
    const { messenger, files, hubsoft, clock } = this.bench
    const handlers = createHandlers({ messenger, files, hubsoft, milvus: this.#milvus, clock, logger: silentLogger })
    this.bench.dispatcher({ handlers }).start()
  }

  /** Goes on in time, the watcher asking for a status every five seconds where it watches. */
  async run(ms: number, watching: boolean): Promise<void> {
    for (let gone = 0; gone < ms; gone += 5 * SECOND) {
      if (watching) void this.#statuses.statusOf('1')
      await this.bench.clock.advance(5 * SECOND)
    }
  }

  /** When each listing was made, in seconds since `from`. */
  listings(from: number): number[] {
    return this.listedAt.map((at) => Math.round((at - from) / SECOND))
  }

  decide(...ids: string[]): Promise<void> {
    return this.bench.decide(...ids.map(chamado))
  }

  private transport(): Transport {
    const answer = (json: unknown, status = 200) => {
      const text = JSON.stringify(json)
      return { status, retryAfter: undefined, contentType: 'application/json', disposition: '', bytes: Buffer.from(text), text }
    }
    return {
      close: async () => {},
      send: async ({ path, body }) => {
        const json: unknown = typeof body === 'string' ? JSON.parse(body) : undefined
        if (path.includes('/cliente/busca')) return answer({ lista: [{ token: 'KEN7B5', cnpj_cpf: CLIENTE.documento }] })
        if (path.includes('/chamado/listagem')) {
          const { cliente_token: token } = asked.parse(json).filtro_body
          this.listedAt.push(this.bench.clock.now())
          this.filters.push(token)
          return answer({ lista: this.chamados.filter((one) => token === undefined || one.token === token).toReversed() })
        }
        const fate = this.next.shift()
        const { cliente_id: token, chamado_assunto: assunto } = criado.parse(json)
        this.created += 1
        if (fate !== 'never-came') {
          this.chamados.push({ codigo: 500 + this.chamados.length, assunto, token, data_criacao: '2026-07-01 09:00:00' })
        }
        return fate === undefined ? answer(499 + this.chamados.length) : answer('gateway', 502)
      },
    }
  }
}

function chamado(id: string): NewEffectOf<'milvus.chamado'> {
  const payload = { reference: `PLT-${id}`, codigoCliente: 70, assunto: `[PLT-${id}] Sem conexão`, descricao: 'x' }
  return { id, kind: 'milvus.chamado', lane: id, payload, notify: true }
}

describe('a chamado whose answer was lost, with one listing a minute', () => {
  it('is found by one listing at once, though the watcher listed a moment ago; the watcher lists later', async () => {
    const desk = new Desk()
    const start = desk.bench.clock.now()
    await desk.run(2 * MINUTE + 5 * SECOND, true)
    desk.next = ['lost']
    await desk.decide('A')
    await desk.run(5 * SECOND, true)
    expect(desk.bench.told('A')).toMatchObject([{ state: 'reconciled', result: { codigo: '500' } }])
    expect(desk.created).toBe(1)
    await desk.run(5 * MINUTE, true)
    expect(desk.listings(start)).toEqual([0, 60, 120, 130, 240, 300, 360, 420])
  })

  it('that never came is looked for three times, each by one listing, while the watcher waits, and sent again', async () => {
    const desk = new Desk()
    const start = desk.bench.clock.now()
    await desk.run(2 * MINUTE, true)
    desk.next = ['never-came']
    await desk.decide('A')
    await desk.run(4 * MINUTE + 10 * SECOND, true)
    expect(desk.bench.told('A')).toMatchObject([{ state: 'confirmed' }])
    expect(desk.created).toBe(2)
    expect(desk.listings(start).filter((at) => at > 120)).toEqual([125, 185, 245, 360])
    expect(desk.filters.every((token) => token === undefined)).toBe(true)
  })

  it('is not taken for absent by a look that our own pace refuses: it is made when the slot is free', async () => {
    const desk = new Desk()
    const start = desk.bench.clock.now()
    desk.next = ['lost', 'lost', 'never-came']
    await desk.decide('A')
    await desk.run(5 * SECOND, false)
    await desk.decide('B')
    await desk.run(5 * SECOND, false)
    await desk.decide('C')
    await desk.run(5 * SECOND, false)
    expect(desk.listings(start)).toEqual([5, 10])
    await desk.run(45 * SECOND, false)
    expect([desk.listings(start), desk.created]).toEqual([[5, 10], 3])
    await desk.run(15 * SECOND, false)
    expect(desk.listings(start)).toEqual([5, 10, 65])
    await desk.run(3 * MINUTE, false)
    expect(desk.listings(start)).toEqual([5, 10, 65, 125, 185])
    expect(desk.created).toBe(4)
    expect(desk.bench.told('C')).toMatchObject([{ state: 'confirmed' }])
  })

  it('shares its listing with all others that are looked for, more than are looked for at once', async () => {
    const desk = new Desk()
    const ids = Array.from({ length: 30 }, (_, index) => `N${String(index).padStart(2, '0')}`)
    desk.next = ids.map(() => 'lost')
    await desk.decide(...ids)
    await desk.run(70 * SECOND, false)
    expect(ids.map((id) => desk.bench.told(id).map(({ state }) => state))).toEqual(ids.map(() => ['reconciled']))
    expect(desk.created).toBe(30)
    expect(desk.listedAt.length).toBeLessThanOrEqual(3)
  })

  it('and that the customer sends again long after is looked for among the client’s own, by one listing', async () => {
    const desk = new Desk()
    desk.chamados.push({ codigo: 400, assunto: '[PLT-A] Sem conexão', token: 'KEN7B5', data_criacao: '2026-06-01 09:00:00' })
    const { payload, ...rest } = chamado('A')
    await desk.bench.decide({ ...rest, payload: { ...payload, again: true } })
    expect(desk.bench.told('A')).toMatchObject([{ state: 'confirmed', result: { codigo: '400' } }])
    expect([desk.filters, desk.created]).toEqual([['KEN7B5'], 0])
  })

  it('and is sent again only when the listing that looks for it may be made', async () => {
    const desk = new Desk()
    await desk.run(10 * SECOND, true)
    desk.next = ['lost']
    await desk.decide('A')
    await desk.run(5 * SECOND, true)
    expect(desk.listedAt).toHaveLength(2)
    const { payload, ...rest } = chamado('B')
    await desk.bench.decide({ ...rest, payload: { ...payload, again: true } })
    await desk.run(40 * SECOND, true)
    expect([desk.created, desk.filters.length]).toEqual([1, 2])
    await desk.run(10 * SECOND, true)
    expect([desk.created, desk.filters]).toEqual([2, [undefined, undefined, 'KEN7B5']])
  })
})

describe('a chamado whose answer was lost', () => {
  it('is looked for among the client’s own where the newest do not surely reach back to it', async () => {
    const bench = new DispatchBench()
    bench.milvus.complete = false
    bench.milvus.faults.next('criarChamado', LOST)
    bench.dispatcher().start()
    await bench.decide(chamado('A'))
    await bench.clock.advance(5 * SECOND)
    expect(bench.told('A')).toMatchObject([{ state: 'reconciled' }])
    expect(['listNewest', 'listOfCliente'].map((call) => bench.milvus.faults.count(call))).toEqual([1, 1])
  })

  it('an hour and more ago is looked for among the client’s own alone', async () => {
    const bench = new DispatchBench()
    bench.milvus.faults.next('criarChamado', LOST)
    bench.dispatcher().start()
    bench.milvus.faults.always('listNewest', { fails: failure('unreachable', 'safe') })
    await bench.decide(chamado('A'))
    await bench.clock.advance(59 * MINUTE)
    expect([bench.told('A'), bench.milvus.faults.count('listOfCliente')]).toEqual([[], 0])
    await bench.clock.advance(3 * MINUTE)
    expect(bench.told('A')).toMatchObject([{ state: 'reconciled' }])
    expect(bench.milvus.faults.count('listOfCliente')).toBe(1)
  })
})
