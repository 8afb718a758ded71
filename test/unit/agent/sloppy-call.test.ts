import { describe, expect, it } from 'vitest'

import { parseDecision } from '../../../src/agent/decision.js'
import { mendCall } from '../../../src/agent/sloppy-call.js'

const same = (text: string): string => text

describe('a sloppy decision', () => {
  it('is read where it can mean one thing only', () => {
    for (const given of [
      { tipo: 'problema', categoria: 'quedas', respostas: { luzes: 'Vermelha', outra: 7 } },
      { tipo: 'FLUXO', fluxo: ' Problema', categoria: 'quedas', respostas: '{"luzes":"Vermelha"}' },
    ]) {
      expect(parseDecision(given, same)).toEqual({ tipo: 'fluxo', fluxo: 'problema', categoria: 'quedas', respostas: { luzes: 'Vermelha' } })
    }
    expect(mendCall('functions.faturas', {})).toEqual({ name: 'faturas', args: {} })
  })

  it('is none where it means nothing', () => {
    for (const given of [{ tipo: 'cancelar_contrato' }, { tipo: 'fluxo', fluxo: 'isentar' }, { tipo: 'fluxo' }, { tipo: ['menu'] }, 'menu', [{}]]) {
      expect(parseDecision(given, same)).toBeUndefined()
    }
    expect(parseDecision({ tipo: 'fluxo', fluxo: 'menu', respostas: [1] }, same)).toEqual({ tipo: 'fluxo', fluxo: 'menu' })
  })

  it('holds nothing that cannot be seen or sent', () => {
    expect(parseDecision({ tipo: 'perguntar', texto: 'Qual\u0000 \u202eproblema\ud800?' }, same)).toEqual({ tipo: 'perguntar', texto: 'Qual   problema ?' })
  })
})
