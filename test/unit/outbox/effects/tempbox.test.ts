import { describe, expect, it } from 'vitest'

import type { NewEffect } from '../../../../src/domain/effect.js'
import { DispatchBench } from '../../../support/dispatch-bench.js'
import { failure, gate, LOST } from '../../../support/fake-desks.js'

const ABRIR: NewEffect = { id: 'h1', kind: 'tempbox.abrir', lane: 'tb', payload: { codigoCliente: 70 }, notify: true }

function relay(n: number): NewEffect {
  const payload = { atendimento: 'A1', marker: `[Cliente ${String(n)}]`, mensagem: `palavra ${String(n)}` }
  return { id: `r${String(n)}`, kind: 'tempbox.mensagem', lane: 'tb', payload, notify: true }
}

describe('opening a conversation with people', () => {
  it('adopts the one that was not there before', async () => {
    const bench = new DispatchBench()
    bench.tempbox.atendimentos.push({ contato: '4242', atendimento: 'old', concluido: false })
    bench.dispatcher().start()
    await bench.decide(ABRIR)

    expect(bench.told('h1')).toMatchObject([{ state: 'confirmed', result: { atendimento: 'A2' } }])
  })

  it('waits a moment for the listing to show it', async () => {
    const bench = new DispatchBench()
    bench.tempbox.staleListings = 2
    bench.dispatcher().start()
    await bench.decide(ABRIR)
    expect(bench.told('h1')).toEqual([])
    await bench.clock.advance(2_000)

    expect(bench.told('h1')).toMatchObject([{ state: 'confirmed', result: { atendimento: 'A1' } }])
  })

  it('makes no second one while the listing does not show the first', async () => {
    const bench = new DispatchBench()
    bench.tempbox.staleListings = 4
    bench.dispatcher().start()
    await bench.decide(ABRIR)
    await bench.clock.advance(60_000)

    expect(bench.tempbox.atendimentos).toHaveLength(1)
    expect(bench.told('h1')).toMatchObject([{ state: 'reconciled', result: { atendimento: 'A1' } }])
  })

  it('adopts the open one that was there where the system made no new one', async () => {
    const bench = new DispatchBench()
    bench.tempbox.criarPorContato = () => Promise.resolve()
    bench.tempbox.atendimentos.push(
      { contato: '4242', atendimento: 'closed', concluido: true },
      { contato: '4242', atendimento: 'open', concluido: false },
    )
    bench.dispatcher().start()
    await bench.decide(ABRIR)

    expect(bench.told('h1')).toMatchObject([{ state: 'confirmed', result: { atendimento: 'open' } }])
  })

  it("never adopts an older conversation of a phone: it is the person's own WhatsApp", async () => {
    const bench = new DispatchBench({ contato: '{{telefone}}' })
    bench.tempbox.criarPorContato = () => Promise.resolve()
    bench.tempbox.atendimentos.push({ contato: '5511987654321', atendimento: 'whatsapp', concluido: false })
    bench.dispatcher().start()
    await bench.decide(ABRIR)
    await bench.clock.advance(30 * 60_000)

    expect(bench.told('h1')).toMatchObject([{ state: 'dead', reason: 'nao-confirmado' }])
  })

  it('finds it again after the process was killed, by what was there before the call', async () => {
    const bench = new DispatchBench({ contato: '{{telefone}}' })
    bench.tempbox.atendimentos.push({ contato: '5511987654321', atendimento: 'whatsapp', concluido: false })
    bench.tempbox.faults.next('criarPorContato', { waits: gate().promise })
    bench.dispatcher().start()
    await bench.decide(ABRIR)
    bench.tempbox.atendimentos.push({ contato: '5511987654321', atendimento: 'ours', concluido: false })
    bench.store.crash()
    bench.dispatcher({ owner: 'next' }).start()
    await bench.clock.advance(5_000)

    expect(bench.told('h1')).toMatchObject([{ state: 'reconciled', result: { atendimento: 'ours' } }])
  })

  it('is found again when its answer is lost', async () => {
    const bench = new DispatchBench()
    bench.tempbox.faults.next('criarPorContato', LOST)
    bench.dispatcher().start()
    await bench.decide(ABRIR)
    await bench.clock.advance(5_000)

    expect(bench.tempbox.atendimentos).toHaveLength(1)
    expect(bench.told('h1')).toMatchObject([{ state: 'reconciled', result: { atendimento: 'A1' } }])
  })

  it('is not repeated when only the listing after it fails', async () => {
    const bench = new DispatchBench()
    bench.dispatcher().start()
    bench.store.beforeMarkSent = () => {
      bench.tempbox.faults.next('listAtendimentos', { fails: failure('unreachable', 'safe') })
    }
    await bench.decide(ABRIR)
    await bench.clock.advance(5_000)

    expect(bench.tempbox.atendimentos).toHaveLength(1)
    expect(bench.told('h1')).toMatchObject([{ state: 'reconciled' }])
  })
})

describe("relaying a customer's words", () => {
  it('puts the marker first', async () => {
    const bench = new DispatchBench()
    bench.dispatcher().start()
    await bench.decide(relay(1))

    expect(bench.tempbox.mensagens).toEqual([
      { atendimento: 'A1', contato: '4242', mensagem: '[Cliente 1] palavra 1' },
    ])
  })

  it('keeps the order, each word once, though an answer is lost', async () => {
    const bench = new DispatchBench()
    bench.tempbox.faults.next('enviarMensagem', LOST)
    bench.dispatcher().start()
    await bench.decide(relay(1), relay(2), relay(3))
    await bench.clock.advance(5_000)

    expect(bench.tempbox.mensagens.map(({ mensagem }) => mensagem)).toEqual(
      [1, 2, 3].map((n) => `[Cliente ${String(n)}] palavra ${String(n)}`),
    )
  })
})

describe('closing a conversation with people', () => {
  it('is repeated until it is done', async () => {
    const bench = new DispatchBench()
    bench.tempbox.faults.next('encerrar', LOST)
    bench.dispatcher().start()
    const payload = { atendimento: 'A1' }
    await bench.decide({ id: 'e1', kind: 'tempbox.encerrar', lane: 'tb', payload, notify: false })
    await bench.clock.advance(2_000)

    expect(bench.tempbox.faults.count('encerrar')).toBe(2)
    expect(bench.store.effect('e1').state).toBe('confirmed')
  })
})
