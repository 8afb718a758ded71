import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { TestContext } from 'vitest'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface Ended {
  code: number | null
  out: string
  progress: string
}

/** What `npm run eval` starts, in an environment of PATH, HOME and `env`, where no `.env` of the developer's stands. */
export async function runEval(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const prompts = env.PROMPTS_DIR === undefined ? { PROMPTS_DIR: join(ROOT, 'prompts') } : {}
  return await run(process.execPath, [join(ROOT, 'dist/eval/main.js'), ...args], { ...prompts, ...env }, tmpdir())
}

/** The same as people type it. */
export async function npmRunEval(...args: string[]): Promise<Ended> {
  return await run('npm', ['run', '--silent', 'eval', '--', ...args], {}, ROOT)
}

/** `npm run prompts`, on a folder. */
export async function checkFolder(dir: string): Promise<Ended> {
  return await run(process.execPath, [join(ROOT, 'dist/check-prompts.js'), dir], {}, tmpdir())
}

async function run(command: string, args: readonly string[], env: Readonly<Record<string, string>>, cwd: string): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(command, args, { cwd, env: { PATH, HOME, ...env } })
  let out = ''
  let progress = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')))
  child.stderr.on('data', (chunk: Buffer) => (progress += chunk.toString('utf8')))
  await once(child, 'close')
  return { code: child.exitCode, out, progress }
}

/** A folder of this test's own. */
export async function newFolder(context: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'plantao-evals-'))
  context.onTestFinished(() => rm(dir, { recursive: true, force: true }))
  return dir
}

/** A folder with `evals/prova.yaml`: these scenarios, as YAML that begins with the name, indented by four. */
export async function withScenarios(context: TestContext, ...scenarios: readonly string[]): Promise<string> {
  const dir = await newFolder(context)
  await mkdir(join(dir, 'evals'))
  await writeFile(join(dir, 'evals', 'prova.yaml'), scenarioFile(...scenarios))
  return dir
}

export function scenarioFile(...scenarios: readonly string[]): string {
  return `name: prova\nversion: 1\ncenarios:\n${scenarios.map((text) => `  - ${text.trim()}\n`).join('')}`
}
