import { describe, expect, it } from 'vitest'

import type { NewEffect } from '../../../../src/domain/effect.js'
import type { FileRef } from '../../../../src/domain/file.js'
import type { FileLinks } from '../../../../src/outbox/ports.js'
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

describe('a note of a file', () => {
  const file: FileRef = { fileId: 'F', uniqueId: 'U', kind: 'photo', name: 'foto.jpg', size: 10 }
  const note = (): NewEffect => {
    const payload = { atendimento: 'A1', marker: '[Plantão 1]', mensagem: 'Um arquivo.', file }
    return { id: 'n1', kind: 'tempbox.mensagem', lane: 'tb', payload, notify: true }
  }
  const links = (token: string | undefined): FileLinks => ({
    days: 7,
    mint: ({ chatId, issuedAt }) => token && `https://exemplo.invalid/${chatId}/${String(issuedAt)}/${token}`,
  })

  it('ends with the link, made when it is sent and dated when it was decided', async () => {
    const bench = new DispatchBench({ links: links('t') })
    await bench.decide(note())
    const decidedAt = String(bench.clock.now())
    await bench.clock.advance(5_000)
    bench.dispatcher().start()
    await bench.clock.advance(0)

    expect(bench.tempbox.mensagens.map(({ mensagem }) => mensagem)).toEqual([
      `[Plantão 1] Um arquivo. Abra em até 7 dias: https://exemplo.invalid/4242/${decidedAt}/t`,
    ])
    expect(JSON.stringify(bench.store.effect('n1'))).not.toContain('exemplo.invalid')
  })

  it('is found again by its marker and sent once, though its answer is lost', async () => {
    const bench = new DispatchBench({ links: links('t') })
    bench.tempbox.faults.next('enviarMensagem', LOST)
    bench.dispatcher().start()
    await bench.decide(note())
    await bench.clock.advance(5_000)

    expect(bench.tempbox.mensagens).toHaveLength(1)
    expect(bench.told('n1')).toMatchObject([{ state: 'reconciled' }])
  })

  it.each([
    ['there is no address of ours', undefined],
    ['the file has no link', links(undefined)],
    ['the link fits no message', links('x'.repeat(2_000))],
  ])('goes without one where %s', async (_why, given) => {
    const bench = new DispatchBench(given ? { links: given } : {})
    bench.dispatcher().start()
    await bench.decide(note())

    expect(bench.tempbox.mensagens.map(({ mensagem }) => mensagem)).toEqual(['[Plantão 1] Um arquivo.'])
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

describe('words to be written later', () => {
  const payload = { atendimento: 'A1', marker: '[Plantão 9]', mensagem: 'retorno', quando: '2026-07-02T08:00:00' }
  const agendar = { id: 'g1', kind: 'tempbox.agendar', lane: 'tb', payload, notify: true } as const

  it('are asked for once, marked as ours', async () => {
    const bench = new DispatchBench()
    bench.dispatcher().start()
    await bench.decide(agendar)
    expect(bench.tempbox.agendadas).toEqual([
      { atendimento: 'A1', mensagem: '[Plantão 9] retorno', quando: '2026-07-02T08:00:00' },
    ])
    expect(bench.told('g1')).toMatchObject([{ state: 'confirmed' }])
  })

  it('are never asked for again where nobody knows whether they were taken', async () => {
    const bench = new DispatchBench()
    bench.tempbox.faults.next('agendarMensagem', LOST)
    bench.dispatcher().start()
    await bench.decide(agendar)
    await bench.clock.advance(10 * 60_000)
    expect(bench.tempbox.agendadas).toHaveLength(1)
    expect(bench.told('g1')).toMatchObject([{ state: 'dead', reason: 'nao-confirmado' }])
  })

  it('that are refused are told of', async () => {
    const bench = new DispatchBench()
    bench.tempbox.faults.next('agendarMensagem', { fails: failure('refused', 'never') })
    bench.dispatcher().start()
    await bench.decide(agendar)
    expect(bench.told('g1')).toMatchObject([{ state: 'rejected' }])
  })
})
