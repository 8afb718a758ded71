import { describe, expect, it } from 'vitest'

import { HELP, readArgs } from '../../../src/eval/args.js'

describe('the options of npm run eval', () => {
  it('have defaults', () => {
    expect(readArgs([])).toMatchObject({ help: false, trials: 1, atOnce: 12, threshold: 1, json: false })
  })

  it('are read', () => {
    const args = readArgs(['-k', '3', '--threshold', '0.95', '--only', 'fat-*', '--report', 'r.html', '-j', '4', '--json'])
    expect(args).toMatchObject({ trials: 3, threshold: 0.95, only: 'fat-*', report: 'r.html', atOnce: 4, json: true })
  })

  it('may be written with a comma', () => {
    expect(readArgs(['--threshold', '0,95']).threshold).toBe(0.95)
    expect(readArgs(['--threshold', '0']).threshold).toBe(0)
  })

  it.each([
    [['--threshold', '95'], /--threshold: precisa ser um número de 0 a 1/u],
    [['--threshold', 'muito'], /--threshold: precisa ser um número de 0 a 1/u],
    [['--threshold', ''], /--threshold: precisa ser um número de 0 a 1/u],
    [['--threshold='], /--threshold: precisa ser um número de 0 a 1/u],
    [['-k', ''], /--trials: precisa ser um número inteiro de 1 a 50/u],
    [['-k', '0'], /--trials: precisa ser um número inteiro de 1 a 50/u],
    [['-k', '1.5'], /--trials: precisa ser um número inteiro de 1 a 50/u],
    [['--treshold', '1'], /--treshold: não existe/u],
    [['faturas'], /faturas: não se sabe o que é/u],
    [['--only'], /--only.*precisa de um valor/u],
    [['--only', ' '], /--only: precisa de um valor/u],
    [['--out', 'x.yaml'], /--out: só vale com --record/u],
  ])('say what is wrong with %j', (argv, expected) => {
    expect(() => readArgs(argv)).toThrow(expected)
  })

  it('are told in Portuguese', () => {
    for (const name of ['--only', '--trials', '--threshold', '--report', '--compare', '--record', '--json']) expect(HELP).toContain(name)
  })
})
