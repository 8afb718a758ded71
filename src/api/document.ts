import type { CallDeclaration } from '../integrations/http/call.js'
import { fieldsOf, type Field } from './fields.js'
import { shown } from './help.js'
import { SYSTEMS } from './systems.js'

const HEAD = `# Chamadas das APIs

<!-- Gerado das declarações em src/integrations/*/calls/ por: npm run api -- --docs docs/apis.md -->

Toda chamada documentada do HubSoft, do Milvus e do TempBox que o Plantão conhece, com os campos que leva e onde o bot a
usa. Qualquer uma pode ser feita com as credenciais do \`.env\`:

\`\`\`sh
npm run api                                    # a lista
npm run api -- hubsoft cliente.buscar --help   # os campos de uma
npm run api -- hubsoft cliente.buscar --busca codigo_cliente --termo_busca 714
\`\`\`

As que alteram dados (✎) só são enviadas com \`--yes\`. Senhas, tokens e links que abrem um documento sozinhos nunca são
mostrados. O que não se pôde ler em uma resposta fica de fora, e o nome do campo é dito. Onde os documentos dos
fornecedores erram ou se calam: [errata.md](errata.md).
`

/** `docs/apis.md`, whole. */
export function apisDocument(): string {
  const systems = Object.entries(SYSTEMS).map(([name, { title, calls }]) => {
    const all = shown(calls)
    return [
      `## ${title}`,
      `${String(all.length)} operações.`,
      tableOf(
        ['operação', '', 'o que faz', 'o bot usa para'],
        all.map((call) => [linkTo(name, call), call.access === 'write' ? '✎' : '', call.summary, call.use ?? '']),
      ),
      ...all.map((call) => section(name, call)),
    ].join('\n\n')
  })
  return `${[HEAD, ...systems].join('\n')}\n`
}

function section(system: string, call: CallDeclaration): string {
  const { name, summary, method, path, source, file, answersFile, paging, login } = call
  const fields = fieldsOf(call)
  const notes = [
    ...(file ? [`Envia um arquivo, no campo \`${file.field}\` (\`--file\`).`] : []),
    ...(answersFile ? ['Responde um arquivo (`--out`).'] : []),
    ...(paging ? [`Em páginas, no campo \`${paging.field}\`, a primeira é ${String(paging.first)} (\`--all\` traz todas).`] : []),
    ...(login ? ['Os campos vêm do `.env`; o token não é mostrado.'] : []),
    ...(fields.length === 0 ? ['Sem campos.'] : []),
  ]
  return [
    `### ${system} ${name}`,
    `${summary}.`,
    `\`${method} ${path}\` · ${source}`,
    ...(notes.length > 0 ? [notes.join(' ')] : []),
    ...(fields.length > 0 ? [tableOf(['campo', 'onde', '', 'valores', 'o que é'], fields.map(row))] : []),
  ].join('\n\n')
}

const WHERE = { params: 'caminho', query: 'query', body: 'corpo' } as const

function row({ name, part, required, type, values, told }: Field): string[] {
  const allowed = values.length > 0 ? values.map((value) => `\`${value}\``).join(', ') : type
  return [`\`${name}\``, WHERE[part], required ? 'obrigatório' : '', allowed, told]
}

function linkTo(system: string, { name }: CallDeclaration): string {
  return `[${name}](#${`${system} ${name}`.toLowerCase().replace(/[^\p{L}\d\s_-]/gu, '').replace(/\s/gu, '-')})`
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replace(/\|/gu, '\\|')).join(' | ')} |`
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}
