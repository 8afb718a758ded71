import { inspect } from 'node:util'

import { describe, expect, it } from 'vitest'

import { Secret } from '../../../src/lib/secret.js'

describe('Secret', () => {
  const secret = new Secret('hidden-value')

  it('gives its value only when asked for it', () => {
    expect(secret.reveal()).toBe('hidden-value')
  })

  it('prints as a placeholder, whichever way it is printed', () => {
    const error = new Error('failed', { cause: { secret } })
    const printed = [
      String(secret),
      JSON.stringify({ secret }),
      inspect({ secret }, { depth: 9, showHidden: true }),
      inspect(error, { depth: 9 }),
      Object.values(secret).join(),
      JSON.stringify(structuredClone({ secret })),
      secret.toString(),
    ]
    expect(printed.join()).not.toContain('hidden-value')
    expect(printed[0]).toBe('[secret]')
  })

  it('compares values of any length', () => {
    expect(secret.equals('hidden-value')).toBe(true)
    for (const other of ['', 'hidden-valu', 'hidden-value ', 'HIDDEN-VALUE', 'x'.repeat(10_000)]) {
      expect(secret.equals(other)).toBe(false)
    }
  })
})
