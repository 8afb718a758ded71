import { describe, expect, it } from 'vitest'

import { newOwner, newReference, randomCode } from '../../../src/lib/ids.js'

describe('ids', () => {
  it('makes references that can be read aloud and found in a longer text', () => {
    for (let i = 0; i < 200; i++) expect(newReference()).toMatch(/^PLT-[0-9A-HJKMNP-TV-Z]{8}$/)
  })

  it('uses every letter of the alphabet and nothing else', () => {
    const seen = new Set(randomCode(20_000))
    expect(seen.size).toBe(32)
    for (const letter of 'ILOU') expect(seen.has(letter)).toBe(false)
  })

  it('gives as many characters as asked for', () => {
    expect(randomCode(0)).toBe('')
    expect(randomCode(13)).toHaveLength(13)
  })

  it('does not name two runs alike', () => {
    expect(newOwner()).not.toBe(newOwner())
  })
})
