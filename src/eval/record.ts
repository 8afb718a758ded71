import { redactLine } from '../conversation/redact.js'
import { AppError } from '../domain/errors.js'
import type { JournalLine } from '../domain/record.js'
import { writeYaml } from '../prompts/write-yaml.js'
import { parseScenarios } from './load.js'
import { endOf } from './record-end.js'
import { stepsOf } from './record-steps.js'
import { worldOf } from './record-world.js'

const LENGTH = 1_000

/**
 * A scenario file of a journal's lines: what the customer did, in its order, a world in which that can be, and what came
 * of it. What is written by people is redacted once more: a journal may come from a file that somebody made.
 */
export function recordScenario(lines: readonly JournalLine[], nome: string): string {
  const clean = lines.map((line) => ({ ...line, text: redactLine(line.text, [], LENGTH) }))
  const first = clean.find(({ who, text }) => who === 'cliente' && !/^(?:\/|(?:botao|arquivo|outro|corrige:) |contato)/u.test(text))
  if (!clean.some(({ who }) => who === 'cliente')) {
    throw new AppError('not-found', 'O diário não tem nada que o cliente tenha feito.', { retry: 'never' })
  }
  const cenario = {
    nome,
    descricao: 'Gravado do diário de uma conversa. Confira o mundo, o roteiro e o fim antes de usar.',
    persona: { quer: first?.text ?? 'ver o menu' },
    mundo: worldOf(clean),
    roteiro: stepsOf(clean),
    no_fim: endOf(clean),
  }
  const text = writeYaml({ name: nome, version: 1, cenarios: [cenario] })
  const { problems } = parseScenarios([{ file: nome, text }])
  if (problems.length > 0) {
    const told = problems.map(({ line, field, what }) => `${String(line)} ${field}: ${what}`).join('; ')
    throw new AppError('internal', `O cenário gravado não confere: ${told}`, { retry: 'never' })
  }
  return text
}
