/**
 * What an endpoint takes, found out once. All speak chat completions, but some refuse to be told to use a tool, some
 * have no tools, some know only the newer or only the older name of the limit. A refusal leads to the next form, within
 * the same turn; the form that was taken is kept while the process lives.
 *
 *   unproven ──taken──▶ proven                    unproven ──refused──▶ the next form, unproven
 *   proven ──refused three times in a row──▶ unproven, from the first form     no form left ──▶ one try a turn, an hour long
 *
 * A refusal by a proven form is about the request (too long, filtered), not about the form.
 */
import type { Hint } from './failure.js'

/** One way to ask. */
export interface Form {
  limit: 'max_tokens' | 'max_completion_tokens' | 'none'
  /** `text`: no tools at all, the decision as JSON in the text, nothing read. */
  tools: 'required' | 'auto' | 'text'
}

export interface Dialect {
  current(): Form
  taken(form: Form): void
  /** Whether there is another form to try at once. */
  refused(form: Form, hint: Hint | undefined): boolean
}

const IN_A_ROW = 3
const REST_MS = 3_600_000

/** The makers of models that think first take only the newer name; others often know only the older one. */
const NEWER_NAME = /^(?:[\w-]+\/)?(?:o\d|gpt-5)/u

export function createDialect(model: string, now: () => number): Dialect {
  const forms = formsFor(model)
  let at = 0
  let proven = false
  let inARow = 0
  let restUntil = 0
  let out = new Set<Form>()
  const current = (): Form => forms[at] ?? FALLBACK

  return {
    current,
    taken(form) {
      at = Math.max(0, forms.indexOf(form))
      proven = true
      inARow = 0
      out = new Set()
    },
    refused(form, hint) {
      // Another turn has found that out meanwhile.
      if (form !== current()) return true
      if (proven) {
        inARow += 1
        if (inARow < IN_A_ROW) return false
        proven = false
        inARow = 0
      }
      if (now() < restUntil) return false
      for (const one of forms) if (one === form || isOut(one, form, hint)) out.add(one)
      const next = forms.findIndex((one) => !out.has(one))
      at = Math.max(0, next)
      if (next >= 0) return true
      out = new Set()
      restUntil = now() + REST_MS
      return false
    },
  }
}

const FALLBACK: Form = { limit: 'none', tools: 'text' }

/** Five tries, so that with six calls a turn even the last leaves one. */
function formsFor(model: string): readonly Form[] {
  const newer = NEWER_NAME.test(model)
  const limit = newer ? 'max_completion_tokens' : 'max_tokens'
  const other = newer ? 'max_tokens' : 'max_completion_tokens'
  return [
    { limit, tools: 'required' },
    { limit, tools: 'auto' },
    { limit: other, tools: 'required' },
    { limit: 'none', tools: 'auto' },
    FALLBACK,
  ]
}

/** Some say which parameter they do not take: then no form with it is tried. */
function isOut(one: Form, refused: Form, hint: Hint | undefined): boolean {
  switch (hint) {
    case 'max_tokens':
    case 'max_completion_tokens':
      return one.limit === hint
    case 'tool_choice':
      return one.tools === 'required' && refused.tools === 'required'
    case 'tools':
      return one.tools !== 'text'
    default:
      return false
  }
}
