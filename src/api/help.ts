import type { CallDeclaration } from '../integrations/http/call.js'
import { fieldsOf, type Field } from './fields.js'
import { SYSTEMS, type SystemEntry } from './systems.js'

const USAGE = `Uso: npm run api -- <sistema> <operação> [--campo valor …] [--json '{…}'] [--file caminho] [--out caminho]
                [--all] [--yes]

  --campo valor   um campo da operação; repita-o para uma lista, use pontos para um campo de dentro (--filtro_body.status)
  --json '{…}'    os campos como JSON; o que vier por --campo vale mais
  --file caminho  o arquivo a enviar, nas operações que enviam um; nas outras, um arquivo com os campos em JSON
  --out caminho   onde gravar o arquivo que a operação responde
  --all           todas as páginas de uma listagem
  --yes           confirma uma operação que altera dados; sem ele, só se mostra o que seria enviado
  --help          os campos de uma operação

As credenciais são as do .env. Com npm run --silent a saída é só o JSON.
`

/** All operations with a line each, of one system or of all. */
export function listOperations(only?: string): string {
  const systems = Object.entries(SYSTEMS).filter(([name]) => only === undefined || name === only)
  const widest = Math.max(...systems.flatMap(([, { calls }]) => shown(calls).map(({ name }) => name.length)))
  const lines = systems.flatMap(([name, entry]) => [`${entry.title} (${name})`, ...linesOf(entry, widest), ''])
  return `${USAGE}\nOperações (✎ altera dados):\n\n${lines.join('\n')}`
}

/** One operation with its fields. */
export function describeOperation(system: string, declaration: CallDeclaration): string {
  const fields = fieldsOf(declaration)
  const widest = Math.max(0, ...fields.map(({ name }) => name.length))
  const { name, summary, method, path, access, source, use, file, answersFile, paging } = declaration
  return [
    `${SYSTEMS[system]?.title ?? system} ${name}: ${summary}`,
    '',
    `  ${method} ${path}`,
    `  ${access === 'write' ? '✎ altera dados: precisa de --yes' : 'só consulta'}`,
    `  documento: ${source}`,
    ...(use === undefined ? [] : [`  o bot usa para: ${use}`]),
    ...(file ? ['  --file caminho: o arquivo a enviar'] : []),
    ...(answersFile ? ['  --out caminho: onde gravar o arquivo respondido'] : []),
    ...(paging ? ['  --all: todas as páginas'] : []),
    '',
    fields.length === 0 ? 'Sem campos.' : 'Campos (* obrigatório):',
    ...fields.map((field) => `  --${field.name.padEnd(widest)} ${field.required ? '*' : ' '} ${explain(field)}`),
    '',
  ].join('\n')
}

/** A field's type, values and meaning in one line. */
export function explain({ type, values, told }: Field): string {
  const allowed = values.length === 0 ? type : values.length > 1 ? values.join(' | ') : `sempre ${values.join('')}`
  return told === '' ? allowed : `${allowed}: ${told}`
}

/** The calls that operators have, by name. */
export function shown(calls: readonly CallDeclaration[]): readonly CallDeclaration[] {
  return calls.filter(({ inner }) => inner !== true).toSorted((one, other) => one.name.localeCompare(other.name))
}

function linesOf({ calls }: SystemEntry, widest: number): string[] {
  return shown(calls).map(({ name, summary, access }) => `  ${name.padEnd(widest)} ${access === 'write' ? '✎' : ' '} ${summary}`)
}
