import type { WaitOptions } from './changes.js'
import { addAnexos, addMensagem, editAtendimento } from './hubsoft/changing.js'
import { DISPONIBILIDADES, STATUS, TIPOS } from './hubsoft/catalogue.js'
import { listAtendimentos, listTodos } from './hubsoft/atendimentos.js'
import { searchClientes } from './hubsoft/clientes.js'
import { disconnectService, listCpes, listSessions, rebootCpe, resetMac } from './hubsoft/connection.js'
import { listFaturas } from './hubsoft/faturas.js'
import { servePdf } from './hubsoft/invoice-pdf.js'
import { consultOrdem, listSlots, reschedule, schedule } from './hubsoft/agenda.js'
import type { Prospecto } from './hubsoft/prospecto.js'
import { createProspecto, listPlanos, searchProspectos } from './hubsoft/prospectos.js'
import { isAuthorized, issueToken, type HubsoftCredentials } from './hubsoft/oauth.js'
import { openAtendimento } from './hubsoft/opening.js'
import { listOrdens } from './hubsoft/ordens.js'
import { found, refused, unauthenticated } from './hubsoft/replies.js'
import { sendByEmail, sendByPush, sendBySms } from './hubsoft/sending.js'
import { HubsoftState, type Action, type Ticket } from './hubsoft/state.js'
import { unlockService } from './hubsoft/unlocking.js'
import type { Faults } from './http/faults.js'
import type { Ledger } from './http/ledger.js'
import type { Reply, Route, StandInRequest } from './http/route.js'
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

const ROOT = '/api/v1/integracao'

/** HubSoft's integration API, as far as the bot uses it, and its staff. */
export async function startHubsoft(options: HubsoftOptions): Promise<HubsoftStandIn> {
  const state = new HubsoftState(options.world, options.landings, options.now ?? Date.now)
  const server = await startStandIn({
    ...(options.port === undefined ? {} : { port: options.port }),
    routes: [
      { method: 'POST', path: '/oauth/token', handle: (request) => issueToken(state, options.credentials, request) },
      { method: 'GET', path: '/pdf/fatura/:codigo', handle: (request) => servePdf(state, request) },
      ...apiRoutes(state),
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

function apiRoutes(state: HubsoftState): Route[] {
  const route = (
    method: string,
    path: string,
    handle: (state: HubsoftState, request: StandInRequest) => Reply,
  ): Route => ({
    method,
    path: `${ROOT}/${path}`,
    handle: (request) => (isAuthorized(state, request) ? handle(state, request) : unauthenticated),
  })
  return [
    route('GET', 'cliente', searchClientes),
    route('GET', 'cliente/atendimento', listAtendimentos),
    route('GET', 'atendimento/todos', listTodos),
    route('GET', 'cliente/financeiro', listFaturas),
    route('POST', 'cliente/financeiro/enviar_email', sendByEmail),
    route('POST', 'cliente/financeiro/enviar_sms', sendBySms),
    route('POST', 'cliente/financeiro/enviar_push', sendByPush),
    route('POST', 'cliente/desbloqueio_confianca', unlockService),
    route('GET', 'cliente/solicitar_desconexao/:id', disconnectService),
    route('GET', 'cliente/extrato_conexao', listSessions),
    route('GET', 'cliente/ordem_servico', listOrdens),
    route('GET', 'ordem_servico/horarios_disponiveis_agenda', listSlots),
    route('POST', 'ordem_servico/agendar', schedule),
    route('POST', 'ordem_servico/reagendar', reschedule),
    route('POST', 'ordem_servico/consultar', consultOrdem),
    route('GET', 'prospecto/create', listPlanos),
    route('POST', 'prospecto', createProspecto),
    route('GET', 'prospecto', searchProspectos),
    route('POST', 'cliente/reset_mac_addr', resetMac),
    route('GET', 'rede/cpe/todos', listCpes),
    route('POST', 'rede/reiniciar_cpe/:phyAddr', rebootCpe),
    route('POST', 'atendimento', openAtendimento),
    route('PUT', 'atendimento/:id', editAtendimento),
    route('POST', 'atendimento/adicionar_mensagem/:id', addMensagem),
    route('POST', 'atendimento/adicionar_anexo/:id', addAnexos),
    route('GET', 'configuracao/tipo_atendimento', () => found({ tipos_atendimento: TIPOS })),
    route('GET', 'configuracao/status_atendimento', () => found({ status_atendimento: STATUS })),
    route('GET', 'configuracao/disponibilidade', () => found({ disponibilidades: DISPONIBILIDADES })),
  ]
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
