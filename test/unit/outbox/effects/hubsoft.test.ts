import { describe, expect, it } from 'vitest'

import type { NewEffect } from '../../../../src/domain/effect.js'
import { atendimento, DispatchBench, REFERENCE } from '../../../support/dispatch-bench.js'
import { CLIENTE, failure, LOST } from '../../../support/fake-desks.js'

function mensagem(idAtendimento: number): NewEffect {
  const payload = { reference: 'PLT-1/1', idAtendimento, idClienteServico: 71, mensagem: '[PLT-1/1] ainda sem sinal' }
  return { id: 'm1', kind: 'hubsoft.mensagem', lane: 'm1', payload, notify: true }
}

describe('opening an atendimento at HubSoft', () => {
  it("carries the record's name, e-mail and first good phone, the tipo by its description", async () => {
    const bench = new DispatchBench()
    bench.dispatcher().start()
    const { payload, ...effect } = atendimento()
    await bench.decide({ ...effect, payload: { ...payload, tipo: 'Suporte', parametros: { origem: 'telegram' } } })

    expect(bench.hubsoft.inputs).toEqual([
      {
        idClienteServico: 71,
        descricao: `[${REFERENCE}] Sem conexão (Telegram, Plantão)`,
        nome: 'Ana Fictícia',
        telefone: '11987654321',
        email: 'ana@exemplo.test',
        idTipoAtendimento: 3,
        abrirOs: false,
        parametros: { origem: 'telegram' },
      },
    ])
  })

  it('leaves out a tipo that the tenant has not, and names who asks instead of the record', async () => {
    const bench = new DispatchBench()
    bench.dispatcher().start()
    const { payload, ...effect } = atendimento()
    await bench.decide({ ...effect, payload: { ...payload, tipo: 'Outro', solicitante: 'Alguém' } })

    expect(bench.hubsoft.inputs[0]).toMatchObject({ nome: 'Alguém' })
    expect(bench.hubsoft.inputs[0]).not.toHaveProperty('idTipoAtendimento')
  })

  it.each([
    ['a record that is gone', []],
    ['a record without a phone', [{ ...CLIENTE, telefones: ['0'] }]],
  ])('is refused for %s', async (_, clientes) => {
    const bench = new DispatchBench()
    bench.hubsoft.clientes = clientes
    bench.dispatcher().start()
    await bench.decide(atendimento())

    expect(bench.told('d1:atendimento')).toMatchObject([{ state: 'rejected', reason: 'sem-telefone' }])
    expect(bench.hubsoft.inputs).toEqual([])
  })

  it('reads all it needs before it is marked as sent', async () => {
    const bench = new DispatchBench()
    let callsBefore: string[] = []
    bench.store.beforeMarkSent = () => {
      callsBefore = [...bench.hubsoft.faults.calls]
    }
    bench.dispatcher().start()
    const { payload, ...effect } = atendimento()
    await bench.decide({ ...effect, payload: { ...payload, tipo: 'Suporte' } })

    expect(callsBefore).toEqual(['findByCodigo', 'findTipoAtendimento'])
    expect(bench.hubsoft.faults.calls.slice(2)).toEqual(['criarAtendimento'])
  })
})

describe('opening an atendimento again after it was given up', () => {
  it('finds what the first attempt did all the same', async () => {
    const bench = new DispatchBench()
    bench.dispatcher().start()
    const { payload, id, ...effect } = atendimento()
    await bench.decide({ ...effect, id, payload })
    await bench.decide({ ...effect, id: `${id}:1`, payload: { ...payload, again: true } })

    expect(bench.hubsoft.inputs).toHaveLength(1)
    expect(bench.told(`${id}:1`)).toMatchObject([{ state: 'confirmed' }])
  })
})

describe('adding to an atendimento', () => {
  it('lands once though its answer is lost', async () => {
    const bench = new DispatchBench()
    const { idAtendimento } = bench.hubsoft.land('PLT-1')
    bench.hubsoft.faults.next('adicionarMensagem', LOST)
    bench.dispatcher().start()
    await bench.decide(mensagem(idAtendimento))
    await bench.clock.advance(5_000)

    expect(bench.hubsoft.atendimentos[0]?.mensagens).toHaveLength(1)
    expect(bench.told('m1')).toMatchObject([{ state: 'reconciled' }])
  })

  it('is not taken for absent when the atendimento is not among those listed', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.next('adicionarMensagem', { fails: failure('timeout', 'unknown-outcome') })
    bench.dispatcher().start()
    await bench.decide(mensagem(1))
    await bench.clock.advance(10 * 60_000)

    expect(bench.hubsoft.faults.count('adicionarMensagem')).toBe(1)
    expect(bench.store.effect('m1')).toMatchObject({ state: 'unknown', absences: 0 })
  })
})
