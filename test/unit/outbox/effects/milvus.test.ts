import { describe, expect, it } from 'vitest'

import type { NewEffect } from '../../../../src/domain/effect.js'
import { DispatchBench } from '../../../support/dispatch-bench.js'
import { CLIENTE, LOST } from '../../../support/fake-desks.js'

const CHAMADO: NewEffect = {
  id: 'c1',
  kind: 'milvus.chamado',
  lane: 'c1',
  notify: true,
  payload: {
    reference: 'PLT-1',
    codigoCliente: 70,
    assunto: '[PLT-1] Sem conexão',
    descricao: 'palavras',
    mesa: 'Suporte',
  },
}

describe('opening a chamado at Milvus', () => {
  it("names the client by its token, the contact by the record's name and phone", async () => {
    const bench = new DispatchBench()
    bench.dispatcher().start()
    await bench.decide(CHAMADO)

    expect(bench.milvus.chamados[0]?.input).toEqual({
      clienteToken: 'KEN7B5',
      assunto: '[PLT-1] Sem conexão',
      descricao: 'palavras',
      contato: 'Ana Fictícia',
      email: 'ana@exemplo.test',
      telefone: '(11) 98765-4321',
      mesa: 'Suporte',
    })
    expect(bench.told('c1')).toMatchObject([{ state: 'confirmed', result: { codigo: '500' } }])
  })

  it.each([
    ['nobody there has the documento', []],
    ['two there have the documento', ['A', 'B'].map((token) => ({ documento: CLIENTE.documento, token }))],
  ])('is refused where %s', async (_, clientes) => {
    const bench = new DispatchBench()
    bench.milvus.clientes = clientes
    bench.dispatcher().start()
    await bench.decide(CHAMADO)

    expect(bench.told('c1')).toMatchObject([{ state: 'rejected', reason: 'sem-cliente' }])
    expect(bench.milvus.chamados).toEqual([])
  })

  it('lands once though its answer is lost', async () => {
    const bench = new DispatchBench()
    bench.milvus.faults.next('criarChamado', LOST)
    bench.dispatcher().start()
    await bench.decide(CHAMADO)
    await bench.clock.advance(5_000)

    expect(bench.milvus.chamados).toHaveLength(1)
    expect(bench.told('c1')).toMatchObject([{ state: 'reconciled', result: { codigo: '500' } }])
  })
})

describe('adding to a chamado', () => {
  it('lands once though its answer is lost', async () => {
    const bench = new DispatchBench()
    bench.milvus.faults.next('criarAcompanhamento', LOST)
    bench.dispatcher().start()
    const payload = { reference: 'PLT-1/1', codigo: '500', descricao: '[PLT-1/1] ainda sem sinal' }
    await bench.decide({ id: 'a1', kind: 'milvus.acompanhamento', lane: 'a1', payload, notify: true })
    await bench.clock.advance(5_000)

    expect(bench.milvus.acompanhamentos).toHaveLength(1)
    expect(bench.told('a1')).toMatchObject([{ state: 'reconciled' }])
  })
})
