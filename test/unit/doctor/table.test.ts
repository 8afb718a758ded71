import { describe, expect, it } from 'vitest'

import type { Result } from '../../../src/doctor/check.js'
import { table, tally, WIDTH, wrap } from '../../../src/doctor/table.js'

const result = (more: Partial<Result>): Result => ({ id: 'x.y', system: 'hubsoft', title: 'Faturas', state: 'ok', told: 'respondeu', ms: 12, ...more })
const plain = { colour: false, ms: 1_234 }

describe('the table', () => {
  it('groups by system in its own order, with mark, time and advice', () => {
    const text = table(
      [
        result({}),
        result({ title: 'Planos', state: 'error', told: 'sem permissão (403)', advice: ['Peça a permissão.'] }),
        result({ system: 'environment', title: 'PORT', told: 'livre', ms: 3 }),
      ],
      plain,
    )
    expect(text).toBe(`Ambiente
  ✔ PORT                         livre                                                          3 ms

HubSoft
  ✔ Faturas                      respondeu                                                     12 ms
  ✖ Planos                       sem permissão (403)                                           12 ms
      → Peça a permissão.

2 ✔, 0 avisos, 1 a corrigir, 0 não verificados, em 1.2 s. Corrija os ✖ e rode outra vez.
`)
  })

  it('keeps to its width whatever is told', () => {
    const long = `${'palavra '.repeat(40)}${'x'.repeat(250)}`
    const lines = table([result({ told: long, advice: [long, 'curto'], state: 'warning' })], plain).split('\n')
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(WIDTH)
    expect(lines.filter((line) => line.startsWith('      → '))).toHaveLength(2)
  })

  it('makes one line of all that was not looked at for one reason', () => {
    const why = { state: 'skipped', told: 'não verificado: depende de “Login”' } as const
    const text = table([result({}), result({ title: 'Relógio', ...why }), result({ title: 'Planos', ...why }), result({ ...why })], plain)
    expect(text).toContain('  – Relógio e mais 2             não verificado: depende de “Login”\n')
    expect(text).not.toContain('Planos')
    expect(text).toContain('1 ✔, 0 avisos, 0 a corrigir, 3 não verificados')
  })

  it('has colours only where they are wanted', () => {
    expect(table([result({ state: 'warning' })], { ...plain, colour: true })).toContain('\u001B[33m⚠\u001B[0m Faturas')
    expect(table([result({ state: 'warning' })], plain)).not.toContain('\u001B')
  })

  it('ends with what comes next', () => {
    expect(table([result({ state: 'warning' })], plain)).toMatch(/1 aviso, .* Pode iniciar; leia os avisos\.\n$/u)
    expect(table([result({})], plain)).toMatch(/ Tudo certo\.\n$/u)
    expect(tally([result({}), result({ state: 'skipped' })])).toEqual({ ok: 1, warning: 0, error: 0, skipped: 1 })
  })
})

describe('wrap', () => {
  it('breaks at words, and a word only where it is longer than a line', () => {
    expect(wrap('um dois três', 8)).toEqual(['um dois', 'três'])
    expect(wrap('um abcdefghij dois', 4)).toEqual(['um', 'abcd', 'efgh', 'ij', 'dois'])
    expect(wrap('', 4)).toEqual([''])
  })
})
