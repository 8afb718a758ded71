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
      context.addIssue({ code: 'custom', message: `expressão regular inválida: ${error.message}` })
      return z.NEVER
    }
  })

function compile(source: string): TextPattern {
  // Not lower-cased: that would turn \S into \s. The flag does it.
  const regex = new RegExp(stripAccents(source), 'iu')
  return { test: (text) => regex.test(stripAccents(text.slice(0, MAX_TEXT_LENGTH)).toLowerCase().replace(/\s+/gu, ' ')) }
}

const stripAccents = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '')
