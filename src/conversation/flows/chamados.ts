import type { Atendimento } from '../../domain/atendimento.js'
import { publicPart } from '../../domain/mensagens-publicas.js'
import type { OrdemServico } from '../../domain/ordem-servico.js'
import { shorten } from '../../lib/plain-text.js'
import { ensureLevel, ensureServico } from '../access.js'
import { attempt } from '../current-servico.js'
import { dateOf } from '../format.js'
import type { Ticket } from '../session.js'
import type { Choice, Turn } from '../turn.js'
import { scheduleOf } from './diagnosis-reads.js'

const LISTED = 10
/** With buttons below. */
const OFFERED = 4
const VISITS = 5

/** `/chamados`: open atendimentos of the chosen service, what was opened here before, and visits. */
export async function showChamados(turn: Turn): Promise<void> {
  const { session, deps } = turn
  if (!(await ensureLevel(turn, 2, 'chamados')) || !(await ensureServico(turn, 'chamados'))) return
  const { servico } = session
  if (!servico) return
  const id = servico.idClienteServico
  const [read, visits] = await Promise.all([
    attempt(turn, 'chamados', () => deps.atendimentos.listOpen(id)),
    attempt(turn, 'ordens', () => deps.ordens.listByServico(id)),
  ])
  if (read.kind === 'failed') {
    turn.say('sistema_indisponivel', {}, [LAST_ROW])
    return
  }
  const abertos = read.value
  const here = session.tickets.filter(({ idClienteServico }) => idClienteServico === id)
  const milvus = here.filter(({ system, state }) => system === 'milvus' && state === 'open')
  const recentes = here.filter((ticket) => {
    if (ticket.state === 'closed') return true
    return ticket.state === 'open' && ticket.system === 'hubsoft' && !isAmong(abertos, ticket)
  })
  const lista = [...abertos.slice(0, LISTED).map((aberto) => describe(turn, aberto)), ...milvus.map(describeChamado)]
  const rows = [
    ...abertos.slice(0, OFFERED).map((aberto) => atendimentoRow(turn, aberto)),
    ...milvus.slice(-OFFERED).map((ticket) => chamadoRow(turn, ticket)),
    LAST_ROW,
  ]
  const vars = {
    servico: servico.rotulo,
    lista: lista.join('\n'),
    recentes: recentes.map(describeChamado).join('\n'),
    visitas: visits.kind === 'read' ? visits.value.slice(0, VISITS).map(describeVisit).join('\n') : '',
  }
  const nothing = lista.length === 0 && vars.recentes === '' && vars.visitas === ''
  if (nothing) turn.say('chamados_vazio', { servico: servico.rotulo }, [LAST_ROW])
  else turn.say('chamados', vars, rows)
}

function describe(turn: Turn, aberto: Atendimento): string {
  const { protocolo, status, tipo, cadastradoEm } = aberto
  const desde = cadastradoEm === undefined ? '' : ` – desde ${dateOf(cadastradoEm)}`
  const words = lastWords(turn, aberto)
  return `• ${protocolo} – ${tipo ?? 'Atendimento'} – ${status}${desde}${words === undefined ? '' : `\n   “${shorten(words, 200)}”`}`
}

/** The staff's last words that the operator calls public. */
function lastWords(turn: Turn, { mensagens }: Atendimento): string | undefined {
  const { mensagensPublicas } = turn.deps.prompts.routing
  return [...mensagens]
    .sort((a, b) => a.id - b.id)
    .map(({ texto }) => publicPart(texto, mensagensPublicas))
    .findLast((texto) => texto !== undefined)
}

const describeChamado = ({ protocolo, assunto }: Ticket): string => `• ${protocolo ?? ''} – ${shorten(assunto, 80)}`

function describeVisit(ordem: OrdemServico): string {
  const when = scheduleOf(ordem)
  return `• ${ordem.tipo} – ${ordem.status.replaceAll('_', ' ')}${when === '' ? '' : ` – ${when}`}`
}

const isAmong = (abertos: readonly Atendimento[], { id }: Ticket): boolean =>
  abertos.some(({ idAtendimento }) => String(idAtendimento) === id)

function atendimentoRow(turn: Turn, { idAtendimento, protocolo }: Atendimento): Choice[] {
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

const LAST_ROW: Choice[] = [
  ['suporte', 'menu:suporte'],
  ['menu', 'menu:menu'],
]
