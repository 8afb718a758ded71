import { describe, expect, it } from 'vitest'

import { isProviderField, providerSchema } from '../../../src/prompts/provider.js'

const given = {
  name: 'provider',
  version: 1,
  nome: 'Fibra Aurora',
  assistente: 'Aurora',
  telefones: ['0800 000 0000'],
  horario: 'sempre',
  privacidade: { texto: 'Só para atender.' },
}

describe('how long things are kept', () => {
  it('has times of its own where the operators say none, or only some', () => {
    const usual = { conversa_dias: 90, rascunho_horas: 24, diario_dias: 30, auditoria_dias: 180 }
    expect(providerSchema.parse(given)).toMatchObject({ retencao: usual, lembrete_minutos: 15 })
    expect(providerSchema.parse({ ...given, retencao: { diario_dias: 7 } }).retencao).toEqual({ ...usual, diario_dias: 7 })
  })

  it.each([
    { retencao: { conversa_dias: 0 } },
    { retencao: { conversa_dias: 731 } },
    { retencao: { rascunho_horas: 1 } },
    { retencao: { diario_dias: 1.5 } },
    { retencao: { sempre: true } },
    { lembrete_minutos: 111 },
    { lembrete_minutos: -1 },
  ])('refuses %o', (wrong) => {
    expect(providerSchema.safeParse({ ...given, ...wrong }).success).toBe(false)
  })

  it('may be said in any sentence', () => {
    expect(isProviderField(['retencao', 'conversa_dias'])).toBe(true)
    expect(isProviderField(['retencao', 'sempre'])).toBe(false)
  })
})
