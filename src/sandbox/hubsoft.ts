import type { WaitOptions } from './changes.js'
import { servePdf } from './hubsoft/invoice-pdf.js'
import type { Prospecto } from './hubsoft/prospecto.js'
import { issueToken, type HubsoftCredentials } from './hubsoft/oauth.js'
import { refused } from './hubsoft/replies.js'
import { apiRoutes, ROOT } from './hubsoft/routes.js'
import { HubsoftState, type Action, type Ticket } from './hubsoft/state.js'
import { tenantRoute, Tenant } from './hubsoft/tenant.js'
import type { Faults } from './http/faults.js'
import type { Ledger } from './http/ledger.js'
import { startStandIn } from './http/server.js'
import type { Landings } from './landings.js'
import type { World } from './world/types.js'

export interface HubsoftStandIn {
  /** Host without `/api`. */
  url: string
  faults: Faults
  ledger: Ledger
  /** Every atendimento, those of the beginning included, oldest first. */
  tickets(): readonly Ticket[]
  /** Those opened through the API. */
  opened(): readonly Ticket[]
  /** What was done beside atendimentos, in its order: unlocks, connections ended, invoices sent. */
  actions(): readonly Action[]
  /** Those who want to become customers, one there from the beginning. */
  prospectos(): readonly Prospecto[]
  /** Somebody else takes a time of the agenda. */
  takesSlot(inicio: number): void
  /** The bank tells of a payment. */
  pays(idFatura: number): void
  /** The service's router loses its connection, or gets it back. */
  setConnected(idClienteServico: number, connected: boolean): void
  /** How often somebody logged in. */
  logins(): number
  /** A member of the staff writes in an atendimento. */
  staffSays(idAtendimento: number, texto: string): void
  /** A member of the staff gives it another status. */
  staffMoves(idAtendimento: number, status: string): void
  /** A member of the staff closes it. */
  staffCloses(idAtendimento: number, descricao: string): void
  /** From now on the rating of a closed atendimento is taken, as some versions may. */
  acceptRatings(): void
  /** What the API user may not do, which routes this version lacks, and where success is misspelt. */
  tenant: Tenant
  /** Resolves with what `look` finds, now or after something landed. */
  until<T>(look: () => T | undefined, options?: WaitOptions): Promise<T>
  stop(): Promise<void>
}

export interface HubsoftOptions {
  port?: number
  credentials: HubsoftCredentials
  world: World
  landings: Landings
  now?: () => number
}

/** HubSoft's integration API, every route of the documents, and its staff. */
export async function startHubsoft(options: HubsoftOptions): Promise<HubsoftStandIn> {
  const state = new HubsoftState(options.world, options.landings, options.now ?? Date.now)
  const tenant = new Tenant(ROOT)
  const server = await startStandIn({
    ...(options.port === undefined ? {} : { port: options.port }),
    routes: [
      { method: 'POST', path: '/oauth/token', handle: (request) => issueToken(state, options.credentials, request) },
      { method: 'GET', path: '/pdf/fatura/:codigo', handle: (request) => servePdf(state, request) },
      tenantRoute(tenant),
      ...apiRoutes(state, tenant),
    ],
    notFound: () => ({ status: 404, body: { status: 'error', msg: 'Rota não encontrada' } }),
    rateLimited: (s) => ({
      status: 429,
      body: { message: 'Too Many Attempts.' },
      headers: { 'retry-after': String(s) },
    }),
    badBody: () => refused('Erro ao ler os dados enviados'),
    setTokensValid: (valid) => {
      // Revoked tokens stay revoked: one logs in again.
      if (!valid) state.tokens.clear()
    },
    state: () => ({ logins: state.logins, atendimentos: state.tickets.map(tell), acoes: state.actions }),
  })
  const { url, faults, ledger } = server
  return {
    url,
    faults,
    ledger,
    tenant,
    tickets: () => state.tickets,
    opened: () => state.tickets.filter(({ viaApi }) => viaApi),
    actions: () => state.actions,
    prospectos: () => state.prospectos,
    takesSlot: (inicio) => state.taken.add(inicio),
    pays: (idFatura) => state.pay(idFatura),
    setConnected: (id, connected) => {
      const plan = state.findPlan(id)?.plan
      if (!plan) return
      if (connected) state.network.connect(plan)
      else state.network.disconnect(plan, 'Lost-Carrier')
    },
    logins: () => state.logins,
    staffSays: (id, texto) => withTicket(state, id, (ticket) => state.addMensagem(ticket, texto, true)),
    staffMoves: (id, status) => withTicket(state, id, (ticket) => state.move(ticket, status)),
    staffCloses: (id, descricao) => withTicket(state, id, (ticket) => state.close(ticket, descricao)),
    acceptRatings: () => {
      state.ratesClosed = true
    },
    until: (look, wait) => state.changes.until(look, wait),
    stop: () => server.stop(),
  }
}

function withTicket(state: HubsoftState, id: number, then: (ticket: Ticket) => void): void {
  const ticket = state.findTicket(id)
  if (ticket) then(ticket)
}

function tell(ticket: Ticket): unknown {
  const { idAtendimento, protocolo, descricao, aberto, viaApi, plan, mensagens, anexos, avaliacao } = ticket
  const files = anexos.map(({ fileName, bytes, sha256 }) => ({ fileName, bytes: bytes.length, sha256 }))
  return {
    idAtendimento,
    protocolo,
    idClienteServico: plan.idClienteServico,
    descricao,
    aberto,
    viaApi,
    avaliacao,
    mensagens,
    anexos: files,
  }
}
