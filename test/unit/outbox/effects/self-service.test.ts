import { describe, expect, it } from 'vitest'

import type { EffectKind, EffectPayloads, NewEffect, NewEffectOf } from '../../../../src/domain/effect.js'
import { AppError } from '../../../../src/domain/errors.js'
import type { OrdemServico } from '../../../../src/domain/ordem-servico.js'
import { DispatchBench } from '../../../support/dispatch-bench.js'
import { failure, LOST } from '../../../support/fake-desks.js'

const servico = { codigoCliente: 70, idClienteServico: 71 }
const HOUR = 3_600_000

function effect<K extends EffectKind>(kind: K, payload: EffectPayloads[K]): NewEffectOf<K> {
  return { id: 'e1', kind, lane: 'e1', payload, notify: true }
}

const desbloqueio = (): NewEffect => effect('hubsoft.desbloqueio', { ...servico, dias: 2 })

/** A bench whose dispatcher runs. */
function started(): DispatchBench {
  const bench = new DispatchBench()
  bench.dispatcher().start()
  return bench
}

const refusal = (vendorMessage: string): AppError =>
  new AppError('refused', 'made up', { retry: 'never', vendorMessage })

describe('unlocking in confidence', () => {
  it("is told with the vendor's own sentence", async () => {
    const bench = started()
    await bench.decide(desbloqueio())
    expect(bench.told('e1')).toMatchObject([{ state: 'confirmed', result: { mensagem: 'desbloqueado por 2 dia(s)' } }])
  })

  it("hands the vendor's refusal on word for word", async () => {
    const bench = started()
    bench.hubsoft.faults.next('desbloquearConfianca', { fails: refusal('Máximo de 1 dia.') })
    await bench.decide(desbloqueio())
    const told = { state: 'rejected', reason: 'refused', vendorMessage: 'Máximo de 1 dia.' }
    expect(bench.told('e1')).toMatchObject([told])
  })

  it('keeps a sentence about permissions to itself', async () => {
    const bench = started()
    const vendorMessage = 'O Usuário não possui a permissão'
    const forbidden = new AppError('forbidden', 'x', { retry: 'never', vendorMessage })
    bench.hubsoft.faults.next('desbloquearConfianca', { fails: forbidden })
    await bench.decide(desbloqueio())
    expect(bench.told('e1')[0]).not.toHaveProperty('vendorMessage')
  })

  it.each([
    ['a service that is not suspended', 'servico_habilitado', 'nao-suspenso'],
    ['one suspended at its own wish', 'suspenso_pedido_cliente', 'nao-suspenso'],
    ['one that is gone', undefined, 'sem-servico'],
  ])('is not asked for %s', async (_, statusPrefixo, reason) => {
    const bench = started()
    bench.hubsoft.situacao =
      statusPrefixo === undefined ? undefined : { idClienteServico: 71, statusPrefixo, desbloqueios: 0 }
    await bench.decide(desbloqueio())
    expect(bench.told('e1')).toMatchObject([{ state: 'rejected', reason }])
    expect(bench.hubsoft.faults.count('desbloquearConfianca')).toBe(0)
  })

  it('whose answer was lost is found by reading the service, and not asked for again', async () => {
    const bench = started()
    bench.hubsoft.faults.next('desbloquearConfianca', LOST)
    await bench.decide(desbloqueio())
    await bench.clock.advance(5_000)
    expect(bench.told('e1')).toMatchObject([{ state: 'reconciled' }])
    expect(bench.hubsoft.faults.count('desbloquearConfianca')).toBe(1)
  })

  it('is found by one more desbloqueio though the service still shows as suspended', async () => {
    const bench = started()
    bench.hubsoft.faults.next('desbloquearConfianca', LOST)
    await bench.decide(desbloqueio())
    bench.hubsoft.situacao = { idClienteServico: 71, statusPrefixo: 'suspenso_debito', desbloqueios: 3 }
    await bench.clock.advance(5_000)
    expect(bench.told('e1')).toMatchObject([{ state: 'reconciled' }])
  })

  it('is asked for again only once it was absent at 5, 30 and 120 s', async () => {
    const bench = started()
    bench.hubsoft.faults.next('desbloquearConfianca', { fails: failure('timeout', 'unknown-outcome') })
    await bench.decide(desbloqueio())
    await bench.clock.advance(119_000)
    expect(bench.hubsoft.faults.count('desbloquearConfianca')).toBe(1)
    await bench.clock.advance(2_000)
    expect(bench.hubsoft.faults.count('desbloquearConfianca')).toBe(2)
    expect(bench.told('e1')).toMatchObject([{ state: 'confirmed' }])
  })
})

