import { describe, expect, it } from 'vitest'

import { givesUp, isBack } from '../../../src/conversation/ways-out.js'

describe('giving up', () => {
  it.each(['deixa quieto', 'deixa pra lá', 'ah esquece', 'não quero mais', 'cancela isso', 'desisto, obrigado', 'pensando bem não quero mais não', 'mudei de ideia'])('is heard in %j', (said) => {
    expect(givesUp(said)).toBe(true)
  })
  it.each(['deixa o roteador ligado', 'não quero mais essa internet', 'não', 'cancela a TV'])('is not heard in %j', (said) => {
    expect(givesUp(said)).toBe(false)
  })
})

describe('that it works again', () => {
  it.each(['voltou', 'opa voltou aqui', 'a net voltou agora', 'já resolveu, obrigada', 'voltooou'])('is heard in %j', (said) => {
    expect(isBack(said)).toBe(true)
  })
  it.each(['voltou a cair', 'não voltou', 'desde que a luz voltou', 'voltou mas lenta', 'sim e não voltou'])('is not heard in %j', (said) => {
    expect(isBack(said)).toBe(false)
  })
})
