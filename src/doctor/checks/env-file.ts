import { VARIABLES } from '../../config.js'
import { warning, type Check } from '../check.js'

const MOST_LINES = 8

/** What is written in `.env` so that Node reads something else, or nothing; none where all is well. Never a value. */
export function envFileChecks(text: string): Check[] {
  const found = problemsIn(text)
  if (found.length === 0) return []
  const more = found.length > MOST_LINES ? [`… e mais ${String(found.length - MOST_LINES)}`] : []
  const told = found.length === 1 ? 'uma linha não diz o que parece' : `${String(found.length)} linhas não dizem o que parecem`
  const run: Check['run'] = async () => warning(told, ...found.slice(0, MOST_LINES), ...more)
  return [{ id: 'environment.file', system: 'environment', title: '.env', run }]
}

function problemsIn(text: string): string[] {
  if (/\uFFFD|\u0000/u.test(text)) return ['Salve .env em UTF-8: assim as variáveis dele não são lidas.']
  const seen = new Set<string>()
  return text.split(/\r?\n/u).flatMap((line, index) => {
    const at = `.env:${String(index + 1)}`
    if (/^\s*(?:#|$)/u.test(line)) return []
    const [, name = '', value = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/u.exec(line) ?? []
    // What follows belongs to it, for Node.
    if (name === '') return [`${at}: não é NOME=valor; assim esta linha, e a de baixo, não valem.`]
    const again = seen.has(name)
    seen.add(name)
    if (!VARIABLES.includes(name)) return []
    return [
      ...(again ? [`${at} ${name}: está duas vezes; vale esta, a última.`] : []),
      ...tellValue(value).map((what) => `${at} ${name}: ${what}`),
    ]
  })
}

function tellValue(value: string): string[] {
  if (/^[“”‘’«»„]/u.test(value)) return ['as aspas curvas fazem parte do valor; use as retas, ou nenhuma.']
  const [quote] = /^["'`]/u.exec(value) ?? []
  if (quote !== undefined) return !value.includes(quote, 1) ? ['as aspas não fecham.'] : []
  return /[^\s#]#/u.test(value) ? ['o que vem depois de # não é lido; ponha o valor entre aspas.'] : []
}
