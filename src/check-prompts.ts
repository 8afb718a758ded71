import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { loadEnv, promptsDirOf } from './config.js'
import { BUTTONS, MESSAGES } from './conversation/messages.js'
import { parseScenarios } from './eval/load.js'
import { PROMPT_FILES, readFolder, readText, versionOf } from './prompts/folder.js'
import { checkPrompts } from './prompts/load.js'
import type { PromptProblem } from './prompts/problem.js'

const EVALS = 'evals'

/** `npm run prompts [-- <folder>]`: every file of the operators' folder with a tick, or every problem; 1 on problems. */
async function main(): Promise<void> {
  const dir = process.argv[2] ?? promptsDirOf(loadEnv())
  const texts = await readFolder(dir)
  const { problems, versions } = checkPrompts(texts, { messages: MESSAGES, buttons: BUTTONS })
  const scenarios = await checkScenarios(join(dir, EVALS))
  const all = [...problems, ...scenarios.problems]
  const lines = [
    `Textos em ${dir}`,
    ...PROMPT_FILES.flatMap((file) => report(file, `versão ${String(versions[file] ?? '?')}`, all)),
    ...scenarios.files.flatMap(({ file, told }) => report(file, told, all)),
    '',
    all.length === 0 ? `Tudo certo. Versão do conjunto: ${versionOf(texts)}` : `Há ${count(all.length)} a corrigir.`,
    '',
  ]
  process.stdout.write(lines.join('\n'))
  if (all.length > 0) process.exitCode = 1
}

function report(file: string, told: string, all: readonly PromptProblem[]): string[] {
  const own = all.filter((problem) => problem.file === file)
  if (own.length === 0) return [`  ✓ ${file} (${told})`]
  return [`  ✗ ${file}`, ...own.map(({ line, field, what }) => `      ${file}:${String(line)} ${field}: ${what}`)]
}

async function checkScenarios(
  dir: string,
): Promise<{ files: { file: string; told: string }[]; problems: readonly PromptProblem[] }> {
  const names = (await listFiles(dir)).filter((name) => name.endsWith('.yaml')).sort()
  const read = await Promise.all(
    names.map(async (name) => ({ file: `${EVALS}/${name}`, text: await readText(join(dir, name)) })),
  )
  const { problems } = parseScenarios(read.flatMap(({ file, text }) => (typeof text === 'string' ? [{ file, text }] : [])))
  const unread = read.flatMap(({ file, text }): PromptProblem[] => {
    return typeof text === 'string' ? [] : [{ file, line: 1, field: 'arquivo', what: text.missing }]
  })
  return { files: names.map((name) => ({ file: `${EVALS}/${name}`, told: 'cenários' })), problems: [...unread, ...problems] }
}

/** A provider may keep no scenarios. */
async function listFiles(dir: string): Promise<string[]> {
  try {
    return await readdir(dir)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

const count = (problems: number): string => (problems === 1 ? 'um problema' : `${String(problems)} problemas`)

await main()
