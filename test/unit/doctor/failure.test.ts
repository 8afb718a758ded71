import { describe, expect, it } from 'vitest'

import { AppError, type ErrorCode } from '../../../src/domain/errors.js'
import { isNothingFound, tellFailure } from '../../../src/doctor/failure.js'

const failure = (code: ErrorCode, context = {}, vendorMessage?: string, cause?: unknown): AppError =>
  new AppError(code, 'for engineers', { retry: 'never', context, cause, ...(vendorMessage !== undefined && { vendorMessage }) })

describe('tellFailure', () => {
  it('tells what went wrong with its status and the other side\'s own words, and what to do about it', () => {
    expect(tellFailure(failure('forbidden', { status: 403 }, 'Sem   acesso\nao CPF 123.456.789-09'), { forbidden: ['Peça.'] })).toEqual({
      state: 'error',
      told: 'sem permissão (403): “Sem acesso ao CPF [CPF]”',
      advice: ['Peça.'],
    })
  })

  it('names a next step for every failure, particular to it where it says more', () => {
    const codes = ['unauthorized', 'forbidden', 'not-found', 'rate-limited', 'timeout', 'unreachable', 'server-error', 'bad-answer', 'refused', 'bad-input', 'circuit-open', 'chat-gone'] as const
    for (const code of codes) expect(tellFailure(failure(code), {}).advice?.length).toBeGreaterThan(0)
    expect(tellFailure(failure('bad-input', { status: 400 }), { refused: ['Pergunte.'] }).advice).toEqual(['Pergunte.'])
    const first = (code: ErrorCode, context = {}, cause?: unknown): string | undefined => tellFailure(failure(code, context, undefined, cause), {}).advice?.[0]
    expect(first('bad-answer', { reason: 'redirect', status: 301 })).toContain('endereço final')
    expect(first('bad-answer', { reason: 'schema', field: 'faturas' })).toContain('outra versão do sistema')
    expect(first('bad-answer', { reason: 'schema', field: '' })).toContain('não parece ser a API')
    expect(first('unauthorized', { status: 403 })).toContain('firewall')
    expect(first('unreachable', {}, Object.assign(new Error('x'), { code: 'ENOTFOUND' }))).toContain('Nenhum servidor tem este nome')
    for (const code of ['ERR_SSL_WRONG_VERSION_NUMBER', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'EPROTO']) {
      expect(first('unreachable', {}, Object.assign(new Error('x'), { code }))).toContain('certificado')
    }
  })

  it('takes a 500 that speaks of a bad token for a refused credential', () => {
    expect(tellFailure(failure('server-error', { status: 500 }, 'Token inválido'), {}).told).toBe('a credencial foi recusada (500): “Token inválido”')
    expect(tellFailure(failure('server-error', { status: 500 }, 'Unexpected token < in JSON'), {}).told).toMatch(/^erro do próprio servidor/u)
  })

  it('takes a refusal that speaks of a permission for one', () => {
    const told = tellFailure(failure('refused', { status: 200 }, 'O Usuário não possui a permissão desejada!'), { forbidden: ['Peça.'] })
    expect(told).toMatchObject({ told: expect.stringMatching(/^sem permissão \(200\)/u), advice: ['Peça.'] })
  })

  it('names why no connection came about, from however deep', () => {
    const cause = new Error('x', { cause: Object.assign(new Error('y'), { code: 'ENOTFOUND' }) })
    expect(tellFailure(failure('unreachable', {}, undefined, cause), {}, 'warning')).toMatchObject({
      state: 'warning',
      told: 'não foi possível conectar (ENOTFOUND)',
    })
    expect(tellFailure(failure('unreachable', { reason: 'ECONNRESET' }), {}).told).toBe('não foi possível conectar (ECONNRESET)')
  })

  it('has words of its own for every code, whatever the check says', () => {
    const codes = ['unauthorized', 'forbidden', 'not-found', 'rate-limited', 'timeout', 'unreachable', 'server-error', 'bad-answer', 'refused', 'circuit-open'] as const
    for (const code of codes) expect(tellFailure(failure(code), {}).told).toMatch(/^[a-zã]/u)
    expect(tellFailure(failure('bad-answer', { reason: 'schema', field: 'clientes' }), {}).told).toContain('(campo clientes)')
    expect(tellFailure(failure('bad-answer', { reason: 'redirect', status: 301 }), {}).told).toBe('o endereço leva a outro (301)')
  })

  it('calls our own limit of calls no fault of anybody', () => {
    expect(tellFailure(failure('rate-limited', { reason: 'pace' }), {}).state).toBe('skipped')
    expect(tellFailure(failure('rate-limited', { reason: 'busy', status: 429 }), {}).told).toBe('pediu para esperar (429)')
  })

  it('passes on what is a defect of ours', () => {
    expect(() => tellFailure(new TypeError('x'), {})).toThrow(TypeError)
    expect(() => tellFailure(failure('internal'), {})).toThrow('for engineers')
  })
})

describe('isNothingFound', () => {
  it('knows a refusal that only says there is nothing', () => {
    expect(isNothingFound(failure('refused', {}, 'Nenhum cliente encontrado'))).toBe(true)
    expect(isNothingFound(failure('bad-input', {}, 'Login não encontrado'))).toBe(true)
    expect(isNothingFound(failure('refused', {}, 'Não possui permissão; nenhum acesso'))).toBe(false)
    expect(isNothingFound(failure('not-found', {}, 'Rota não encontrada'))).toBe(false)
    expect(isNothingFound(failure('not-found', {}, 'Nenhum registro encontrado'))).toBe(true)
    expect(isNothingFound(failure('not-found', {}))).toBe(false)
    expect(isNothingFound(failure('refused', {}, 'Parâmetros inválidos'))).toBe(false)
  })
})
