import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { parseNascimento } from '../../../src/domain/nascimento.js'

const NOW = Date.UTC(2026, 6, 1)

describe('a birth date', () => {
  it.each([
    '25/03/1985',
    '25-03-1985',
    '25.03.1985',
    '25 03 1985',
    '25031985',
    '25/3/85',
    '250385',
    '1985-03-25',
    '1985/03/25',
    '25 de março de 1985',
    '25 de Março, 1985',
    '25 mar 85',
    '25º de marco de 1985',
    'nasci em 25/03/1985',
    'É 25 / 03 / 1985.',
  ])('is read from %j', (text) => {
    expect(parseNascimento(text, NOW)).toBe('1985-03-25')
  })

  it('of two digits lies in the past', () => {
    expect(parseNascimento('1/2/05', NOW)).toBe('2005-02-01')
    expect(parseNascimento('1/2/48', NOW)).toBe('1948-02-01')
  })

  it.each(['', 'não sei', '31/02/1990', '10/13/1990', '01/01/2099', '01/01/1850', '37990000101', '123.456.789-09'])(
    'is not read from %j',
    (text) => {
      expect(parseNascimento(text, NOW)).toBeUndefined()
    },
  )

  it('is a day of the calendar or nothing, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const parsed = parseNascimento(text, NOW)
        if (parsed !== undefined) expect(new Date(parsed).toISOString().slice(0, 10)).toBe(parsed)
      }),
    )
  })
})
