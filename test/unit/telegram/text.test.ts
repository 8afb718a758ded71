import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { cleanLine, cleanText } from '../../../src/telegram/text.js'

describe('cleanText', () => {
  it('composes accents, so that words compare', () => {
    expect(cleanText('cone\u0301xa\u0303o')).toBe('conéxão')
  })

  it('keeps line breaks of any kind as line feeds and drops other control characters', () => {
    expect(cleanText('a\r\nb\rc\u2028d\te\u0000f\u001Bg')).toBe('a\nb\nc\nd efg')
  })

  it('drops what cannot be seen: zero-width marks, direction overrides, tag characters, lone surrogates', () => {
    expect(cleanText('1\u200B2\uFEFF3\u202E4\u00AD5\u2066\u{E0041}6\uD83D7\u200C8')).toBe('12345678')
  })

  it('keeps the joiner inside an emoji family and drops it elsewhere', () => {
    expect(cleanText('👨‍👩‍👧 👩🏽‍🔧 ❤️‍🔥 a\u200Db')).toBe('👨‍👩‍👧 👩🏽‍🔧 ❤️‍🔥 ab')
  })

  it('cuts at the limit, never inside a surrogate pair', () => {
    expect(cleanText('ab😀', 3)).toBe('ab')
    expect(cleanText('x'.repeat(5000))).toHaveLength(4096)
  })

  it('gives well-formed text that cleaning again does not change, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 40 }), (text, max) => {
        const clean = cleanText(text, max)
        expect(clean.length).toBeLessThanOrEqual(max)
        expect(clean).not.toMatch(/\p{Cs}|(?!\n)\p{Cc}/u)
        expect(cleanText(clean, max)).toBe(clean)
      }),
    )
  })
})

describe('cleanLine', () => {
  it('makes one line of several', () => {
    expect(cleanLine(' Ana\n  Lúcia\t ', 64)).toBe('Ana Lúcia')
  })
})
