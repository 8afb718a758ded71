import { writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'

import { loadEnv, promptsDirOf } from '../config.js'
import { BUTTONS, MESSAGES } from '../conversation/messages.js'
import { AppError } from '../domain/errors.js'
import { normalizeWords } from '../lib/plain-text.js'
import { loadPrompts } from '../prompts/load.js'
import { PromptsError } from '../prompts/problem.js'
import { HELP, readArgs, type EvalArgs } from './args.js'
import { compare } from './compare.js'
import { readJournal } from './journal-source.js'
import { loadScenarios } from './load.js'
import { refuseUnwritable, writeNew } from './output.js'
import { passAll, ratesOf, type Rates } from './rates.js'
import { recordScenario } from './record.js'
import { report } from './report.js'
import { runAll } from './run-all.js'
import type { Scenario } from './scenario.js'
import { describeChanges, describeRates, table } from './table.js'
import type { Trial, TrialOptions } from './trial.js'

/*
 * `npm run eval`: plays the scenarios of `prompts/evals/` against the production app in made-up worlds. Progress goes
 * to stderr, the result to stdout. Exit code 0: as wanted; 1: below the threshold; 2: it, or a trial, could not be run.
 */
try {
  process.exitCode = await main(readArgs(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof AppError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}

async function main(args: EvalArgs): Promise<number> {
  if (args.help) {
    process.stdout.write(HELP)
    return 0
  }
  if (args.record !== undefined) {
    await record(args.record, args.out)
    return 0
  }
  const env = loadEnv()
  const promptsDir = resolve(args.prompts ?? promptsDirOf(env))
  const otherDir = args.compare === undefined ? undefined : resolve(args.compare)
  // A broken folder is told of once, not by every scenario; and what was played must not be lost for want of a place.
  for (const dir of [promptsDir, otherDir]) if (dir !== undefined) await check(dir)
  if (args.report !== undefined) await refuseUnwritable('--report', args.report)
  const scenarios = chosen(await loadScenarios(resolve(args.evals ?? join(promptsDir, 'evals'))), args.only)
  const endpoint = await endpointOf(env)
  const play = async (dir: string): Promise<Trial[]> => {
    return await runAll(scenarios, { ...args, ...endpoint, promptsDir: dir, onTrial: tellProgress })
  }
  const trials = await play(promptsDir)
  const other = otherDir === undefined ? undefined : await play(otherDir)
  const rates = ratesOf(trials)
  const changes = other && compare(trials, other)
  const code = exitCodeOf(rates, args.threshold)
  if (args.report !== undefined) {
    const compared = other && changes && { changes, trials: other }
    await writeFile(args.report, report({ scenarios, trials, compared, at: Date.now() }))
  }
  if (args.json) process.stdout.write(`${JSON.stringify({ passed: code === 0, rates, trials, ...(changes && { changes, other }) })}\n`)
  else {
    const told = other && changes ? ['', 'Outra pasta:', table(other), '', describeRates(ratesOf(other)), '', describeChanges(changes)] : []
    process.stdout.write(`${[table(trials), '', describeRates(rates), ...told].join('\n')}\n`)
  }
  return code
}

/** Below the threshold weighs more than what could not be played, which no rate holds. */
function exitCodeOf(rates: Rates, threshold: number): number {
  if (rates.trials > 0 && passAll(rates) < threshold) return 1
  return rates.trials === 0 || rates.invalid > 0 ? 2 : 0
}

async function record(source: string, out: string | undefined): Promise<void> {
  const nome = out === undefined ? 'gravado' : nameOf(out)
  const text = recordScenario(await readJournal(source), nome)
  if (out === undefined) process.stdout.write(text)
  else await writeNew('--out', out, text)
}

/** A scenario's name, of whatever its file is called. */
function nameOf(path: string): string {
  const words = normalizeWords(basename(path).replace(/\.[a-z]+$/iu, '')).replace(/[^a-z\d]+/gu, '-')
  return words.replace(/^-|-$/gu, '') || 'gravado'
}

/** Throws what is wrong with a folder, and which: there may be two. */
async function check(dir: string): Promise<void> {
  try {
    await loadPrompts(dir, { messages: MESSAGES, buttons: BUTTONS })
  } catch (error) {
    if (!(error instanceof PromptsError)) throw error
    throw new AppError('config', `Textos em ${dir}\n${error.message}`, { retry: 'never', cause: error })
  }
}

/** The endpoint that is set, and a model there to play the customers. */
async function endpointOf(env: Readonly<Record<string, string | undefined>>): Promise<Pick<TrialOptions, 'modelEnv' | 'persona'>> {
  const names = ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_MODEL']
  const modelEnv = Object.fromEntries(names.flatMap((name) => (env[name]?.trim() ? [[name, env[name]]] : [])))
  if (!env.OPENAI_API_KEY?.trim()) return {}
  const { createPersonas } = await import('../agent/persona.js')
  return { modelEnv, persona: createPersonas(modelEnv) }
}

/** Those with one of the patterns in their names. Throws `bad-input` where there is none. */
function chosen(scenarios: readonly Scenario[], only: string | undefined): Scenario[] {
  if (only === undefined) return [...scenarios]
  const parts = only.split(',').map((part) => part.trim()).filter((part) => part !== '')
  const odd = parts.find((part) => !/^[\w*-]+$/u.test(part))
  if (odd !== undefined) throw new AppError('bad-input', `--only: “${odd}” não pode estar em um nome: letras minúsculas, números, hífens e *`, { retry: 'never' })
  const patterns = parts.map((part) => new RegExp(part.toLowerCase().replaceAll('*', '.*'), 'u'))
  const found = scenarios.filter(({ nome }) => patterns.some((pattern) => pattern.test(nome)))
  if (found.length === 0) throw new AppError('bad-input', `--only: nenhum cenário tem “${only}” no nome`, { retry: 'never' })
  return found
}

function tellProgress({ nome, falhas, invalida, ms }: Trial, done: number, total: number): void {
  const mark = invalida !== undefined ? '?' : falhas.length === 0 ? '✔' : '✘'
  process.stderr.write(`[${String(done)}/${String(total)}] ${mark} ${nome} (${(ms / 1_000).toFixed(1)} s)\n`)
}
