import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { AppError } from '../../../src/domain/errors.js'
import { createLogger, silentLogger, type LogFields, type LogLevel } from '../../../src/lib/logger.js'
import { Secret } from '../../../src/lib/secret.js'
import { personalData } from '../../support/personal-data.js'

function logged(write: (logger: ReturnType<typeof createLogger>) => void, level: LogLevel = 'debug'): string {
  let output = ''
  write(createLogger(level, { write: (line: string) => void (output += line) }))
  return output
}

const line = (event: string, fields?: LogFields): unknown => JSON.parse(logged((logger) => logger.info(event, fields)))

describe('the logger', () => {
  it('writes machine words and numbers as they are', () => {
    const fields = { system: 'hubsoft', operation: 'cliente.find', status: 503, ms: 1_234, bytes: 20_971_520, attempt: 0 }
    expect(line('call-failed', fields)).toMatchObject({ event: 'call-failed', ...fields })
    const words = { file: 'messages.yaml', field: 'categorias.2.palavras.0', kind: 'hubsoft.atendimento', code: 'ECONNRESET' }
    expect(line('prompts.bad', words)).toMatchObject(words)
  })

  it('writes a chat as a short stable digest', () => {
    const [one, again, other] = ['987654321', '987654321', '987654322'].map((chat) => line('turn.failed', { chat }))
    expect(one).toMatchObject({ chat: expect.stringMatching(/^[\da-f]{10}$/u) as unknown })
    expect(again).toMatchObject({ chat: (one as { chat: string }).chat })
    expect(other).not.toMatchObject({ chat: (one as { chat: string }).chat })
  })

  it('keeps our own ids of effects, and makes a digest of one that holds a chat’s id', () => {
    expect(line('x', { effect: 'm:3fa9c1:0' })).toMatchObject({ effect: 'm:3fa9c1:0' })
    expect(line('x', { effect: 'ho:987654321:abrir' })).toMatchObject({ effect: expect.stringMatching(/^#/u) as unknown })
  })

  it('writes nothing that is not in its closed set of fields', () => {
    const smuggled = { system: 'hubsoft', nome: 'Fulana', body: { cpf: '52998224725' } }
    expect(Object.keys(line('x', smuggled) as object).sort()).toEqual(['event', 'level', 'system', 'time'])
  })

  it('tells where an error was thrown and what it came from, and no message', () => {
    const cause = Object.assign(new Error('getaddrinfo hubsoft.fulano.example'), { code: 'ENOTFOUND' })
    const error = new AppError('unreachable', 'could not reach fulano', {
      retry: 'safe',
      cause,
      context: { system: 'hubsoft', status: 502, name: 'other', fresh: true },
    })
    const output = logged((logger) => logger.error('call-failed', { error }))
    expect(JSON.parse(output)).toMatchObject({
      error: {
        name: 'AppError',
        code: 'unreachable',
        retry: 'safe',
        system: 'hubsoft',
        status: 502,
        fresh: true,
        at: expect.arrayContaining([expect.stringMatching(/#logger\.test\.ts:\d+$/u)]) as unknown,
        cause: { name: 'Error', code: 'ENOTFOUND' },
      },
    })
    expect(output).not.toContain('fulano')
  })

  it('survives whatever was thrown', () => {
    const loop = new Error('loop')
    loop.cause = loop
    const noStack = new Error('no stack')
    delete noStack.stack
    for (const error of [loop, noStack, 'text 52998224725', null, 7, { cpf: '52998224725' }, new Secret('x')]) {
      expect(logged((logger) => logger.error('x', { error }))).not.toContain('52998224725')
    }
  })

  it('is not fooled by a message that looks like a stack', () => {
    const error = new Error('first\n    at Fulana (/casa/98765-4321.js:1:1)\n    at 52998224725 (a.js:1:1)')
    const output = logged((logger) => logger.error('x', { error }))
    expect(output).not.toMatch(/Fulana|98765|52998224725/u)
    expect(output).toContain('logger.test.ts')
  })

  it('obeys its level', () => {
    expect(logged((logger) => logger.info('x'), 'warn')).toBe('')
    expect(logged((logger) => logger.error('x'), 'silent')).toBe('')
    expect(logged((logger) => logger.debug('x'), 'debug')).not.toBe('')
    expect(() => silentLogger.error('x', { error: new Error('x') })).not.toThrow()
  })

  it('lets no CPF, phone, e-mail, URL or token through, in any field or error', () => {
    const around = fc.constantFrom('', 'x', 'id:', 'cliente/', '_', ' ')
    const value = fc.tuple(around, personalData, around).map(([before, data, after]) => ({ data, text: before + data + after }))
    fc.assert(
      fc.property(value, ({ data, text }) => {
        const cause = Object.assign(new TypeError(text, { cause: new Error(`${text}\n    at ${text} (${text}.js:1:1)`) }), {
          code: text,
          detail: text,
        })
        const context = { note: text, [text]: 1, amount: Number(text) }
        const error = new AppError('internal', text, { retry: 'never', cause, context, vendorMessage: text })
        Object.defineProperty(cause, 'name', { value: text })
        const words = { system: text, operation: text, effect: text, kind: text, state: text, code: text, reason: text }
        const rest = { file: text, field: text, version: text, chat: text, count: Number(text), extra: text }
        const output = logged((logger) => logger.error(text, { ...words, ...rest, error }))
        expect(output.toLowerCase()).not.toContain(data.toLowerCase())
        // Nor the same digits without their punctuation.
        const digits = data.replace(/\D/gu, '')
        if (digits.length >= 8) expect(output.replace(/\D/gu, '')).not.toContain(digits)
      }),
      { numRuns: 400 },
    )
  })
})
