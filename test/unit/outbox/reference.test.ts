import { describe, expect, it } from 'vitest'

import { beginsWith, holds } from '../../../src/outbox/reference.js'

describe('a text that begins with our reference', () => {
  it.each([
    'PLT-7K3M9QXT sem conexão',
    '[PLT-7K3M9QXT] Sem conexão (Telegram) | ATENDIMENTO ABERTO VIA API',
    '  \u00A0[ plt-7k3m9qxt ]',
    'PLT-7K3M9QXT',
  ])('%s', (text) => {
    expect(beginsWith(text, 'PLT-7K3M9QXT')).toBe(true)
  })

  it('is not one that merely holds it', () => {
    expect(beginsWith('Igual ao PLT-7K3M9QXT', 'PLT-7K3M9QXT')).toBe(false)
  })

  it('tells markers apart', () => {
    expect(beginsWith('[cliente  3] oi', '[Cliente 3]')).toBe(true)
    expect(beginsWith('[Cliente 31] oi', '[Cliente 3]')).toBe(false)
    expect(beginsWith('[Cliente 3 1/2] oi', '[Cliente 3]')).toBe(false)
    expect(beginsWith('[Plantão 3] oi'.normalize('NFD'), '[Plantão 3]')).toBe(true)
  })
})

describe('a text that holds our reference', () => {
  it('may hold it anywhere, in any case', () => {
    expect(holds('Novo: [plt-1/2] ainda sem sinal', 'PLT-1/2')).toBe(true)
    expect(holds('fim PLT-1/2', 'PLT-1/2')).toBe(true)
  })

  it('does not hold it inside a longer one', () => {
    expect(holds('[PLT-1/12] oi', 'PLT-1/1')).toBe(false)
    expect(holds('[PLT-1/12] e [PLT-1/1]', 'PLT-1/1')).toBe(true)
  })

  it('never holds an empty one', () => {
    expect(holds('qualquer', '')).toBe(false)
  })
})
