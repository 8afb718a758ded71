import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, it, type TestContext } from 'vitest'
import { z } from 'zod'

import { newFolder, npmRunEval, ROOT, runEval, withScenarios } from '../support/eval-process.js'

const LIMIT = { timeout: 90_000 }

/** One of each flow; those that only a model understands, and lies, among them. */
const PLAYED = [
  'id-cpf-de-outra-pessoa',
  'prob-sem-internet',
  'prob-tv-sem-canais',
  'diag-suspenso-desbloqueia',
  'con-reconecta',
  'cham-acrescenta',
  'ped-cancelar',
  'pes-quero-humano',
  'pla-cep-errado',
  'vis-remarca',
  'men-diz-que-pagou',
  'mod-numero-inventado',
]

const outcome = z.object({
  passed: z.boolean(),
  rates: z.object({ scenarios: z.number(), passK: z.array(z.number()) }),
  trials: z.array(z.object({ nome: z.string(), falhas: z.array(z.string()) })),
})

const scenario = (nome: string, end: string): string => `
nome: ${nome}
    descricao: Um oi.
    persona: { quer: dar oi }
    mundo: { cliente: ana }
    roteiro: [{ diz: oi }, { espera: cpf }]
    no_fim: ${end}`

/** A folder with two scenarios: one that passes, one that asks for what the bot must not say. */
const folder = (context: TestContext): Promise<string> =>
  withScenarios(context, scenario('passa', '{ dito: [cpf ou cnpj] }'), scenario('falha', '{ nao_dito: [cpf] }'))

describe.concurrent('npm run eval', () => {
  it('plays scenarios over every flow, tells progress, and writes a report', LIMIT, async (context) => {
    const html = join(await newFolder(context), 'report.html')
    const { code, out, progress } = await npmRunEval('--only', PLAYED.join(','), '--json', '--report', html)
    const { trials, rates } = outcome.parse(JSON.parse(out))
    expect(trials.filter(({ falhas }) => falhas.length > 0)).toEqual([])
    expect(rates.scenarios).toBeGreaterThanOrEqual(PLAYED.length)
    expect(code).toBe(0)
    expect(progress).toContain(`/${String(rates.scenarios)}] ✔ vis-remarca`)
    expect(await readFile(html, 'utf8')).toContain('vis-remarca')
  })

  it('ends with 1 below the threshold and with 0 at it', LIMIT, async (context) => {
    const evals = join(await folder(context), 'evals')
    const [below, at] = await Promise.all([runEval(['--evals', evals, '--threshold', '0.51']), runEval(['--evals', evals, '--threshold', '0.5'])])
    expect(below.code).toBe(1)
    expect(below.out).toMatch(/✘ falha[\s\S]*disse o que não podia: cpf/u)
    expect(below.out).toContain('pass^1 50.0%')
    expect(at.code).toBe(0)
  })

  it('tells side by side what a changed folder makes worse, and holds the threshold against the one that is tried', LIMIT, async (context) => {
    const evals = join(await folder(context), 'evals')
    const worse = join(await newFolder(context), 'prompts')
    const html = join(worse, '..', 'report.html')
    await cp(join(ROOT, 'prompts'), worse, { recursive: true })
    const messages = await readFile(join(worse, 'messages.yaml'), 'utf8')
    await writeFile(join(worse, 'messages.yaml'), messages.replaceAll('CPF ou CNPJ', 'documento'))
    const both = ['--evals', evals, '--only', 'passa', '--threshold', '1']
    const [tried, kept] = await Promise.all([
      runEval([...both, '--prompts', worse, '--compare', join(ROOT, 'prompts'), '--report', html]),
      runEval([...both, '--compare', worse]),
    ])
    expect(tried.out).toMatch(/✘ passa[\s\S]*Outra pasta:[\s\S]*✔ passa[\s\S]*▼ passa: 100\.0% → 0\.0%/u)
    expect(tried.code).toBe(1)
    expect(kept.out).toContain('▲ passa: 0.0% → 100.0%')
    expect(kept.code).toBe(0)
    expect(await readFile(html, 'utf8')).toMatch(/<tr class="pior"><td>passa<\/td><td>100\.0%<\/td><td>0\.0%<\/td>[\s\S]*outra pasta[\s\S]*me envie o CPF ou CNPJ/u)
  })

  it('ends with 2 and says why where it cannot run', LIMIT, async (context) => {
    const broken = await folder(context)
    const [unknown, texts] = await Promise.all([runEval(['--nada']), runEval(['--compare', broken])])
    expect(unknown).toMatchObject({ code: 2, out: '' })
    expect(unknown.progress).toContain('--nada: não existe')
    expect(texts).toMatchObject({ code: 2, out: '' })
    expect(texts.progress).toMatch(/messages\.yaml:1/u)
    expect(texts.progress).toContain(`Textos em ${broken}\n`)
  })

  it('refuses before it plays what would be lost after it, and a choice that would be of all', LIMIT, async (context) => {
    const dir = await folder(context)
    const evals = join(dir, 'evals')
    await writeFile(join(dir, 'Meu Cenário.jsonl'), '{"who":"cliente","text":"oi"}\n')
    const record = ['--record', join(dir, 'Meu Cenário.jsonl'), '--out', join(dir, 'Meu Cenário.yaml')]
    const [report, itself, odd, none, empty, recorded] = await Promise.all([
      runEval(['--evals', evals, '--report', join(dir, 'nenhuma', 'r.html')]),
      runEval(['--evals', evals, '--report', dir]),
      runEval(['--evals', evals, '--only', '[']),
      runEval(['--evals', evals, '--only', ',']),
      runEval(['--only', 'nada'], { PROMPTS_DIR: '' }),
      runEval(record),
    ])
    for (const { code, out } of [report, itself, odd, none, empty]) expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(report.progress).toMatch(/^--report: não se pode gravar em/u)
    expect(itself.progress).toContain('é uma pasta')
    expect(odd.progress).toMatch(/^--only: “\[” não pode estar em um nome/u)
    expect(none.progress).toMatch(/^--only: nenhum cenário/u)
    // The working directory has no `prompts/`, and itself is none.
    expect(empty.progress).toMatch(/\/prompts\n[\s\S]*provider\.yaml:1 arquivo: não foi encontrado/u)
    expect(recorded).toMatchObject({ code: 0, out: '' })
    expect(await readFile(join(dir, 'Meu Cenário.yaml'), 'utf8')).toContain('nome: meu-cenario')
    expect(await runEval(record)).toMatchObject({ code: 2, progress: expect.stringMatching(/^--out: .* já existe/u) })
  })
})
