import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { compare } from '../../../src/eval/compare.js'
import { passAll, passHat, ratesOf, tally } from '../../../src/eval/rates.js'
import { describeChanges, describeRates, table } from '../../../src/eval/table.js'
import type { Trial } from '../../../src/eval/trial.js'

const trial = (nome: string, passed: boolean): Trial => ({ nome, falhas: passed ? [] : ['errou'], conversa: [], tokens: 10, tokensPapel: 3, ms: 1_000 })

describe('pass^k', () => {
  it('is C(passed, k) / C(made, k)', () => {
    expect(passHat({ made: 4, passed: 2 }, 1)).toBeCloseTo(1 / 2)
    expect(passHat({ made: 4, passed: 2 }, 2)).toBeCloseTo(1 / 6)
    expect(passHat({ made: 4, passed: 2 }, 3)).toBe(0)
    expect(passHat({ made: 4, passed: 4 }, 4)).toBe(1)
  })

  it('never grows with k, and stays from 0 to 1', () => {
    const counts = fc.integer({ min: 1, max: 20 }).chain((made) => fc.record({ made: fc.constant(made), passed: fc.nat(made) }))
    fc.assert(
      fc.property(counts, (count) => {
        const rates = Array.from({ length: count.made }, (_, index) => passHat(count, index + 1))
        expect(rates.every((rate, index) => rate >= 0 && rate <= (rates[index - 1] ?? 1) + 1e-12)).toBe(true)
      }),
    )
  })

  it('is the mean over scenarios, up to the fewest trials', () => {
    const trials = [trial('a', true), trial('a', true), trial('b', true), trial('b', false)]
    const rates = ratesOf(trials)
    expect(rates).toEqual({ scenarios: 2, trials: 2, invalid: 0, passK: [0.75, 0.5] })
    expect(passAll(rates)).toBe(0.5)
    expect(describeRates(rates)).toContain('pass^1 75.0% · pass^2 50.0%')
  })

  it('is 0 where nothing was played', () => {
    expect(passAll(ratesOf([]))).toBe(0)
  })
})

it('tells each scenario with its failures in the table', () => {
  const text = table([trial('a', true), trial('bom-dia', false), trial('a', true)])
  expect(text).toMatch(/✔ a +2\/2 +2\.0 s +20 +6\n/u)
  expect(text).toMatch(/✘ bom-dia +0\/1[\s\S]*errou/u)
  expect(text).toMatch(/ total +3\.0 s +30 +9$/u)
  expect(tally([trial('a', true), trial('a', false)])).toMatchObject([{ made: 2, passed: 1 }])
})

it('tells what could not be played apart from what failed, and leaves it out of every rate', () => {
  const lost = { ...trial('a', false), invalida: 'o modelo não respondeu' }
  const trials = [trial('a', true), lost, { ...trial('b', true), invalida: 'não pôde ser julgado' }]
  const rates = ratesOf(trials)
  expect(rates).toEqual({ scenarios: 1, trials: 1, invalid: 2, passK: [1] })
  expect(describeRates(rates)).toContain('pass^1 100.0% · 2 sem resultado')
  expect(table(trials)).toMatch(/\? a +1\/1[\s\S]*inválido: o modelo não respondeu[\s\S]*\? b +0\/0/u)
  expect(compare(trials, [trial('a', true), trial('b', false)]).map(({ nome }) => nome)).toEqual(['a'])
})

describe('two folders', () => {
  it('are compared scenario by scenario', () => {
    const here = [trial('a', true), trial('b', false), trial('c', true), trial('new', true)]
    const there = [trial('a', false), trial('b', true), trial('c', true)]
    const changes = compare(here, there)
    expect(changes).toEqual([
      { nome: 'a', agora: 1, outro: 0, mudou: 'melhor' },
      { nome: 'b', agora: 0, outro: 1, mudou: 'pior' },
      { nome: 'c', agora: 1, outro: 1, mudou: 'igual' },
    ])
    expect(describeChanges(changes)).toBe('▲ a: 0.0% → 100.0%\n▼ b: 100.0% → 0.0%')
    expect(describeChanges([])).toBe('Nenhum cenário mudou.')
  })
})
