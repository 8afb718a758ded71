import { describe, expect, it } from 'vitest'

import { Secret } from '../../../src/lib/secret.js'
import { checkCanary } from '../../../src/store/canary.js'
import { createSeal } from '../../../src/store/seal.js'

const keyOf = (name: string): Secret => new Secret(`${name}, made up and long enough for a test`)
const [old, fresh, other] = [keyOf('an old key'), keyOf('a new key'), keyOf('another key')]
const text = '{"nome":"Fulana de Tal 😀"}'

describe('a seal', () => {
  it('opens what it sealed, which says nothing and is never twice the same', () => {
    const seal = createSeal([old])
    const [one, two] = [seal.seal(text, 'a'), seal.seal(text, 'a')]
    expect(one).toMatch(/^~s1\.[\w-]{8}\.[\w-]+$/u)
    expect(one).not.toBe(two)
    expect([one, two].map((sealed) => seal.open(sealed, 'a'))).toEqual([text, text])
    expect(createSeal([old]).open(seal.seal('', 'a'), 'a')).toBe('')
  })

  it('refuses what is of another place, was changed, cut, or carries another key’s name', () => {
    const seal = createSeal([old, fresh])
    const sealed = seal.seal(text, 'a')
    const [head, id, body = ''] = sealed.split('.')
    const flipped = body.startsWith('A') ? `B${body.slice(1)}` : `A${body.slice(1)}`
    const [, freshId] = createSeal([fresh]).seal('', 'a').split('.')
    const changed = [`${head}.${id}.${flipped}`, sealed.slice(0, -4), `${head}.${id}.`, `${head}.${freshId}.${body}`]
    expect(() => seal.open(sealed, 'b')).toThrow(/another place/u)
    for (const each of changed) expect(() => seal.open(each, 'a')).toThrow()
  })

  it('seals with the first key, opens with any, and names DATA_KEY where one is missing', () => {
    const before = createSeal([old]).seal(text, 'a')
    const rotated = createSeal([fresh, old])
    expect(rotated.open(before, 'a')).toBe(text)
    expect([before, rotated.seal(text, 'a')].map((sealed) => rotated.isCurrent(sealed))).toEqual([false, true])
    for (const seal of [createSeal([other]), createSeal([])]) {
      expect(() => seal.open(before, 'a')).toThrow(/DATA_KEY/u)
    }
  })

  it('leaves plain what is plain, with keys or without', () => {
    expect(createSeal([]).seal(text, 'a')).toBe(text)
    expect(createSeal([old]).open(text, 'a')).toBe(text)
    expect([createSeal([]).isCurrent(text), createSeal([old]).isCurrent(text)]).toEqual([true, false])
  })

  it('marks a store by its first key, which must be among those that are given from then on', () => {
    expect(checkCanary(createSeal([]), undefined)).toBeUndefined()
    const first = checkCanary(createSeal([old]), undefined)
    expect(checkCanary(createSeal([old]), first)).toBeUndefined()
    const second = checkCanary(createSeal([fresh, old]), first)
    expect(checkCanary(createSeal([fresh]), second)).toBeUndefined()
    for (const keys of [[], [old], [other]]) {
      expect(() => checkCanary(createSeal(keys), second)).toThrow(/^DATA_KEY: /u)
    }
  })
})
