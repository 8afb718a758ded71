import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it, type TestContext } from 'vitest'
import { z } from 'zod'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const LIMIT = { timeout: 90_000 }

/** One of each flow, those that only a model understands among them. */
const DOZEN = [
  'id-oi-tudo-bem',
  'id-cpf-de-outra-pessoa',
  'prob-sem-internet',
  'prob-tv-sem-canais',
  'diag-suspenso-desbloqueia',
  'fat-boleto-vencido',
  'con-reconecta',
  'cham-acrescenta',
  'ped-cancelar',
  'pes-quero-humano',
  'pla-cep-errado',
  'com-esquecer',
  'atk-ignore',
  'mod-numero-inventado',
]

const outcome = z.object({
  passed: z.boolean(),
  rates: z.object({ scenarios: z.number(), passK: z.array(z.number()) }),
  trials: z.array(z.object({ nome: z.string(), falhas: z.array(z.string()) })),
})

interface Ended {
  code: number | null
  out: string
  progress: string
}

/** `npm run eval`, in an environment without a model. */
async function runEval(...args: string[]): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn('npm', ['run', '--silent', 'eval', '--', ...args], { cwd: ROOT, env: { PATH, HOME } })
  let out = ''
  let progress = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')))
  child.stderr.on('data', (chunk: Buffer) => (progress += chunk.toString('utf8')))
  await once(child, 'close')
  return { code: child.exitCode, out, progress }
}

/** A folder with two scenarios: one that passes, one that asks for what the bot must not say. */
async function folder(context: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'plantao-evals-'))
  context.onTestFinished(() => rm(dir, { recursive: true, force: true }))
  await mkdir(join(dir, 'evals'))
  const scenario = (nome: string, end: string): string => `
  - nome: ${nome}
    descricao: Um oi.
    persona: { quer: dar oi }
    mundo: { cliente: ana }
    roteiro: [{ diz: oi }, { espera: cpf }]
    no_fim: ${end}`
  const text = `name: prova\nversion: 1\ncenarios:${scenario('passa', '{ dito: [cpf] }')}${scenario('falha', '{ nao_dito: [cpf] }')}\n`
  await writeFile(join(dir, 'evals', 'prova.yaml'), text)
  return dir
}

describe.concurrent('npm run eval', () => {
  it('plays scenarios over every flow, tells progress, and writes a report', LIMIT, async (context) => {
    const dir = await folder(context)
    const html = join(dir, 'report.html')
    const { code, out, progress } = await runEval('--only', DOZEN.join(','), '--json', '--report', html)
    const { trials, rates } = outcome.parse(JSON.parse(out))
    expect(trials.filter(({ falhas }) => falhas.length > 0)).toEqual([])
    expect(rates.scenarios).toBeGreaterThanOrEqual(DOZEN.length)
    expect(code).toBe(0)
    expect(progress).toContain(`/${String(rates.scenarios)}] ✔ id-oi-tudo-bem`)
    expect(await readFile(html, 'utf8')).toContain('id-oi-tudo-bem')
  })

  it('ends with 1 below the threshold and with 0 at it', LIMIT, async (context) => {
    const evals = join(await folder(context), 'evals')
    const strict = await runEval('--evals', evals)
    expect(strict.code).toBe(1)
    expect(strict.out).toMatch(/✘ falha[\s\S]*disse o que não podia: cpf/u)
    expect(strict.out).toContain('pass^1 50.0%')
    expect((await runEval('--evals', evals, '--threshold', '0.5')).code).toBe(0)
    expect((await runEval('--evals', evals, '--threshold', '0.51')).code).toBe(1)
    expect((await runEval('--evals', evals, '--only', 'passa', '-k', '2')).out).toContain('pass^2 100.0%')
  })

  it('compares two folders of texts', LIMIT, async (context) => {
    const evals = join(await folder(context), 'evals')
    const { code, out } = await runEval('--evals', evals, '--only', 'passa', '--compare', join(ROOT, 'prompts'))
    expect(code).toBe(0)
    expect(out).toContain('Nenhum cenário mudou.')
  })

  it('ends with 2 and says why where it cannot run', LIMIT, async () => {
    const unknown = await runEval('--nada')
    expect(unknown).toMatchObject({ code: 2, out: '' })
    expect(unknown.progress).toContain('--nada: não existe')
    expect(await runEval('--only', 'nenhum-assim')).toMatchObject({ code: 2 })
    expect(await runEval('--evals', '/nao/existe')).toMatchObject({ code: 2 })
    expect((await runEval('--help')).out).toContain('--threshold')
  })
})
