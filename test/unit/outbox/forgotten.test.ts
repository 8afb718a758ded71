import { describe, expect, it } from 'vitest'

import type { NewEffect } from '../../../src/domain/effect.js'
import { atendimento, DispatchBench, message } from '../../support/dispatch-bench.js'
import { failure, gate, LOST } from '../../support/fake-desks.js'

const MINUTES = 60_000
const CHAT = '4242'
const forget = (bench: DispatchBench): void => {
  bench.store.forgotten.set(CHAT, bench.clock.now())
}
const anexo: NewEffect = {
  id: 'an',
  kind: 'hubsoft.anexo',
  lane: 'an',
  payload: { idAtendimento: 9, fileName: 'x.png', file: { fileId: 'F', uniqueId: 'U', kind: 'photo', name: 'x.png' } },
  notify: true,
}

/** A ticket whose POST got no answer, and whose customer then asked to be forgotten. */
async function unanswered(landed: boolean): Promise<DispatchBench> {
  const bench = new DispatchBench()
  bench.hubsoft.faults.next('criarAtendimento', landed ? LOST : { fails: failure('timeout', 'unknown-outcome') })
  bench.dispatcher().start()
  await bench.decide(atendimento())
  await bench.clock.advance(1_000)
  forget(bench)
  return bench
}

describe('after its customer asked to be forgotten, an effect of before', () => {
  it('whose outcome is unknown is read back as always, and settled when it is found', async () => {
    const bench = await unanswered(true)
    await bench.clock.advance(5 * MINUTES)
    expect(bench.store.effect('d1:atendimento').state).toBe('reconciled')
    expect(bench.hubsoft.faults.count('criarAtendimento')).toBe(1)
  })

  it('that was found absent at every reading is dropped, not sent again', async () => {
    const bench = await unanswered(false)
    await bench.clock.advance(10 * MINUTES)
    expect(bench.hubsoft.faults.count('listAtendimentos')).toBe(3)
    expect(bench.hubsoft.faults.count('criarAtendimento')).toBe(1)
    expect(bench.store.effect('d1:atendimento').state).toBe('rejected')
  })

  it('that landed late, after it was found absent and while it waited to be sent again, is found', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.next('criarAtendimento', { fails: failure('timeout', 'unknown-outcome') }, { fails: failure('unreachable', 'safe') })
    bench.dispatcher().start()
    await bench.decide(atendimento())
    await bench.clock.advance(121_000)
    expect(bench.store.effect('d1:atendimento').state).toBe('intended')
    forget(bench)
    bench.hubsoft.faults.next('listAtendimentos', { fails: failure('unreachable', 'safe') })
    await bench.clock.advance(10 * MINUTES)
    expect(bench.hubsoft.faults.count('criarAtendimento')).toBe(2)
    expect(bench.hubsoft.faults.count('listAtendimentos')).toBe(5)
    expect(bench.store.effect('d1:atendimento').state).toBe('rejected')
  })

  it('that waits for its system to come back is dropped without a call', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.always('criarAtendimento', { fails: failure('unreachable', 'safe') })
    bench.dispatcher().start()
    await bench.decide(atendimento())
    await bench.clock.advance(10)
    forget(bench)
    bench.hubsoft.faults.always('criarAtendimento', undefined)
    await bench.clock.advance(MINUTES)
    expect(bench.hubsoft.atendimentos).toEqual([])
    expect(bench.store.effect('d1:atendimento').state).toBe('rejected')
  })

  it('that cannot be read back is not repeated', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.next('adicionarAnexo', LOST)
    bench.messenger.faults.next('sendMessage', { fails: failure('unreachable', 'safe') })
    bench.dispatcher().start()
    await bench.decide(anexo, message('m1'))
    await bench.clock.advance(10)
    forget(bench)
    await bench.clock.advance(10 * MINUTES)
    expect(bench.hubsoft.anexos).toHaveLength(1)
    expect(bench.messenger.sent).toEqual([])
  })

  it('keeps nothing of what it carried for operators, however it ends', async () => {
    const bench = new DispatchBench()
    const slow = gate()
    bench.hubsoft.faults.next('enviarFatura', { waits: slow.promise })
    bench.dispatcher().start()
    const payload = { codigoCliente: 70, idFatura: 9, por: 'email' } as const
    bench.hubsoft.pdfs.set(9, 'x')
    await bench.decide({ id: 'f', kind: 'hubsoft.envioFatura', lane: 'f', payload, notify: true })
    await bench.clock.advance(10)
    forget(bench)
    await bench.clock.advance(10 * MINUTES)
    expect(bench.store.effect('f').state).toBe('rejected')
  })

  it('tells nobody that it was dropped', async () => {
    const bench = await unanswered(false)
    await bench.clock.advance(10 * MINUTES)
    expect(bench.told('d1:atendimento')).toEqual([])
  })

  it('that closes a conversation with people is done all the same', async () => {
    const bench = new DispatchBench()
    bench.tempbox.atendimentos.push({ contato: CHAT, atendimento: 'A1', concluido: false })
    bench.tempbox.faults.next('encerrar', { fails: failure('unreachable', 'safe') })
    bench.dispatcher().start()
    await bench.decide({ id: 'e', kind: 'tempbox.encerrar', lane: 'e', payload: { atendimento: 'A1' }, notify: false })
    await bench.clock.advance(10)
    forget(bench)
    await bench.clock.advance(MINUTES)
    expect(bench.tempbox.atendimentos[0]?.concluido).toBe(true)
  })

  it('is no effect decided since', async () => {
    const bench = new DispatchBench()
    forget(bench)
    bench.hubsoft.faults.next('criarAtendimento', { fails: failure('timeout', 'unknown-outcome') })
    bench.dispatcher().start()
    await bench.decide(atendimento())
    await bench.clock.advance(10 * MINUTES)
    expect(bench.store.effect('d1:atendimento').state).toBe('confirmed')
  })
})