describe('what is never done again by itself', () => {
  const cases: [string, NewEffect][] = [
    ['solicitarDesconexao', effect('hubsoft.reconexao', servico)],
    ['resetarMac', effect('hubsoft.resetMac', servico)],
    ['reiniciarCpe', effect('hubsoft.reinicioCpe', servico)],
    ['enviarFatura', effect('hubsoft.envioFatura', { codigoCliente: 70, idFatura: 9, por: 'sms' })],
  ]

  it.each(cases)('%s is done once', async (call, decided) => {
    const bench = started()
    bench.hubsoft.pdfs.set(9, 'x')
    await bench.decide(decided)
    expect(bench.told('e1')).toMatchObject([{ state: 'confirmed' }])
    expect(bench.hubsoft.faults.count(call)).toBe(1)
  })

  it.each(cases)('%s with a lost answer is given up, and the conversation told so', async (call, decided) => {
    const bench = started()
    bench.hubsoft.pdfs.set(9, 'x')
    bench.hubsoft.faults.next(call, LOST)
    await bench.decide(decided)
    await bench.clock.advance(HOUR)
    expect(bench.hubsoft.faults.count(call)).toBe(1)
    expect(bench.told('e1')).toMatchObject([{ state: 'dead', reason: 'nao-confirmado' }])
  })

  it.each(cases)('%s is not done again after the process was killed in the middle of it', async (call, decided) => {
    const bench = new DispatchBench()
    bench.hubsoft.pdfs.set(9, 'x')
    bench.hubsoft.faults.next(call, { waits: new Promise(() => {}) })
    bench.dispatcher({ owner: 'killed' }).start()
    await bench.decide(decided)
    bench.dispatcher({ owner: 'next' }).start()
    await bench.clock.advance(HOUR)
    expect(bench.hubsoft.faults.count(call)).toBe(1)
    expect(bench.told('e1')).toMatchObject([{ state: 'dead', reason: 'nao-confirmado' }])
  })

  it.each(cases)("%s keeps the vendor's sentence, which may name a login, to itself", async (call, decided) => {
    const bench = started()
    bench.hubsoft.pdfs.set(9, 'x')
    bench.hubsoft.faults.next(call, { fails: refusal('não foi bem sucedida para o login fulana!') })
    await bench.decide(decided)
    expect(bench.told('e1')).toMatchObject([{ state: 'rejected', reason: 'refused' }])
    expect(JSON.stringify(bench.store.events)).not.toContain('fulana')
  })

  it('a router that nobody knows is not rebooted', async () => {
    const bench = started()
    bench.hubsoft.cpe = undefined
    await bench.decide(effect('hubsoft.reinicioCpe', servico))
    expect(bench.told('e1')).toMatchObject([{ state: 'rejected', reason: 'sem-cpe' }])
  })

  it("another customer's invoice is not sent", async () => {
    const bench = started()
    await bench.decide(effect('hubsoft.envioFatura', { codigoCliente: 70, idFatura: 9, por: 'email' }))
    expect(bench.told('e1')).toMatchObject([{ state: 'rejected', reason: 'sem-fatura' }])
    expect(bench.hubsoft.done).toEqual([])
  })
})

