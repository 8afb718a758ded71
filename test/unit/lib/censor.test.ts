import { describe, expect, it } from 'vitest'

import { createCensor } from '../../../src/lib/censor.js'

describe('the censor', () => {
  it('hides a value as it is, as a URL writes it and as JSON does', () => {
    const hide = createCensor(['sëgredo/1', 'a"b\\c'])
    expect(hide('era sëgredo/1!')).toBe('era [oculto]!')
    expect(hide('http://x.example/?token=s%C3%ABgredo%2F1')).toBe('http://x.example/?token=[oculto]')
    expect(JSON.parse(hide(JSON.stringify({ told: 'era a"b\\c' })))).toEqual({ told: 'era [oculto]' })
  })

  it('hides the whole of one that holds another, and leaves short ones in', () => {
    expect(createCensor(['chave', 'chave-longa'])('chave-longa e chave')).toBe('[oculto] e [oculto]')
    expect(createCensor(['1234', ''])('1234 e mais')).toBe('1234 e mais')
  })
})
