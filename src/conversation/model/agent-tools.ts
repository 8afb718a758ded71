/**
 * What the model may read: this session's own customer, through the ports of the flows and with their levels. Each is
 * one call at most and once a turn; what a tool said is noted, for the check of what the model makes of it.
 */
import { findOutage } from '../../domain/alerta.js'
import { toAppError } from '../../domain/errors.js'
import { awaitsSchedule, type OrdemServico } from '../../domain/ordem-servico.js'
import { formatCep, parseCep } from '../../domain/prospecto.js'
import { shorten } from '../../lib/plain-text.js'
import { checkLink, chooseOnly } from '../access.js'
import type { AgentRead, AgentTools } from '../agent.js'
import { attempt, readServico } from '../current-servico.js'
import { describeConnection, scheduleOf } from '../flows/problem/diagnosis-reads.js'
import { describeClosed, describeOpen } from '../flows/tickets/chamados-text.js'
import { askKnowledge } from '../flows/problem/knowledge.js'
import { takeOne } from '../flows/plans/plans-kept.js'
import { listPlans } from '../flows/plans/plans-questions.js'
import { day, money } from '../format.js'
import type { Session } from '../session.js'
import type { Turn } from '../turn.js'

const LENGTH = 3_000
const LISTED = 6
const PLANS = 15

/** What was read in one request; closed when the model's time is over. */
export interface ReadNotes {
  /** Texts of tools that answered. */
  lido: string[]
  /** What the knowledge base said; empty where it was not asked or has nothing. */
  base: string
  closed: boolean
}

type Servico = NonNullable<Session['servico']>

/** The tools of one request; `words` are the customer's own. */
export function createAgentTools(turn: Turn, words: string): { tools: AgentTools; notes: ReadNotes } {
  const { deps, session } = turn
  const notes: ReadNotes = { lido: [], base: '', closed: false }
  const memo = new Map<string, Promise<AgentRead>>()
  const once = (name: string, reading: () => Promise<AgentRead>): Promise<AgentRead> => {
    const known = memo.get(name) ?? guarded(turn, notes, reading)
    memo.set(name, known)
    return known
  }
  const ofServico = (name: string, reading: (servico: Servico) => Promise<string | undefined>): Promise<AgentRead> =>
    once(name, async () => {
      await checkLink(turn)
      if (session.identity.level < 2) return IDENTIFY
      const servico = session.servico ?? (await chooseOnly(turn))
      if (servico === 'unavailable') return UNAVAILABLE
      if (!servico) return IDENTIFY
      const texto = await reading(servico)
      return texto === undefined ? UNAVAILABLE : { kind: 'read', texto }
    })
  const tools: AgentTools = {
    perguntarBase: (pergunta) =>
      once('base', async () => {
        await checkLink(turn)
        if (session.identity.level === 0 && !deps.prompts.routing.baseConhecimento.nivelZero) return IDENTIFY
        notes.base = await askKnowledge(turn, [pergunta])
        turn.knowledge = notes.base
        return { kind: 'read', texto: notes.base }
      }),
    situacaoServico: () => ofServico('servico', (servico) => readState(turn, servico)),
    faturas: () => ofServico('faturas', (servico) => readFaturas(turn, servico)),
    chamados: () => ofServico('chamados', (servico) => readChamados(turn, servico)),
    visitas: () => ofServico('visitas', (servico) => readVisits(turn, servico)),
    planos: (cep) => once('planos', () => readPlans(turn, cep, words)),
  }
  return { tools, notes }
}

const IDENTIFY: AgentRead = { kind: 'identificar' }
const UNAVAILABLE: AgentRead = { kind: 'unavailable' }

async function guarded(turn: Turn, notes: ReadNotes, reading: () => Promise<AgentRead>): Promise<AgentRead> {
  if (notes.closed) return UNAVAILABLE
  try {
    const read = await reading()
    if (read.kind !== 'read') return read
    const texto = shorten(read.texto, LENGTH)
    if (texto !== '') notes.lido.push(texto)
    return { kind: 'read', texto }
  } catch (error) {
    turn.deps.logger.warn('model.tool-failed', { chat: turn.chatId, error: toAppError(error) })
    return UNAVAILABLE
  }
}

