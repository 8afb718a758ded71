import { z } from 'zod'

import type { TextPattern } from '../domain/routing.js'

/** Long patterns are where catastrophic ones hide, and nobody can read them. */
const MAX_PATTERN_LENGTH = 200
/** Longer texts are looked at this far. */
const MAX_TEXT_LENGTH = 5_000

/** A regular expression as an operator writes it: with or without accents, in either case. */
export const pattern = z
  .string()
  .min(1)
  .max(MAX_PATTERN_LENGTH)
  .transform((source, context): TextPattern => {
    if (/[+*}]\)[+*{]/u.test(source)) {
      context.addIssue({ code: 'custom', message: 'repetição dentro de repetição, como (a+)+, não é aceita' })
      return z.NEVER
    }
    try {
      return compile(source)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      context.addIssue({ code: 'custom', message: `expressão regular inválida: ${reasonOf(error)}` })
      return z.NEVER
    }
  })

/** The engine's own reason stands behind the pattern, which it quotes. */
function reasonOf({ message }: SyntaxError): string {
  const reason = /\/i?u?: ([^/]*)$/u.exec(message)?.[1] ?? message
  return REASONS.find(([sign]) => sign.test(reason))?.[1] ?? reason
}

const REASONS: readonly (readonly [sign: RegExp, told: string])[] = [
  [/unterminated group/iu, 'falta fechar um parêntese, ou um ( a mais'],
  [/unmatched '\)'/iu, 'um ) a mais, ou falta o ( dele'],
  [/nothing to repeat/iu, '+, * ou ? sem nada antes que se repita'],
  [/character class/iu, 'os colchetes [ ] não fecham, ou o intervalo dentro deles está ao contrário'],
  [/out of order in \{\}/iu, 'em {a,b} o primeiro número não pode ser maior'],
  [/incomplete quantifier|lone quantifier/iu, 'uma { ou } sem par; para o próprio sinal, \\{'],
  [/invalid escape|\\ at end/iu, 'uma barra \\ antes do que não a leva'],
  [/invalid group|capture group/iu, 'depois de (? só se escreve o que uma expressão regular conhece'],
]

function compile(source: string): TextPattern {
  // Not lower-cased: that would turn \S into \s. The flag does it.
  const regex = new RegExp(stripAccents(source), 'iu')
  return { test: (text) => regex.test(stripAccents(text.slice(0, MAX_TEXT_LENGTH)).toLowerCase().replace(/\s+/gu, ' ')) }
}

const stripAccents = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '')
