import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { BUTTONS, MESSAGES } from './conversation/messages.js'
import { isScenarioFile, parseScenarios } from './eval/load.js'
import { PROMPT_FILES, readFolder, readText, versionOf } from './prompts/folder.js'
import { checkPrompts, type Prompts } from './prompts/load.js'
import type { PromptProblem } from './prompts/problem.js'
import { namesInRouting, type NameInRouting } from './prompts/routing-names.js'

const EVALS = 'evals'

/** The operators' folder, scenarios included, as `npm run prompts` and the doctor tell of it. */
export interface CheckedFolder {
  /** `told`: its version, or that it holds scenarios. */
  files: readonly { file: string; told: string }[]
  problems: readonly PromptProblem[]
  /** Of the whole: twelve hex digits. */
  version: string
  /** Absent when there are problems. */
  prompts: Prompts | undefined
  /** What `routing.yaml` calls by the names of other systems, where it can be read that far. */
  names: readonly NameInRouting[]
}

export async function checkFolder(dir: string): Promise<CheckedFolder> {
  const texts = await readFolder(dir)
  const { prompts, problems, versions } = checkPrompts(texts, { messages: MESSAGES, buttons: BUTTONS })
  const scenarios = await checkScenarios(join(dir, EVALS))
  const files = PROMPT_FILES.map((file) => ({ file, told: `versão ${String(versions[file] ?? '?')}` }))
  return {
    files: [...files, ...scenarios.files],
    problems: [...problems, ...scenarios.problems],
    version: versionOf(texts),
    prompts,
    names: namesInRouting(texts['routing.yaml']),
  }
}

async function checkScenarios(
  dir: string,
): Promise<{ files: { file: string; told: string }[]; problems: readonly PromptProblem[] }> {
  const found = await listFiles(dir)
  if (found === undefined) {
    return { files: [{ file: EVALS, told: 'cenários' }], problems: [{ file: EVALS, line: 1, field: 'arquivo', what: 'precisa ser uma pasta que se possa ler' }] }
  }
  const names = found.filter(isScenarioFile).sort()
  const read = await Promise.all(
    names.map(async (name) => ({ file: `${EVALS}/${name}`, text: await readText(join(dir, name)) })),
  )
  const { problems } = parseScenarios(read)
  return { files: names.map((name) => ({ file: `${EVALS}/${name}`, told: 'cenários' })), problems }
}

/** A provider may keep no scenarios; `undefined`: it is no folder that can be read. */
async function listFiles(dir: string): Promise<string[] | undefined> {
  try {
    return await readdir(dir)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    return undefined
  }
}
