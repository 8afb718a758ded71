import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { TestContext } from 'vitest'
import { z } from 'zod'

import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js'
import { startJsonServer, type JsonServer, type Reply, type SeenRequest } from './json-server.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

const document = z.strictObject({
  ok: z.boolean(),
  exitCode: z.number(),
  summary: z.strictObject({ ok: z.number(), warning: z.number(), error: z.number(), skipped: z.number() }),
  ms: z.number(),
  checks: z.array(
    z.strictObject({
      id: z.string(),
      system: z.string(),
      title: z.string(),
      state: z.enum(['ok', 'warning', 'error', 'skipped']),
      told: z.string(),
      advice: z.array(z.string()),
      ms: z.number(),
    }),
  ),
})

export interface Diagnosis {
  code: number
  out: string
  err: string
}

export interface JsonDiagnosis extends z.output<typeof document> {
  code: number
  /** What one check says: `state: told` and its advice, a line each. */
  said(id: string): string
  /** The ids that are in one of these states. */
  in(...states: string[]): string[]
}

/** What the doctor looks at: stand-ins, and a folder with texts whose names they know. */
export interface Ward {
  sandbox: Sandbox
  env: Record<string, string>
  /** Where the doctor runs; `prompts/` is in it. */
  dir: string
}

/** Stand-ins and texts that are all good; both go with the test. */
export async function openWard(context: TestContext, options: SandboxOptions = {}): Promise<Ward> {
  const [sandbox, dir] = await Promise.all([startSandbox(options), mkdtemp(join(tmpdir(), 'plantao-doctor-'))])
  context.onTestFinished(async () => {
    await sandbox.stop()
    await rm(dir, { recursive: true, force: true })
  })
  const inTemplates = (source: string): boolean => !source.endsWith('evals')
  await cp(join(ROOT, 'prompts'), join(dir, 'prompts'), { recursive: true, filter: inTemplates })
  return { sandbox, dir, env: { ...sandbox.env, PORT: '0' } }
}

/** Changes one of the texts; the line where it did. */
export async function edit({ dir }: Ward, file: string, from: string | RegExp, to: string): Promise<number> {
  const path = join(dir, 'prompts', file)
  const text = await readFile(path, 'utf8')
  const at = text.search(from)
  if (at < 0) throw new Error(`${file} does not hold ${String(from)}`)
  await writeFile(path, text.replace(from, to))
  return text.slice(0, at).split('\n').length
}

/** The real process, in the ward's folder, with these variables and no others. */
export async function diagnose({ dir, env }: Pick<Ward, 'dir' | 'env'>, ...args: string[]): Promise<Diagnosis> {
  const { PATH = '' } = process.env
  const run = async (): Promise<Diagnosis> =>
    await new Promise((resolve) => {
      const script = join(ROOT, 'dist/doctor/main.js')
      const child = execFile(process.execPath, [script, ...args], { cwd: dir, env: { PATH, ...env } }, (_, out, err) => {
        resolve({ code: child.exitCode ?? -1, out, err })
      })
    })
  const lane = lanes.reduce((one, other) => (other.waiting < one.waiting ? other : one))
  lane.waiting += 1
  const turn = lane.last.then(run)
  lane.last = turn.then(() => void (lane.waiting -= 1))
  return await turn
}

/** So many at once: more would take each other's processor, and systems that answer would seem slow. */
const lanes = [0, 1, 2].map(() => ({ waiting: 0, last: Promise.resolve() }))

/** The same as JSON; fails where anything else stands on stdout. */
export async function diagnoseAsJson(ward: Pick<Ward, 'dir' | 'env'>): Promise<JsonDiagnosis> {
  const { code, out, err } = await diagnose(ward, '--json')
  if (!out.startsWith('{')) throw new Error(`no JSON: ${out}${err}`)
  const parsed = document.parse(JSON.parse(out))
  return {
    ...parsed,
    code,
    said: (id) => {
      const found = parsed.checks.find((check) => check.id === id)
      return found ? [`${found.state}: ${found.told}`, ...found.advice].join('\n') : `no check ${id}`
    },
    in: (...states) => parsed.checks.filter(({ state }) => states.includes(state)).map(({ id }) => id),
  }
}

/** Stands before a stand-in: what `answer` leaves to it goes on, everything else is answered here. */
export async function startFront(
  context: TestContext,
  to: string,
  answer: (request: SeenRequest) => Reply | undefined,
): Promise<JsonServer> {
  const server = await startJsonServer(async (request) => answer(request) ?? (await forward(to, request)))
  context.onTestFinished(() => server.close())
  return server
}

async function forward(to: string, { method, url, headers, body }: SeenRequest): Promise<Reply> {
  const sent = Object.fromEntries(Object.entries(headers).filter(([name]) => ['authorization', 'content-type'].includes(name)))
  const answer = await fetch(new URL(url, to), {
    method,
    headers: sent as Record<string, string>,
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  })
  return { status: answer.status, json: await answer.json() }
}
