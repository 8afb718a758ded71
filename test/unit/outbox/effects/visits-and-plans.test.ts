import { describe, expect, it } from 'vitest'

import type { EffectPayloads, NewEffect } from '../../../../src/domain/effect.js'
import { AppError } from '../../../../src/domain/errors.js'
import type { OrdemServico } from '../../../../src/domain/ordem-servico.js'
import { DispatchBench } from '../../../support/dispatch-bench.js'
import { failure, LOST } from '../../../support/fake-desks.js'

const INICIO = 1_800_000_000_000
const FIM = INICIO + 3_600_000
const wanted = { idClienteServico: 71, idOrdemServico: 78, idAgenda: 3, inicio: INICIO, fim: FIM }
const visita = (): NewEffect => ({ id: 'e1', kind: 'hubsoft.agendamento', lane: 'e1', payload: wanted, notify: true })
const ORDEM: OrdemServico = { idOrdemServico: 78, numero: '54', tipo: 'X', status: 'pendente', aberta: true, inicioProgramado: 1 }

function started(ordem: Partial<OrdemServico> = {}): DispatchBench {
  const bench = new DispatchBench()
  bench.hubsoft.ordens = [{ ...ORDEM, ...ordem }]
  bench.hubsoft.horarios = [{ inicio: INICIO, fim: FIM }]
  bench.dispatcher().start()
  return bench
}

const refused = (): { fails: AppError } => ({ fails: failure('refused', 'never') })

describe('moving a visit', () => {
  it('gives it the time, and tells what stands', async () => {
    const bench = started()
    await bench.decide(visita())
    expect(bench.told('e1')).toMatchObject([{ state: 'confirmed', result: { inicio: INICIO, status: 'pendente' } }])
    expect(bench.hubsoft.faults.count('agendarVisita')).toBe(0)
  })

  it('that awaits its schedule is confirmed after it has its time', async () => {
    const bench = started({ status: 'aguardando_agendamento' })
    await bench.decide(visita())
    expect(bench.hubsoft.faults.calls.filter((call) => call.includes('agendar'))).toEqual(['reagendarVisita', 'agendarVisita'])
    expect(bench.told('e1')).toMatchObject([{ state: 'confirmed', result: { inicio: INICIO, status: 'pendente' } }])
  })

  it('is confirmed first where only what is confirmed can be moved', async () => {
    const bench = started({ status: 'aguardando_agendamento' })
    bench.hubsoft.faults.next('reagendarVisita', refused())
    await bench.decide(visita())
    expect(bench.told('e1')).toMatchObject([{ state: 'confirmed', result: { inicio: INICIO, status: 'pendente' } }])
  })

  it.each([
    ['a time that is taken', (bench: DispatchBench) => { bench.hubsoft.horarios = [] }, 'ocupado'],
    ['a closed one', (bench: DispatchBench) => { bench.hubsoft.ordens = [{ ...ORDEM, aberta: false }] }, 'encerrada'],
    ['one that is gone', (bench: DispatchBench) => { bench.hubsoft.ordens = [] }, 'encerrada'],
  ])('is not asked for %s', async (_, change, reason) => {
    const bench = started()
    change(bench)
    await bench.decide(visita())
    expect(bench.told('e1')).toMatchObject([{ state: 'rejected', reason }])
    expect(bench.hubsoft.faults.count('reagendarVisita')).toBe(0)
  })

  it('that HubSoft refuses changes nothing', async () => {
    const bench = started()
    bench.hubsoft.faults.next('reagendarVisita', refused())
    await bench.decide(visita())
    expect(bench.told('e1')).toMatchObject([{ state: 'rejected', reason: 'refused' }])
  })

  it('whose answer was lost is found by the planned start, and not made again', async () => {
    const bench = started()
    bench.hubsoft.faults.next('reagendarVisita', LOST)
    await bench.decide(visita())
    await bench.clock.advance(5_000)
    expect(bench.told('e1')).toMatchObject([{ state: 'reconciled', result: { inicio: INICIO } }])
    expect(bench.hubsoft.faults.count('reagendarVisita')).toBe(1)
  })

  it('that never arrived is made again after three looks', async () => {
    const bench = started()
    bench.hubsoft.faults.next('reagendarVisita', { fails: failure('timeout', 'unknown-outcome') })
    await bench.decide(visita())
    await bench.clock.advance(121_000)
    expect(bench.told('e1')).toMatchObject([{ state: 'confirmed' }])
    expect(bench.hubsoft.faults.count('reagendarVisita')).toBe(2)
  })

  it('that stands at its time already is not made', async () => {
    const bench = started({ inicioProgramado: INICIO })
    await bench.decide(visita())
    expect(bench.told('e1')).toMatchObject([{ state: 'confirmed' }])
    expect(bench.hubsoft.faults.count('reagendarVisita')).toBe(0)
  })
})

const novo: EffectPayloads['hubsoft.prospecto'] = {
  reference: 'PLT-0A0A0A0A',
  cep: '35999000',
  idServico: 20,
  amountCents: 11_990,
  nome: 'Beltrano Fictício',
  documento: '52998224725',
  telefone: '37990000707',
  endereco: 'Rua X',
  numero: 1,
  bairro: 'Y',
  observacao: '[PLT-0A0A0A0A] Interesse',
}
const prospecto = (): NewEffect => ({ id: 'e1', kind: 'hubsoft.prospecto', lane: 'e1', payload: novo, notify: true })

describe('a prospecto', () => {
  it('whose answer was lost is found by its reference, and not sent again', async () => {
    const bench = started()
    bench.hubsoft.faults.next('criarProspecto', LOST)
    await bench.decide(prospecto())
    await bench.clock.advance(5_000)
    expect(bench.told('e1')).toMatchObject([{ state: 'reconciled' }])
    expect(bench.hubsoft.faults.count('criarProspecto')).toBe(1)
  })

  it('is found by documento and phone where the observação is not told', async () => {
    const bench = started()
    bench.hubsoft.faults.next('criarProspecto', { fails: failure('timeout', 'unknown-outcome') })
    await bench.decide(prospecto())
    bench.hubsoft.prospectos = [{ documento: novo.documento, telefone: novo.telefone, observacao: '' }]
    await bench.clock.advance(5_000)
    expect(bench.told('e1')).toMatchObject([{ state: 'reconciled' }])
  })

  it('keeps the sentence of a refusal, which names another person, to itself', async () => {
    const bench = started()
    const vendorMessage = 'O CPF/CNPJ já foi cadastrado antes no prospecto OLGA'
    bench.hubsoft.faults.next('criarProspecto', { fails: new AppError('refused', 'x', { retry: 'never', vendorMessage }) })
    await bench.decide(prospecto())
    expect(bench.told('e1')).toMatchObject([{ state: 'rejected', reason: 'refused' }])
    expect(JSON.stringify(bench.told('e1'))).not.toContain('OLGA')
  })

  it('that is given up keeps nothing of the person, and is told as not confirmed', async () => {
    const bench = started()
    bench.hubsoft.faults.always('criarProspecto', { fails: failure('timeout', 'unknown-outcome') })
    await bench.decide(prospecto())
    await bench.clock.advance(400_000)
    expect(bench.told('e1')).toMatchObject([{ state: 'rejected', reason: 'nao-confirmado' }])
    expect(bench.hubsoft.faults.count('criarProspecto')).toBe(2)
  })
})
