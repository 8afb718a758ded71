import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { AppError } from '../domain/errors.js'
import { encodingProblem, readText } from '../prompts/folder.js'
import { PromptsError, type PromptProblem } from '../prompts/problem.js'
import { parseYamlFile, type FileText } from '../prompts/yaml-file.js'
import { scenarioFile, type Scenario } from './scenario.js'

/** Reads every scenario file of a folder. Throws `PromptsError` with every problem of every file, or `config`. */
export async function loadScenarios(dir: string): Promise<Scenario[]> {
  const files = (await listFiles(dir)).filter(isScenarioFile).sort()
  const texts = await Promise.all(files.map((file) => readText(join(dir, file))))
  const { scenarios, problems } = parseScenarios(files.map((file, index) => ({ file, text: texts[index] ?? '' })))
  if (problems.length > 0) throw new PromptsError(problems)
  if (scenarios.length === 0) throw new AppError('config', `Não há cenários em ${dir}.`, { retry: 'never' })
  return scenarios
}

/** By its name; an editor's and a system's own files begin with a point. */
export const isScenarioFile = (name: string): boolean => /^[^.].*\.ya?ml$/u.test(name)

/** The scenarios of these texts, and what is wrong with them; a name may stand once. */
export function parseScenarios(files: readonly { file: string; text: FileText }[]): {
  scenarios: Scenario[]
  problems: PromptProblem[]
} {
  const problems: PromptProblem[] = []
  const scenarios: Scenario[] = []
  const seen = new Set<string>()
  for (const { file, text } of files) {
    const parsed = parseYamlFile(text, file, scenarioFile)
    const encoding = encodingProblem(file, text)
    problems.push(...(encoding ? [encoding] : parsed.problems))
    for (const [index, scenario] of (parsed.value?.cenarios ?? []).entries()) {
      if (seen.has(scenario.nome)) {
        problems.push(parsed.problemAt(['cenarios', index, 'nome'], `${scenario.nome} já é o nome de outro cenário`))
      }
      seen.add(scenario.nome)
      scenarios.push(scenario)
    }
  }
  return { scenarios, problems }
}

async function listFiles(dir: string): Promise<string[]> {
  try {
    return await readdir(dir)
  } catch (error) {
    throw new AppError('config', `A pasta de cenários não pôde ser lida: ${dir}`, { retry: 'never', cause: error })
  }
}
