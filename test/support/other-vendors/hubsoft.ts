import { createAtendimentoRoutes } from './hubsoft-atendimento.js'
import { createClienteRoutes } from './hubsoft-cliente.js'
import type { Atendimento } from './hubsoft-tickets.js'
import { bodyOf, serve, str, type Answer, type Dialect, type Fields, type Seen, type VendorServer } from './http.js'
import type { Pessoa, Servico } from './people.js'

const API = '/api/v1/integracao/'

export interface HubsoftState {
  url: string
  pessoas: Pessoa[]
  atendimentos: Atendimento[]
  prospectos: Fields[]
  /** What was asked otherwise than the documents say. */
  complaints: string[]
}

export interface OtherHubsoft extends HubsoftState {
  requests: Seen[]
  env: Record<string, string>
  /** Every token given so far is worth nothing from now on. */
  revoke(): void
  /** The requests of one route, by method and the path after `integracao/`. */
  calls(method: string, path: string | RegExp): Seen[]
  close(): Promise<void>
}

/** The ERP as its documents describe it, and nothing that they don't. */
export async function startHubsoft(pessoas: Pessoa[], dialect?: Dialect): Promise<OtherHubsoft> {
  const state: HubsoftState = { url: '', pessoas, atendimentos: [], prospectos: [], complaints: [] }
  let tokens = new Set<string>()
  const routes = [createClienteRoutes(state), createAtendimentoRoutes(state)]

  const login = (seen: Seen): Answer => {
    const { grant_type, client_id, client_secret, username, password } = bodyOf(seen)
    const given = [grant_type, client_id, client_secret, username, password].map(str).join(' ')
    if (given !== 'password 3 segredo-do-app api@provedor.invalid senha-da-api') {
      return { status: 401, json: { error: 'invalid_credentials', message: 'The user credentials were incorrect.' } }
    }
    const token = `eyJ0eXAi${String(Date.now())}${String(tokens.size)}`
    tokens.add(token)
    return { json: { access_token: token, expires_in: 2592000, refresh_token: 'def50200', token_type: 'Bearer' } }
  }

  const route = (seen: Seen): Answer => {
    if (seen.path.startsWith('/pdf/fatura/')) return { bytes: Buffer.from('%PDF-1.4 fatura'), type: 'application/pdf' }
    if (seen.path === '/oauth/token' && seen.method === 'POST') return login(seen)
    const token = /^Bearer (.+)$/u.exec(seen.headers.authorization ?? '')?.[1]
    if (token === undefined || !tokens.has(token)) return { status: 401, json: { error: 'Unauthenticated.' } }
    if (!(seen.headers.accept ?? '').includes('application/json')) state.complaints.push(`no Accept: ${seen.path}`)
    if (!seen.path.startsWith(API)) return { status: 404, text: '<h1>404</h1>' }
    const path = seen.path.slice(API.length).replace(/\/$/u, '')
    for (const handle of routes) {
      const answer = handle(path, seen)
      if (answer) {
        if (answer.status === 422) state.complaints.push(`${seen.method} ${path}: ${JSON.stringify(answer.json)}`)
        return answer
      }
    }
    return { status: 404, text: '<!doctype html><title>Não encontrado</title>' }
  }

  const server: VendorServer = await serve(route, dialect)
  state.url = server.url
  return Object.assign(state, {
    requests: server.requests,
    env: {
      HUBSOFT_BASE_URL: server.url,
      HUBSOFT_CLIENT_ID: '3',
      HUBSOFT_CLIENT_SECRET: 'segredo-do-app',
      HUBSOFT_USERNAME: 'api@provedor.invalid',
      HUBSOFT_PASSWORD: 'senha-da-api',
    },
    revoke() {
      tokens = new Set()
    },
    calls(method: string, path: string | RegExp): Seen[] {
      const fits = (to: string): boolean => (typeof path === 'string' ? to === path : path.test(to))
      return server.requests.filter(
        (seen) => seen.method === method && fits(seen.path.slice(API.length).replace(/\/$/u, '')),
      )
    },
    close: () => server.close(),
  })
}

/** A refusal under 200, as integrators met it. */
export function refusal(msg: string): Answer {
  return { json: { status: 'error', msg, errors: [] } }
}

/** A field that the document requires is missing or of another form. */
export function invalid(field: string, why: string): Answer {
  const msg = 'Os dados informados são inválidos.'
  return { status: 422, json: { status: 'error', msg, errors: { [field]: [why] } } }
}

/** A service by its id, with its owner. */
export function findServico(state: HubsoftState, id: unknown): { pessoa: Pessoa; servico: Servico } | undefined {
  for (const pessoa of state.pessoas) {
    const servico = pessoa.servicos.find((one) => String(one.id) === str(id))
    if (servico) return { pessoa, servico }
  }
  return undefined
}

/** The people of `busca` and `termo_busca`; a refusal where the document doesn't know the search. */
export function searched(state: HubsoftState, seen: Seen, allowed: readonly string[]): Pessoa[] | Answer {
  const [busca, termo] = [seen.query.get('busca') ?? '', seen.query.get('termo_busca') ?? '']
  if (!allowed.includes(busca)) return invalid('busca', `valores aceitos: ${allowed.join(', ')}`)
  if (termo === '') return invalid('termo_busca', 'obrigatório')
  return state.pessoas.filter((pessoa) => {
    if (busca === 'cpf_cnpj') return pessoa.cpf === termo.replace(/\D/gu, '')
    if (busca === 'codigo_cliente') return String(pessoa.codigo) === termo
    if (busca === 'id_cliente_servico') return pessoa.servicos.some(({ id }) => String(id) === termo)
    if (busca === 'telefone') return pessoa.telefones.includes(termo)
    if (busca === 'login' || busca === 'login_radius') return pessoa.servicos.some(({ login }) => login === termo)
    return false
  })
}

/** An answer where a listing's parameter is none of the document's; undefined where all are. */
export function badParameters(seen: Seen, rules: Record<string, RegExp>): Answer | undefined {
  for (const [name, rule] of Object.entries(rules)) {
    const value = seen.query.get(name)
    if (value !== null && !rule.test(value)) return invalid(name, `valor não aceito: ${value}`)
  }
  return undefined
}

export const DAY = /^\d{4}-\d{2}-\d{2}$/u
export const UP_TO_50 = /^([1-9]|[1-4]\d|50)$/u
