import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it, type TestContext } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** What `npm run prompts` runs, in a folder where no `.env` stands. */
async function check(cwd: string, args: string[], env: Record<string, string> = {}): Promise<{ code: number; out: string }> {
  return await new Promise((resolve) => {
    const script = join(ROOT, 'dist/check-prompts.js')
    const child = execFile(process.execPath, [script, ...args], { cwd, env }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, out: stdout + stderr })
    })
  })
}

async function folder(context: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'plantao-check-'))
  context.onTestFinished(() => rm(dir, { recursive: true, force: true }))
  await cp(join(ROOT, 'prompts'), join(dir, 'prompts'), { recursive: true })
  return dir
}

async function edit(path: string, from: string, to: string): Promise<number> {
  const text = await readFile(path, 'utf8')
  expect(text).toContain(from)
  await writeFile(path, text.replace(from, to))
  return text.slice(0, text.indexOf(from)).split('\n').length
}

describe.concurrent('npm run prompts', () => {
  it('ticks every file with its version, and ends with 0', async (context) => {
    const dir = await folder(context)
    const { code, out } = await check(dir, [])
    context.expect(out).toMatch(/Tudo certo\. Versão do conjunto: [\da-f]{12}\n$/u)
    for (const file of ['provider.yaml', 'routing.yaml', 'messages.yaml', 'agente.md', 'imagem.md']) {
      context.expect(out).toMatch(new RegExp(`^ {2}✓ ${file} \\(versão \\d+\\)$`, 'mu'))
    }
    context.expect(code).toBe(0)
  })

  it('names every problem of every file with its line, and ends with 1', async (context) => {
    const dir = await folder(context)
    const message = await edit(join(dir, 'prompts/messages.yaml'), 'Que bom!', 'Que bom, {{ apelido }}!')
    const header = await edit(join(dir, 'prompts/agente.md'), 'name: agente', 'nome: agente')
    const body = await edit(join(dir, 'prompts/agente.md'), '{{ provedor.horario }}', '{{ provedor.horarios }}')
    await rm(join(dir, 'prompts/imagem.md'))
    const { code, out } = await check(dir, [join(dir, 'prompts')])
    context.expect(code).toBe(1)
    context.expect(out).toContain(`messages.yaml:${String(message)} mensagens.que_bom: {{ apelido }} não existe aqui`)
    context.expect(out).toContain(`agente.md:${String(header)} nome: não é um campo conhecido`)
    context.expect(out).toContain(`agente.md:${String(body)} texto: {{ provedor.horarios }} não existe aqui`)
    context.expect(out).toContain('imagem.md:1 arquivo: não foi encontrado')
    context.expect(out).toContain('✓ provider.yaml')
    context.expect(out).not.toContain('✓ agente.md')
  })

  it('takes the folder from PROMPTS_DIR, and a scenario with a mistake is one too', async (context) => {
    const dir = await folder(context)
    const evals = join(dir, 'prompts/evals')
    await mkdir(evals, { recursive: true })
    await writeFile(join(evals, 'meu.yaml'), 'name: meu\nversion: 1\ncenarios:\n  - nom: um\n')
    const { code, out } = await check(tmpdir(), [], { PROMPTS_DIR: join(dir, 'prompts') })
    context.expect(code).toBe(1)
    context.expect(out).toMatch(/✗ evals\/meu\.yaml\n {6}evals\/meu\.yaml:4 /u)
    context.expect(out).toContain('✓ messages.yaml')
  })

  it('of a folder that is not there says so, and ends with 1', async (context) => {
    const dir = await folder(context)
    const { code, out } = await check(dir, ['nada'])
    context.expect(code).toBe(1)
    context.expect(out).toContain('provider.yaml:1 arquivo: não foi encontrado')
  })
})
