import { describe, expect, it } from 'vitest'

import { contactToE164Br, samePhone, toE164Br, toFormatado, toNacional } from '../../../src/domain/telefone.js'

describe('a Brazilian phone', () => {
  it.each([
    ['(11) 91234-1234', '+5511912341234'],
    ['11912341234', '+5511912341234'],
    ['+55 11 91234-1234', '+5511912341234'],
    ['5511912341234', '+5511912341234'],
    ['011 91234-1234', '+5511912341234'],
    ['0 15 11 91234-1234', '+5511912341234'],
    ['(11) 3456-7890', '+551134567890'],
    ['55991234567', '+5555991234567'],
    ['(55) 3456-7890', '+555534567890'],
  ])('%s is read as %s', (written, e164) => {
    expect(toE164Br(written)).toBe(e164)
  })

  it.each(['', 'não tem', '91234-1234', '0800 123 4567', '+351 912 345 678', '+84 912345678', '(11) 1234-5678'])(
    '%s is none',
    (written) => {
      expect(toE164Br(written)).toBeUndefined()
    },
  )

  it('gets its ninth digit when it is a mobile of before it', () => {
    expect(toNacional('(11) 8765-4321')).toBe('11987654321')
  })

  it('is written for HubSoft in digits and for Milvus with punctuation', () => {
    expect(toNacional('+55 (11) 91234-1234')).toBe('11912341234')
    expect(toFormatado('11912341234')).toBe('(11) 91234-1234')
    expect(toFormatado('1134567890')).toBe('(11) 3456-7890')
    expect(toFormatado('123')).toBeUndefined()
  })
})

describe('two writings', () => {
  it('are one phone whatever the punctuation', () => {
    expect(samePhone('5511987654321', '(11) 98765-4321')).toBe(true)
    expect(samePhone('011 98765 4321', '+5511987654321')).toBe(true)
  })

  it('may differ by the ninth digit for mobiles of one DDD', () => {
    expect(samePhone('+5511987654321', '(11) 8765-4321')).toBe(true)
    expect(samePhone('551187654321', '(11) 98765-4321')).toBe(true)
  })

  it('differ when one is a landline and the other has a leading nine', () => {
    expect(samePhone('+5511934567890', '(11) 3456-7890')).toBe(false)
  })

  it('differ under another DDD', () => {
    expect(samePhone('+5521987654321', '(11) 98765-4321')).toBe(false)
  })

  it('are not equal for both being no phone', () => {
    expect(samePhone('', '')).toBe(false)
  })
})

describe('a certified contact', () => {
  it('is read with or without its plus', () => {
    expect([contactToE164Br('5511987654321'), contactToE164Br('+5511987654321')]).toEqual(
      Array(2).fill('+5511987654321'),
    )
  })

  it('from abroad never reads as a Brazilian phone, even without its plus', () => {
    expect(contactToE164Br('84912345678')).toBeUndefined()
  })
})
