import { describe, expect, it } from 'vitest'

import { createCensor } from '../../../src/lib/censor.js'

describe('the censor', () => {
  it('hides a value as it is, as a URL writes it and as JSON does', () => {
    const hide = createCensor(['sëgredo/1', 'a"b\\c'])
    expect(hide('era sëgredo/1!')).toBe('era [oculto]!')
    expect(hide('http://x.example/?token=s%C3%ABgredo%2F1')).toBe('http://x.example/?token=[oculto]')
    expect(JSON.parse(hide(JSON.stringify({ told: 'era a"b\\c' })))).toEqual({ told: 'era [oculto]' })
  })

  it('hides it as a form writes it, a GUID in either case, and what a step before made of it', () => {
    expect(createCensor(['um valor+1'])('token=um+valor%2B1&x')).toBe('token=[oculto]&x')
    const guid = '6f1e5a0e-1111-4222-8333-444455556666'
    expect(createCensor([guid])(guid.toUpperCase())).toBe('[oculto]')
    expect(createCensor(['abc12345678'], (text) => text.replace(/\d{8}/u, '[número]'))('é abc[número]')).toBe('é [oculto]')
  })

  it('hides the whole of one that holds another, and leaves short ones in', () => {
    expect(createCensor(['chave', 'chave-longa'])('chave-longa e chave')).toBe('[oculto] e [oculto]')
    expect(createCensor(['1234', ''])('1234 e mais')).toBe('1234 e mais')
  })
})
