import { describe, expect, it } from 'vitest'

import { tellFailure, toJson } from '../../../src/api/print.js'
import { AppError } from '../../../src/domain/errors.js'

describe('what is printed', () => {
  it('holds no password, whatever the vendor calls it', () => {
    const answer = { login: 'lia', senha: 'abc', wirelessSenha: 'def', senhas: ['ghi'], access_token: 'jkl', clienteToken: 'KEN7B5', n: 1 }
    expect(JSON.parse(toJson(answer))).toEqual({
      login: 'lia',
      senha: '[oculto]',
      wirelessSenha: '[oculto]',
      senhas: '[oculto]',
      access_token: '[oculto]',
      clienteToken: 'KEN7B5',
      n: 1,
    })
  })
})

describe('a failure', () => {
  it('says what happened, the vendor\'s own sentence, and whether it may have been done', () => {
    const failure = new AppError('server-error', 'x', {
      retry: 'unknown-outcome',
      context: { system: 'hubsoft', status: 500 },
      vendorMessage: 'Erro interno',
    })
    expect(tellFailure(failure)).toBe(
      'O sistema falhou (HTTP 500).\nResposta do sistema: Erro interno\nNão se sabe se foi feito: confira no sistema antes de repetir.',
    )
  })

  it('says when to come again, and which field was meant', () => {
    const busy = new AppError('rate-limited', 'x', { retry: 'safe', context: { system: 'milvus', status: 429 }, retryAfterMs: 1_500 })
    expect(tellFailure(busy)).toContain('Tente de novo em 2 s.')
    const wrong = new AppError('bad-answer', 'x', { retry: 'safe', context: { system: 'milvus', field: 'lista.0.codigo', reason: 'schema' } })
    expect(tellFailure(wrong)).toContain('campo lista.0.codigo')
  })
})
