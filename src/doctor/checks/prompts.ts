import type { NameInRouting } from '../../prompts/routing-names.js'
import { normalizeWords } from '../../lib/plain-text.js'
import { bad, ok, type Check, type Outcome } from '../check.js'
import { nearest } from '../../lib/nearest.js'
import type { World } from '../world.js'
import { notLookedAt } from './environment.js'

const MOST_LINES = 12

/** The operators' folder, as `npm run prompts` checks it. */
export function folderChecks(world: World): Check[] {
  const blocked = notLookedAt('prompts', world.env.promptsDir, '')
  return blocked ?? [{ id: 'prompts.files', system: 'prompts', title: 'Arquivos', first: true, run: () => lookAtFiles(world) }]
}

/** What the folder calls by HubSoft's names. */
export function routingChecks(world: World): Check[] {
  // Without HubSoft there is nothing to compare with; the line that says so is HubSoft's.
  if (!world.hubsoft || world.env.promptsDir.kind !== 'ready') return []
  const needs = ['hubsoft.tipos']
  return [{ id: 'prompts.tipos', system: 'prompts', title: 'Tipos em routing.yaml', needs, run: () => lookAtTipos(world) }]
}

async function lookAtFiles(world: World): Promise<Outcome> {
  const { files, problems, version } = await world.folder()
  if (problems.length === 0) return ok(`${String(files.length)} arquivos, versão do conjunto ${version}`)
  const lines = problems.slice(0, MOST_LINES).map(({ file, line, field, what }) => `${file}:${String(line)} ${field}: ${what}`)
  const more = problems.length > MOST_LINES ? [`… e mais ${String(problems.length - MOST_LINES)}: npm run prompts`] : []
  return bad(`${String(problems.length)} a corrigir; assim o bot não inicia`, ...lines, ...more)
}

async function lookAtTipos(world: World): Promise<Outcome> {
  const [{ names }, { tipos, total }] = await Promise.all([world.folder(), world.tipos()])
  const wanted = names.filter(({ kind }) => kind === 'tipo_atendimento')
  const active = tipos.filter(({ ativo }) => ativo).map(({ descricao }) => descricao)
  const known = new Set(active.map(normalizeWords))
  const wrong = wanted.filter(({ name }) => !known.has(normalizeWords(name)))
  if (wrong.length === 0) return ok(`os ${String(wanted.length)} de routing.yaml existem no HubSoft`)
  const inactive = new Set(tipos.filter(({ ativo }) => !ativo).map(({ descricao }) => normalizeWords(descricao)))
  const lines = wrong.map((one) => {
    const why = inactive.has(normalizeWords(one.name)) ? 'está inativo no HubSoft' : 'não existe no HubSoft'
    return `${whereIs(one)}: “${one.name}” ${why}${alike(one.name, active)}`
  })
  const all = active.length === 0 ? 'nenhum' : active.slice(0, MOST_LINES).join(', ')
  return bad(
    wrong.length === 1 ? 'um nome que o HubSoft não tem' : `${String(wrong.length)} nomes que o HubSoft não tem`,
    ...lines.slice(0, MOST_LINES),
    `Tipos ativos no HubSoft: ${all}${active.length > MOST_LINES ? '…' : ''}`,
    ...(total > tipos.length ? [`O HubSoft mostra só ${String(tipos.length)} de ${String(total)} tipos: o nome pode estar entre os outros, que o bot não lê. Pergunte ao suporte dele.`] : []),
    'Sem o tipo, o atendimento é aberto com o padrão do HubSoft: corrija o nome, ou cadastre-o lá.',
  )
}

export const whereIs = ({ line, field }: NameInRouting): string => `routing.yaml:${String(line)} ${field}`

/** Behind a wrong name, those that could have been meant; nothing where none is alike. */
export function alike(name: string, names: readonly string[]): string {
  const found = nearest(name, names)
  return found.length === 0 ? '' : `; o mais parecido: ${found.join(', ')}`
}
