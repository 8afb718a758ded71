import { describe, expect, it } from 'vitest'

import { AppError } from '../../../src/domain/errors.js'
import { bad, ok, skipped, warning, type Check, type Outcome } from '../../../src/doctor/check.js'
import { runChecks } from '../../../src/doctor/run.js'

const check = (id: string, run: () => Promise<Outcome>, more: Partial<Check> = {}): Check => ({
  id,
  system: 'hubsoft',
  title: id.toUpperCase(),
  run,
  ...more,
})
const never = () => new Promise<Outcome>(() => undefined)

describe('runChecks', () => {
  it('gives every check its result, in the order of the list', async () => {
    const results = await runChecks([check('a', async () => ok('bem')), check('b', async () => warning('meio', 'faça'))])
    expect(results).toMatchObject([
      { id: 'a', system: 'hubsoft', title: 'A', state: 'ok', told: 'bem' },
      { id: 'b', state: 'warning', told: 'meio', advice: ['faça'] },
    ])
  })

  it('makes a cross with the code of what a check throws, and says nothing of its message', async () => {
    const broken = Object.assign(new Error('segredo'), { code: 'ENOSPC' })
    const results = await runChecks([
      check('node', () => Promise.reject(broken)),
      check('app', () => Promise.reject(new AppError('bad-answer', 'segredo', { retry: 'never' }))),
      check('type', () => Promise.reject(new TypeError('segredo'))),
      check('odd', () => Promise.reject(Object.assign(new Error('x'), { code: 'um segredo' }))),
      check('good', async () => ok('bem')),
    ])
    expect(results.map(({ told }) => told)).toEqual([
      'não pôde ser verificado (código ENOSPC)',
      'não pôde ser verificado (código bad-answer)',
      'não pôde ser verificado (código TypeError)',
      'não pôde ser verificado (código internal)',
      'bem',
    ])
    expect(JSON.stringify(results)).not.toContain('segredo')
  })

  it('does not make what needs a check that failed or was skipped, and makes what needs a warning', async () => {
    const made: string[] = []
    const note = (id: string, needs: string[]) => check(id, async () => (made.push(id), ok('bem')), { needs })
    const results = await runChecks([
      check('cross', async () => bad('mal')),
      check('off', async () => skipped('não configurado')),
      check('half', async () => warning('meio')),
      note('after-cross', ['half', 'cross']),
      note('after-that', ['after-cross']),
      note('after-off', ['off']),
      note('after-half', ['half']),
    ])
    expect(made).toEqual(['after-half'])
    expect(results.slice(3, 6).map(({ state, told }) => `${state}: ${told}`)).toEqual([
      'skipped: não verificado: depende de “CROSS”',
      'skipped: não verificado: depende de “CROSS”',
      'skipped: não configurado',
    ])
  })

  it('gives up a check after its own limit, and all of them after the whole', async () => {
    const results = await runChecks(
      [check('own', never, { timeoutMs: 10 }), check('whole', never, { timeoutMs: 60_000 }), check('late', never, { needs: [] })],
      50,
    )
    expect(results.map(({ state, told }) => `${state}: ${told}`)).toEqual(Array(3).fill('error: não respondeu a tempo'))
    expect(results[1]!.ms).toBeLessThan(5_000)
  })

  it('takes what may be late for a warning then, and the time that a check took by itself', async () => {
    const results = await runChecks([
      check('late', never, { timeoutMs: 10, late: 'warning' }),
      check('waited', async () => ({ state: 'ok', told: 'sim', ms: 7 })),
    ])
    expect(results.map(({ state }) => state)).toEqual(['warning', 'ok'])
    expect(results[1]!.ms).toBe(7)
  })

  it('makes what keeps the processor busy before the others', async () => {
    const order: string[] = []
    const step = (id: string, more: Partial<Check> = {}) =>
      check(
        id,
        async () => {
          order.push(`${id} begins`)
          await Promise.resolve()
          order.push(`${id} ends`)
          return ok('')
        },
        more,
      )
    await runChecks([step('busy', { first: true }), step('other')])
    expect(order).toEqual(['busy begins', 'busy ends', 'other begins', 'other ends'])
  })

  it('takes a need that is not before it for a mistake', async () => {
    await expect(runChecks([check('a', async () => ok(''), { needs: ['b'] })])).rejects.toMatchObject({ code: 'internal' })
  })
})
