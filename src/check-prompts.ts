import { loadEnv, promptsDirOf } from './config.js'
import { AppError } from './domain/errors.js'
import { checkFolder } from './operators-folder.js'
import type { PromptProblem } from './prompts/problem.js'

/** `npm run prompts [-- <folder>]`: every file of the operators' folder with a tick, or every problem; 1 on problems. */
async function main(): Promise<void> {
  const dir = process.argv[2] ?? promptsDirOf(loadEnv())
  const { files, problems, version } = await checkFolder(dir)
  const lines = [
    `Textos em ${dir}`,
    ...files.flatMap(({ file, told }) => report(file, told, problems)),
    '',
    problems.length === 0 ? `Tudo certo. Versão do conjunto: ${version}` : `Há ${count(problems.length)} a corrigir.`,
    '',
  ]
  process.stdout.write(lines.join('\n'))
  if (problems.length > 0) process.exitCode = 1
}

function report(file: string, told: string, all: readonly PromptProblem[]): string[] {
  const own = all.filter((problem) => problem.file === file)
  if (own.length === 0) return [`  ✓ ${file} (${told})`]
  return [`  ✗ ${file}`, ...own.map(({ line, field, what }) => `      ${file}:${String(line)} ${field}: ${what}`)]
}

const count = (problems: number): string => (problems === 1 ? 'um problema' : `${String(problems)} problemas`)

try {
  await main()
} catch (error) {
  if (!(error instanceof AppError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
