import { parseArgs } from 'node:util'

import { z } from 'zod'

import { AppError } from '../domain/errors.js'

export interface EvalArgs {
  help: boolean
  /** The operators' folder; absent: PROMPTS_DIR. */
  prompts?: string | undefined
  /** Of the scenarios; absent: `evals` in the operators' folder. */
  evals?: string | undefined
  /** Part of a scenario's name, `*` for anything. */
  only?: string | undefined
  trials: number
  atOnce: number
  /** The most that a customer does whom a model plays. */
  moves: number
  /** 0 to 1, of pass^k. */
  threshold: number
  /** Where the HTML goes. */
  report?: string | undefined
  /** Another operators' folder. */
  compare?: string | undefined
  /** A file with a journal, or a chat. */
  record?: string | undefined
  /** Where the recorded scenario goes. */
  out?: string | undefined
  json: boolean
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  prompts: { type: 'string' },
  evals: { type: 'string' },
  only: { type: 'string' },
  trials: { type: 'string', short: 'k' },
  paralelo: { type: 'string', short: 'j' },
  passos: { type: 'string' },
  threshold: { type: 'string' },
  report: { type: 'string' },
  compare: { type: 'string' },
  record: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const

const some = z.string().trim().min(1, 'precisa de um valor').optional()
const whole = (most: number, usual: number) => {
  const words = `precisa ser um número inteiro de 1 a ${String(most)}`
  // Not coerced: an empty text would be a 0, and a threshold of 0 lets all pass.
  return z.string().trim().regex(/^\d{1,4}$/u, words).transform(Number).pipe(z.number().min(1, words).max(most, words)).default(usual)
}
const share = 'precisa ser um número de 0 a 1, como 0.95'

const schema = z.object({
  help: z.boolean().default(false),
  prompts: some,
  evals: some,
  only: some,
  trials: whole(50, 1),
  paralelo: whole(64, 12),
  passos: whole(200, 30),
  threshold: z
    .string()
    .trim()
    .regex(/^\d(?:[.,]\d{1,6})?$/u, share)
    .transform((text) => Number(text.replace(',', '.')))
    .pipe(z.number().min(0, share).max(1, share))
    .default(1),
  report: some,
  compare: some,
  record: some,
  out: some,
  json: z.boolean().default(false),
})

/** What stands behind `npm run eval --`. Throws `bad-input` with what is wrong, in Portuguese. */
export function readArgs(argv: readonly string[]): EvalArgs {
  const parsed = schema.safeParse(split(argv))
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `--${path.map(String).join('.')}: ${message}`)
    throw refuse(lines.join('\n'))
  }
  const { paralelo, passos, ...rest } = parsed.data
  if (rest.out !== undefined && rest.record === undefined) throw refuse('--out: só vale com --record')
  return { ...rest, atOnce: paralelo, moves: passos }
}

function split(argv: readonly string[]): Record<string, unknown> {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: false }).values
  } catch (error) {
    if (!(error instanceof TypeError) || !('code' in error)) throw error
    throw refuse(describe(String(error.code), error.message), error)
  }
}

function describe(code: string, message: string): string {
  const name = /'(-{0,2}[^' ]+)/u.exec(message)?.[1] ?? ''
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `${name}: não existe`
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return `${name}: não se sabe o que é; escreva como --opção valor`
  return `${name}: precisa de um valor, ou não aceita nenhum`
}

function refuse(lines: string, cause?: unknown): AppError {
  return new AppError('bad-input', `${lines}\nVeja as opções: npm run eval -- --help`, { retry: 'never', cause })
}

export const HELP = `npm run eval -- [opções]

Joga os cenários de prompts/evals contra o bot de verdade, em um mundo inventado, e diz o que não saiu como deveria.
Sem OPENAI_API_KEY, o cliente segue o roteiro do cenário: os comuns rodam só com menus e regras, e os que precisam de
modelo, com um modelo de roteiro. Com OPENAI_API_KEY, um modelo faz o papel do cliente.

  --only padrão        só os cenários com isto no nome (* vale qualquer coisa); vários separados por vírgula
  -k, --trials N       joga cada cenário N vezes; a tabela mostra pass^1 … pass^N
  --threshold 0.95     termina com código 1 se pass^N ficar abaixo disto (padrão: 1)
  --report arquivo     grava um relatório em um só arquivo HTML
  --compare pasta      joga também com outra pasta de textos e mostra o que mudou
  --prompts pasta      a pasta de textos (padrão: PROMPTS_DIR, ou ./prompts)
  --evals pasta        a pasta de cenários (padrão: evals, dentro da pasta de textos)
  -j, --paralelo N     quantos de cada vez (padrão: 12)
  --passos N           o máximo que um cliente feito por um modelo faz (padrão: 30)
  --json               escreve o resultado em JSON na saída padrão
  --record o-quê       faz um cenário do diário de uma conversa: o número do chat (lê DATA_DIR ou REDIS_URL), ou um
                       arquivo com uma linha do diário por linha, em JSON
  --out arquivo        onde gravar o cenário de --record (padrão: na tela)
  -h, --help           mostra isto

Código de saída: 0 se tudo bem, 1 se ficou abaixo do limite, 2 se não foi possível rodar, ou se alguma vez ficou sem
resultado (o modelo caiu no meio): essas não contam nas taxas.
`