describe('closing an atendimento', () => {
  const fechamento = (idAtendimento: number, avaliacao?: number): NewEffect => {
    const payload = { idAtendimento, idClienteServico: 71, descricao: 'Resolvido, segundo o cliente.' }
    return effect('hubsoft.fechamento', { ...payload, ...(avaliacao === undefined ? {} : { avaliacao }) })
  }

  it('sends the rating with it', async () => {
    const bench = started()
    const { idAtendimento } = bench.hubsoft.land('PLT-1')
    await bench.decide(fechamento(idAtendimento, 5))
    const descricao = 'Resolvido, segundo o cliente.'
    expect(bench.hubsoft.fechamentos).toEqual([{ idAtendimento, descricao, avaliacao: 5 }])
    expect(bench.told('e1')).toMatchObject([{ state: 'confirmed' }])
  })

  it('is refused while a visit is to come, told by either listing', async () => {
    const visit: OrdemServico = { idOrdemServico: 5, numero: '5', tipo: 'X', status: 'pendente', aberta: true }
    const byOrdens = started()
    const first = byOrdens.hubsoft.land('PLT-1')
    byOrdens.hubsoft.ordens = [{ ...visit, idAtendimento: first.idAtendimento }]
    await byOrdens.decide(fechamento(first.idAtendimento))

    const byAtendimento = started()
    const second = byAtendimento.hubsoft.land('PLT-1')
    Object.assign(byAtendimento.hubsoft.atendimentos[0] ?? {}, { ordensAbertas: 1 })
    await byAtendimento.decide(fechamento(second.idAtendimento))

    for (const bench of [byOrdens, byAtendimento]) {
      expect(bench.told('e1')).toMatchObject([{ state: 'rejected', reason: 'ordem-aberta' }])
      expect(bench.hubsoft.fechamentos).toEqual([])
    }
  })

  it('whose answer was lost is read back', async () => {
    const bench = started()
    const { idAtendimento } = bench.hubsoft.land('PLT-1')
    bench.hubsoft.faults.next('fecharAtendimento', LOST)
    await bench.decide(fechamento(idAtendimento))
    await bench.clock.advance(5_000)
    expect(bench.told('e1')).toMatchObject([{ state: 'reconciled' }])
    expect(bench.hubsoft.fechamentos).toHaveLength(1)
  })

  it('that somebody else did already is done', async () => {
    const bench = started()
    const { idAtendimento } = bench.hubsoft.land('PLT-1')
    Object.assign(bench.hubsoft.atendimentos[0] ?? {}, { aberto: false })
    await bench.decide(fechamento(idAtendimento))
    expect(bench.told('e1')).toMatchObject([{ state: 'confirmed' }])
    expect(bench.hubsoft.fechamentos).toEqual([])
  })

  it('of one that is not this service’s is refused', async () => {
    const bench = started()
    await bench.decide(fechamento(12_345))
    expect(bench.told('e1')).toMatchObject([{ state: 'rejected', reason: 'nao-encontrado' }])
  })
})

describe('the PDF of an invoice', () => {
  const pdf = (): NewEffect =>
    effect('telegram.fatura', { ...servico, idFatura: 9, fileName: 'fatura-9.pdf', html: 'Sua fatura' })

  it('arrives as a document with its bytes', async () => {
    const bench = started()
    bench.hubsoft.pdfs.set(9, '%PDF-1.4 nove')
    await bench.decide(pdf())
    expect(bench.messenger.documents).toEqual([
      { chatId: '4242', fileName: 'fatura-9.pdf', bytes: '%PDF-1.4 nove', html: 'Sua fatura' },
    ])
    expect(bench.told('e1')).toMatchObject([{ state: 'confirmed', result: { messageId: 1 } }])
  })

  it('is opened again for another try, and each download ended', async () => {
    const bench = started()
    bench.hubsoft.pdfs.set(9, '%PDF-1.4 nove')
    bench.messenger.faults.next('sendDocument', { fails: failure('unreachable', 'safe') })
    await bench.decide(pdf())
    await bench.clock.advance(10_000)
    expect(bench.messenger.documents).toHaveLength(1)
    expect(bench.hubsoft.done).toEqual(['discard 9', 'discard 9'])
  })

  it('of an invoice that is not this service’s is not sent', async () => {
    const bench = started()
    await bench.decide(pdf())
    expect(bench.told('e1')).toMatchObject([{ state: 'rejected', reason: 'sem-fatura' }])
  })

  it('for a chat that is gone says that it is blocked', async () => {
    const bench = started()
    bench.hubsoft.pdfs.set(9, '%PDF-1.4 nove')
    bench.messenger.faults.next('sendDocument', { fails: failure('chat-gone', 'never') })
    await bench.decide(pdf())
    expect(bench.store.events.map(({ input }) => input.kind)).toEqual(['blocked'])
  })
})

describe('a rating after staff closed it', () => {
  const avaliacao = (): NewEffect => ({ ...effect('hubsoft.avaliacao', { idAtendimento: 900, avaliacao: 4, reference: 'PLT-1' }), notify: false })

  it('is sent once, whether it is taken, refused, or nobody knows', async () => {
    for (const fault of [undefined, { fails: failure('refused', 'never') }, LOST]) {
      const bench = started()
      if (fault) bench.hubsoft.faults.next('avaliarAtendimento', fault)
      await bench.decide(avaliacao())
      await bench.clock.advance(10 * 60_000)
      expect(bench.hubsoft.faults.count('avaliarAtendimento')).toBe(1)
      expect(bench.told('e1')).toEqual([])
    }
  })

  it('waits while HubSoft is away', async () => {
    const bench = started()
    bench.hubsoft.faults.next('avaliarAtendimento', { fails: failure('unreachable', 'safe') })
    await bench.decide(avaliacao())
    await bench.clock.advance(60_000)
    expect(bench.hubsoft.avaliacoes).toEqual([{ idAtendimento: 900, avaliacao: 4, reference: 'PLT-1' }])
  })
})
