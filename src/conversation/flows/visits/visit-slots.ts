import { awaitsSchedule, type Horario, type OrdemServico } from '../../../domain/ordem-servico.js'
import { shorten } from '../../../lib/plain-text.js'
import { attempt } from '../../current-servico.js'
import { slotLabel } from '../../format.js'
import type { Acao } from '../../session.js'
import type { Choice, Turn } from '../../turn.js'
import { scheduleOf } from '../problem/diagnosis-reads.js'

/** Below a list. */
const OFFERED = 3
const SLOTS = 12
const SLOTS_A_DAY = 4
/** Nobody is there sooner than this. */
const NOTICE_MS = 60 * 60_000

/** A row for each visit that is still to come, to see and move it; below a list or the cause that was found. */
export function visitRows(turn: Turn, ordens: readonly OrdemServico[]): Choice[][] {
  const label = turn.deps.prompts.messages.button('ver_visita')
  return ordens
    .filter(({ aberta }) => aberta)
    .slice(0, OFFERED)
    .map(({ numero, idOrdemServico: id }): Choice[] => [[{ text: `${label} ${shorten(numero, 20)}` }, `vs:${String(id)}`]])
}

/** The open visit of the chosen service, read now; says so where it is not (any more) there. */
export async function readVisit(turn: Turn, idClienteServico: number, id: number): Promise<OrdemServico | undefined> {
  const read = await attempt(turn, 'ordens', () => turn.deps.ordens.listByServico(idClienteServico))
  if (read.kind === 'failed') {
    turn.say('sistema_indisponivel', {}, LAST_ROWS)
    return undefined
  }
  const ordem = read.value.find(({ aberta, idOrdemServico }) => aberta && idOrdemServico === id)
  if (!ordem) turn.say('visita_sumiu', {}, LAST_ROWS)
  return ordem
}

/** The free times of the agenda that the visit is planned in; none is known without an agenda. */
export async function readFree(
  turn: Turn,
  { idAgenda }: OrdemServico,
): Promise<{ kind: 'read'; agenda: number; livres: readonly Horario[] } | { kind: 'sem_agenda' | 'indisponivel' }> {
  const { visitas } = turn.deps.prompts.routing
  const agenda = idAgenda ?? visitas.agenda
  if (agenda === undefined) return { kind: 'sem_agenda' }
  const read = await attempt(turn, 'agenda', () => turn.deps.agenda.listHorarios(agenda, turn.now, visitas.dias))
  if (read.kind === 'failed') return { kind: 'indisponivel' }
  const livres = read.value.filter(({ inicio }) => inicio >= turn.now + NOTICE_MS)
  return { kind: 'read', agenda, livres }
}

/** Date and status of a visit, with the free times below; without any, the way on. */
export async function showVisit(turn: Turn, ordem: OrdemServico): Promise<void> {
  const free = await readFree(turn, ordem)
  const livres = free.kind === 'read' ? someOfEachDay(free.livres) : []
  const id = String(ordem.idOrdemServico)
  const choices = livres.map(({ inicio, fim }): Choice => [{ text: slotLabel(inicio, fim) }, `vh:${id}:${String(inicio)}`])
  turn.say(
    'visita',
    {
      servico: turn.session.servico?.rotulo ?? '',
      tipo: ordem.tipo,
      numero: ordem.numero,
      status: ordem.status.replaceAll('_', ' '),
      quando: awaitsSchedule(ordem) ? '' : scheduleOf(ordem),
      horarios: free.kind === 'read' ? (livres.length > 0 ? 'livres' : 'nenhum') : free.kind,
    },
    [...inPairs(choices), [['pedir_mudanca', `vt:${id}`]], ...LAST_ROWS],
  )
}

/** Whether the time of a card is still free; if not, says so and shows those that are. */
export async function mayMove(turn: Turn, { idClienteServico, idOrdemServico = 0, inicio }: Acao): Promise<boolean> {
  const ordem = await readVisit(turn, idClienteServico, idOrdemServico)
  if (!ordem) return false
  const free = await readFree(turn, ordem)
  if (free.kind === 'read' && free.livres.some((livre) => livre.inicio === inicio)) return true
  if (free.kind === 'read') turn.say('visita_horario_ocupado', {})
  await showVisit(turn, ordem)
  return false
}

/** The soonest, but not all of one day. */
function someOfEachDay(livres: readonly Horario[]): Horario[] {
  const days = new Map<string, number>()
  return livres
    .filter(({ inicio }) => {
      const day = slotLabel(inicio, undefined).slice(0, 9)
      const taken = days.get(day) ?? 0
      days.set(day, taken + 1)
      return taken < SLOTS_A_DAY
    })
    .slice(0, SLOTS)
}

const inPairs = (choices: readonly Choice[]): Choice[][] =>
  choices.flatMap((_, index) => (index % 2 === 0 ? [choices.slice(index, index + 2)] : []))

const LAST_ROWS: Choice[][] = [
  [
    ['atendente', 'menu:atendente'],
    ['menu', 'menu:menu'],
  ],
]
