import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { encodedLength, normalizeWords, shorten, splitEncoded } from '../../../src/lib/plain-text.js'

const text = fc.string({ unit: 'binary', maxLength: 600 })
const solid = (value: string): string => value.replace(/\s/gu, '')

it('compares typed words without case, accents, emoji or punctuation', () => {
  expect(normalizeWords('  ✅ NÃO   Resolveu!! ')).toBe('nao resolveu')
})

describe('shortening', () => {
  it('leaves what fits as it is', () => {
    expect(shorten('sem internet', 12)).toBe('sem internet')
  })

  it('cuts at a word and says so', () => {
    expect(shorten('sem internet desde ontem', 20)).toBe('sem internet desde…')
  })

  it('is never longer than asked, and never cuts a pair', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 80 }), (value, max) => {
        const short = shorten(value, max)
        expect(short.length).toBeLessThanOrEqual(max)
        expect(short.isWellFormed()).toBe(value.isWellFormed() || short.isWellFormed())
      }),
    )
  })
})

describe('splitting for a URL', () => {
  it('cuts at a sentence where it can', () => {
    const parts = splitEncoded(`${'Caiu de novo agora. '.repeat(20)}Fim.`, 200)
    expect(parts.length).toBeGreaterThan(1)
    for (const part of parts) expect(part).toMatch(/\.$/u)
  })

  it('keeps every part within the budget and loses nothing but spaces', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 60, max: 400 }), (value, budget) => {
        const parts = splitEncoded(value, budget)
        for (const part of parts) expect(encodedLength(part)).toBeLessThanOrEqual(budget)
        expect(solid(parts.join(''))).toBe(solid(value))
      }),
    )
  })

  it('never cuts an emoji in two', () => {
    for (const part of splitEncoded('📶'.repeat(100), 130)) expect(part.isWellFormed()).toBe(true)
  })
})