async function readState(turn: Turn, servico: Servico): Promise<string | undefined> {
  const owned = await readServico(turn, servico)
  if (typeof owned === 'string') return undefined
  const falha = findOutage(owned.cliente.alertas, turn.deps.prompts.routing.alertas)
  return [
    `Serviço: ${servico.rotulo}`,
    `Situação do serviço: ${owned.servico.status}`,
    `Conexão: ${describeConnection(owned.servico)}`,
    ...(falha === undefined ? [] : [`Falha conhecida na região: ${falha}`]),
  ].join('\n')
}

async function readFaturas(turn: Turn, { idClienteServico }: Servico): Promise<string | undefined> {
  const read = await attempt(turn, 'faturas', () => turn.deps.faturas.listPending(idClienteServico))
  if (read.kind === 'failed') return undefined
  if (read.value.length === 0) return 'Nenhuma fatura em aberto.'
  const lines = read.value
    .slice(0, LISTED)
    .map(({ vencimento, amountCents, situacao }) => `• fatura com vencimento ${day(vencimento)} – ${money(amountCents)} – ${situacao}`)
  return [`Faturas em aberto: ${String(read.value.length)}`, ...lines].join('\n')
}

async function readChamados(turn: Turn, { idClienteServico }: Servico): Promise<string | undefined> {
  const read = await attempt(turn, 'chamados', () => turn.deps.atendimentos.listRecent(idClienteServico))
  if (read.kind === 'failed') return undefined
  const abertos = read.value.filter(({ aberto }) => aberto)
  const fechados = read.value.filter(({ aberto }) => !aberto)
  if (read.value.length === 0) return 'Nenhum atendimento.'
  return [
    `Atendimentos abertos: ${String(abertos.length)}`,
    ...abertos.slice(0, LISTED).map((aberto) => describeOpen(turn, aberto)),
    ...(fechados.length === 0 ? [] : ['Atendimentos encerrados:']),
    ...fechados.slice(0, 2).map((fechado) => describeClosed(turn, fechado)),
  ].join('\n')
}

async function readVisits(turn: Turn, { idClienteServico }: Servico): Promise<string | undefined> {
  const read = await attempt(turn, 'ordens', () => turn.deps.ordens.listByServico(idClienteServico))
  if (read.kind === 'failed') return undefined
  if (read.value.length === 0) return 'Nenhuma visita.'
  return [`Visitas: ${String(read.value.length)}`, ...read.value.slice(0, LISTED).map(describeVisit)].join('\n')
}

function describeVisit(ordem: OrdemServico): string {
  const when = awaitsSchedule(ordem) ? '' : scheduleOf(ordem)
  return `• visita ${ordem.numero} – ${ordem.tipo} – ${ordem.status.replaceAll('_', ' ')}${when === '' ? '' : ` – ${when}`}`
}

/** A CEP that the customer wrote, not one that the model thought of. */
async function readPlans(turn: Turn, given: string, words: string): Promise<AgentRead> {
  const cep = parseCep(given)
  if (cep === undefined || parseCep(words) !== cep || !takeOne(turn.session, 'ceps', turn.now)) return UNAVAILABLE
  const read = await attempt(turn, 'planos', () => turn.deps.planos.listByCep(cep))
  if (read.kind === 'failed') return UNAVAILABLE
  const { value } = read
  if (value.kind === 'cepDesconhecido') return { kind: 'read', texto: `Sem planos conhecidos para o CEP ${formatCep(cep)}.` }
  const planos = value.planos.toSorted((a, b) => a.amountCents - b.amountCents).slice(0, PLANS)
  return { kind: 'read', texto: `Planos para o CEP ${formatCep(cep)}: ${String(planos.length)}\n${listPlans(planos)}` }
}
