import type { Atendimento } from '../../../domain/atendimento.js'
import type { OrdemServico } from '../../../domain/ordem-servico.js'
import { ensureLevel, ensureServico } from '../../access.js'
import { attempt } from '../../current-servico.js'
import type { Ticket } from '../../session.js'
import type { Choice, Turn } from '../../turn.js'
import { describeChamado, describeClosed, describeOpen, readLastWords, successorOf } from './chamados-text.js'
import { scheduleOf } from '../problem/diagnosis-reads.js'
import { visitRows } from '../visits/visit-slots.js'

const LISTED = 10
/** With buttons below; so many chamados are read. */
const OFFERED = 4
const CLOSED = 3
/** A closing this old is history. */
const RECENT_MS = 30 * 24 * 3_600_000
const VISITS = 5

/**
 * `/chamados`: the chosen service's atendimentos, open and closed lately, as one listing of HubSoft tells them, the
 * chamados opened here with their technicians' last public words, and visits.
 */
export async function showChamados(turn: Turn): Promise<void> {
  const { session, deps } = turn
  if (!(await ensureLevel(turn, 2, 'chamados')) || !(await ensureServico(turn, 'chamados'))) return
  const { servico } = session
  if (!servico) return
  const id = servico.idClienteServico
  const here = session.tickets.filter(({ idClienteServico, system }) => idClienteServico === id && system === 'milvus')
  const chamados = here.filter(({ state }) => state === 'open').slice(-OFFERED)
  const [read, visits, words] = await Promise.all([
    attempt(turn, 'chamados', () => deps.atendimentos.listRecent(id)),
    attempt(turn, 'ordens', () => deps.ordens.listByServico(id)),
    Promise.all(chamados.map((ticket) => readLastWords(turn, ticket))),
  ])
  if (read.kind === 'failed') {
    turn.say('sistema_indisponivel', {}, [LAST_ROW])
    return
  }
  const abertos = read.value.filter(({ aberto }) => aberto)
  const fechados = read.value.filter((one) => isRecent(turn, one)).slice(0, CLOSED)
  const encerrados = here.filter((ticket) => ticket.state === 'closed' && turn.now - (ticket.closedAt ?? 0) < RECENT_MS).slice(-CLOSED)
  const lista = [
    ...abertos.slice(0, LISTED).map((aberto) => describeOpen(turn, aberto)),
    ...chamados.map((ticket, index) => describeChamado(ticket, words[index])),
  ]
  const recentes = [
    ...fechados.map((fechado) => describeClosed(turn, fechado)),
    ...encerrados.map((ticket) => describeChamado(ticket, undefined)),
  ]
  const vars = {
    servico: servico.rotulo,
    lista: lista.join('\n'),
    recentes: recentes.join('\n'),
    visitas: visits.kind === 'read' ? visits.value.slice(0, VISITS).map(describeVisit).join('\n') : '',
  }
  const rows = [
    ...abertos.slice(0, OFFERED).map((aberto) => openRow(turn, aberto)),
    ...chamados.map((ticket) => chamadoRow(turn, ticket)),
    ...fechados.filter((fechado) => mayContest(turn, fechado, read.value)).map((fechado) => closedRow(turn, fechado)),
    ...encerrados.filter(({ contested }) => contested !== true).map((ticket) => closedChamadoRow(turn, ticket)),
    ...visitRows(turn, visits.kind === 'read' ? visits.value : []),
    LAST_ROW,
  ]
  const nothing = lista.length === 0 && vars.recentes === '' && vars.visitas === ''
  if (nothing) turn.say('chamados_vazio', { servico: servico.rotulo }, [LAST_ROW])
  else turn.say('chamados', vars, rows)
}

function isRecent(turn: Turn, { aberto, fechadoEm, cadastradoEm }: Atendimento): boolean {
  return !aberto && turn.now - (fechadoEm ?? cadastradoEm ?? 0) < RECENT_MS
}

/** Not solved by it, unless that was said already, here or in a report that names it. */
function mayContest({ session }: Turn, fechado: Atendimento, all: readonly Atendimento[]): boolean {
  const known = session.tickets.find(({ system, id }) => system === 'hubsoft' && id === String(fechado.idAtendimento))
  return known?.contested !== true && successorOf(all, fechado) === undefined
}

function describeVisit(ordem: OrdemServico): string {
  const when = scheduleOf(ordem)
  return `• ${ordem.tipo} – ${ordem.status.replaceAll('_', ' ')}${when === '' ? '' : ` – ${when}`}`
}

function openRow(turn: Turn, { idAtendimento, protocolo }: Atendimento): Choice[] {
  const { messages } = turn.deps.prompts
  const id = String(idAtendimento)
  return [
    [{ text: `${messages.button('acrescentar')} ${protocolo}` }, `ch:mais:${id}`],
    [{ text: `${messages.button('fechar')} ${protocolo}` }, `ch:fechar:${id}`],
  ]
}

function chamadoRow(turn: Turn, { reference, protocolo }: Ticket): Choice[] {
  const acrescentar = turn.deps.prompts.messages.button('acrescentar')
  return [[{ text: `${acrescentar} ${protocolo ?? ''}` }, `ch:tk:${reference}`]]
}

function closedRow(turn: Turn, { idAtendimento, protocolo }: Atendimento): Choice[] {
  return [[{ text: `${turn.deps.prompts.messages.button('nao_resolveu')} ${protocolo}` }, `ch:nao:${String(idAtendimento)}`]]
}

function closedChamadoRow(turn: Turn, { reference, protocolo }: Ticket): Choice[] {
  return [[{ text: `${turn.deps.prompts.messages.button('nao_resolveu')} ${protocolo ?? ''}` }, `nw:nao:${reference}`]]
}

const LAST_ROW: Choice[] = [
  ['suporte', 'menu:suporte'],
  ['menu', 'menu:menu'],
]
