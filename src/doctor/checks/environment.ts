import { VARIABLES } from '../../config.js'
import { bad, ok, warning, type Check, type SystemName } from '../check.js'
import type { Env, Environment, Section } from '../environment.js'
import { nearest } from '../../lib/nearest.js'
import { isPrivateHost } from './addresses.js'

/** What stands in the environment, before anybody is asked: a line for each variable that is not good. */
export function environmentChecks(env: Environment, given: Env): Check[] {
  const problems = env.problems.map(({ name, problem }): Check => {
    return at(`environment.${name}`, name.slice(0, 28), () => bad(`${name.length > 28 ? `${name}: ` : ''}${problem}`, adviceOn(name, problem)))
  })
  const all: Check = at('environment.variables', 'Variáveis', () => ok(`${String(env.set.size)} definidas, todas válidas`))
  return [...(problems.length > 0 ? problems : [all]), ...misspelt(given), ...inClear(env)]
}

function adviceOn(name: string, problem: string): string {
  if (name === 'TELEGRAM_BOT_TOKEN') return 'O @BotFather dá o token do bot (/newbot, ou /mybots e API Token); ele vai em .env, por inteiro.'
  if (name.endsWith('_URL') && problem.includes('http')) return 'Escreva o endereço inteiro, como https://api.seu-provedor.com.br, em .env.'
  if (name.startsWith('HUBSOFT_') && problem === 'falta') return 'Peça ao administrador do HubSoft o acesso à API (integração), e preencha em .env.'
  return FILL_IN
}

const FILL_IN = 'Corrija em .env (ou no ambiente do serviço); em .env.example há um comentário sobre cada uma.'

/** The row of a system that is not looked at; `undefined` where it can be. `without`: what the bot does meanwhile. */
export function notLookedAt(system: SystemName, section: Section<unknown>, without: string): Check[] | undefined {
  if (section.kind === 'ready') return undefined
  const told = section.kind === 'off' ? `não configurado: ${without}` : `não verificado: corrija ${section.by.join(', ')}`
  return [{ id: `${system}.configured`, system, title: 'Configuração', run: async () => ({ state: 'skipped', told }) }]
}

/** Set, looks like ours, and is not: the bot would run without it. */
function misspelt(given: Env): Check[] {
  const wrong = Object.keys(given).filter((name) => (OURS.test(name) || meantBy(name) !== undefined) && !VARIABLES.includes(name))
  if (wrong.length === 0) return []
  const lines = wrong.slice(0, 8).map((name) => {
    const meant = meantBy(name) ?? nearestOf(name)
    return meant === undefined ? `${name} não é uma variável do Plantão.` : `${name} não existe; seria ${meant}?`
  })
  return [at('environment.unknown', 'Nomes desconhecidos', () => warning('há variáveis que o bot não lê', ...lines))]
}

const OURS = /^(?:TELEGRAM|HUBSOFT|MILVUS|TEMPBOX|PLANTAO|OPENAI)_[A-Z_]+$/u

/** Ours but for case, underscores or a plural: any other name is somebody else's. */
function meantBy(name: string): string | undefined {
  const bare = (one: string): string => one.toUpperCase().replace(/_|S$/gu, '')
  return bare(name).length < MIN_BARE ? undefined : VARIABLES.find((one) => bare(one) === bare(name))
}

/** A shell has a `port` or a `Path` of its own. */
const MIN_BARE = 6

/** What they share by belonging to one system makes none of them more alike. */
function nearestOf(name: string): string | undefined {
  const [system = ''] = name.split('_')
  const rest = (one: string): string => one.slice(system.length + 1).replaceAll('_', ' ')
  const own = VARIABLES.filter((one) => one.startsWith(`${system}_`))
  const [found] = nearest(rest(name), own.map(rest), 1)
  return own.find((one) => rest(one) === found)
}

/** Passwords over http, to a host that is not of this network. */
function inClear(env: Environment): Check[] {
  const urls = [
    ['HUBSOFT_BASE_URL', env.hubsoft],
    ['MILVUS_BASE_URL', env.milvus],
    ['TEMPBOX_BASE_URL', env.tempbox],
    ['OPENAI_BASE_URL', env.openai],
  ] as const
  const clear = urls.flatMap(([name, section]) => {
    const url = section.kind === 'ready' ? new URL(section.config.baseUrl) : undefined
    return url?.protocol === 'http:' && !isPrivateHost(url.hostname) ? [name] : []
  })
  if (clear.length === 0) return []
  return [
    at('environment.clear', 'Endereços sem https', () =>
      warning(clear.join(', '), 'Senhas e dados de clientes passam sem cifra. Use https:// nesses endereços.'),
    ),
  ]
}

function at(id: string, title: string, look: () => ReturnType<typeof ok>): Check {
  return { id, system: 'environment', title, run: async () => look() }
}
