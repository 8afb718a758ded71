import { beforeAll, describe, expect, it } from 'vitest'

import { detectType } from '../../../../src/lib/detect-type.js'
import type { NewEffect } from '../../../../src/domain/effect.js'
import { DispatchBench } from '../../../support/dispatch-bench.js'
import { gate, type Faults } from '../../../support/fake-desks.js'

// The detector is loaded with the first file: the bench's clock does not wait for a disk.
beforeAll(async () => {
  await detectType(new Uint8Array([0]))
})

const HOUR = 3_600_000
const INICIO = 1_800_000_000_000
const wanted = { idClienteServico: 71, idOrdemServico: 78, idAgenda: 3, inicio: INICIO, fim: INICIO + HOUR }
const prospecto = {
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
const words = { atendimento: 'A1', marker: '[Plantão 3]', mensagem: 'Retorno combinado', quando: '2026-07-02T08:00:00' }
const common = { id: 'e1', lane: 'e1', notify: true }

type Desk = (bench: DispatchBench) => Faults
const hubsoft: Desk = (bench) => bench.hubsoft.faults
const tempbox: Desk = (bench) => bench.tempbox.faults
const telegram: Desk = (bench) => bench.messenger.faults

/** A call that is made, and how often it is in all where the kill came before it arrived, and after. */
const cases: [call: string, desk: Desk, effect: NewEffect, unarrived: number, arrived: number][] = [
  ['reagendarVisita', hubsoft, { ...common, kind: 'hubsoft.agendamento', payload: wanted }, 2, 1],
  ['criarProspecto', hubsoft, { ...common, kind: 'hubsoft.prospecto', payload: prospecto }, 2, 1],
  ['avaliarAtendimento', hubsoft, { ...common, kind: 'hubsoft.avaliacao', payload: { idAtendimento: 9, avaliacao: 4 } }, 1, 1],
  ['agendarMensagem', tempbox, { ...common, kind: 'tempbox.agendar', payload: words }, 1, 1],
  // Nobody can ask Telegram: at most one repeat for each kill.
  ['sendDocument', telegram, { ...common, kind: 'telegram.arquivo', payload: { atendimento: 'A1', messageId: 'M1', html: 'x' } }, 2, 2],
]

/** Killed while the call is under way; `arrives`: it lands all the same, and its answer reaches nobody. */
async function killed(call: string, desk: Desk, effect: NewEffect, arrives: boolean): Promise<DispatchBench> {
  const bench = new DispatchBench()
  bench.hubsoft.ordens = [{ idOrdemServico: 78, numero: '54', tipo: 'X', status: 'pendente', aberta: true, inicioProgramado: 1 }]
  bench.hubsoft.horarios = [{ inicio: INICIO, fim: INICIO + HOUR }]
  bench.tempbox.anexos.set('M1', { fileName: 'a.pdf', bytes: Buffer.from('%PDF-1.7 made up') })
  const way = gate()
  desk(bench).next(call, { waits: way.promise })
  bench.dispatcher({ owner: 'killed' }).start()
  await bench.decide(effect)
  expect(desk(bench).count(call)).toBe(1)
  bench.store.crash()
  if (arrives) way.open()
  await bench.clock.advance(0)
  bench.dispatcher({ owner: 'next' }).start()
  await bench.clock.advance(HOUR / 2)
  return bench
}

describe('after its process was killed', () => {
  it.each(cases)('before %s arrived', async (call, desk, effect, unarrived) => {
    const bench = await killed(call, desk, effect, false)
    expect(desk(bench).count(call)).toBe(unarrived)
    expect(bench.told('e1')).toMatchObject([unarrived > 1 ? { state: 'confirmed' } : { state: 'dead', reason: 'nao-confirmado' }])
  })

  it.each(cases)('after %s has arrived, and before its answer was seen', async (call, desk, effect, _unarrived, arrived) => {
    const bench = await killed(call, desk, effect, true)
    expect(desk(bench).count(call)).toBe(arrived)
    expect(bench.told('e1')).toHaveLength(1)
  })
})
