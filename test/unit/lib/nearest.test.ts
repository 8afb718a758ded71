import { describe, expect, it } from 'vitest'

import { nearest } from '../../../src/lib/nearest.js'

describe('nearest', () => {
  it('finds what was meant, case, accents and slips aside', () => {
    const names = ['SAC', 'SUPORTE TÉCNICO', 'TÉCNICO - LENTIDÃO', 'FINANCEIRO']
    expect(nearest('Suporte tecnco', names)[0]).toBe('SUPORTE TÉCNICO')
    expect(nearest('Financeira', names)).toEqual(['FINANCEIRO'])
    expect(nearest('Cancelamento', names)).toEqual([])
  })
})
