import { pattern } from '../prompts/pattern.js'

/** Whether a text has what a scenario's regular expression looks for; accents, case and line breaks do not count. */
export function fits(source: string, text: string): boolean {
  return pattern.parse(source).test(text)
}
