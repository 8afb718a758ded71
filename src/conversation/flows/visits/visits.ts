import { z } from 'zod'

import { awaitsSchedule, type Horario, type OrdemServico } from '../../../domain/ordem-servico.js'
import type { EffectSettled } from '../../../domain/event.js'
import { ensureLevel, ensureServico } from '../../access.js'
import { dateTime, slotLabel } from '../../format.js'
import type { Acao } from '../../session.js'
import { addWords, newDraft, noteFinding } from '../../tickets.js'
import type { Choice, Turn } from '../../turn.js'
import { offerAction } from '../self-service/actions.js'
import { scheduleOf } from '../problem/diagnosis-reads.js'
import { readFree, readVisit, showVisit } from './visit-slots.js'

const HOUR_MS = 3_600_000

/** A press on a visit, or on what is below it; every number is held against what is read now. */
export async function onVisit(turn: Turn, what: string, id: number, inicio: number): Promise<void> {
  if (!(await ensureLevel(turn, 2, 'chamados')) || !(await ensureServico(turn, 'chamados'))) return
  const { servico } = turn.session
  if (!servico) return
  const ordem = await readVisit(turn, servico.idClienteServico, id)
  if (!ordem) return
  if (what === 'vt') askChange(turn, ordem)
  else if (what === 'vh') await offerSlot(turn, servico, ordem, inicio)
  else await showVisit(turn, ordem)
}

/** The card of a time that is still free. */
async function offerSlot(
  turn: Turn,
  { codigoCliente, idClienteServico, rotulo }: { codigoCliente: number; idClienteServico: number; rotulo: string },
  ordem: OrdemServico,
  inicio: number,
): Promise<void> {
  const free = await readFree(turn, ordem)
  const slot = free.kind === 'read' ? free.livres.find((livre) => livre.inicio === inicio) : undefined
  if (free.kind !== 'read' || !slot) {
    if (free.kind === 'read') turn.say('visita_horario_ocupado', {})
    await showVisit(turn, ordem)
    return
  }
  const { numero, idOrdemServico, idAtendimento } = ordem
  const fim = endOf(slot, ordem)
  offerAction(
    turn,
    {
      tipo: 'agendamento',
      codigoCliente,
      idClienteServico,
      rotulo,
      idOrdemServico,
      idAgenda: free.agenda,
      inicio,
      fim,
      protocolo: numero,
      ...(idAtendimento === undefined ? {} : { idAtendimento }),
    },
    'confirmar_visita',
    {
      servico: rotulo,
      numero,
      tipo: ordem.tipo,
      antes: awaitsSchedule(ordem) ? '' : scheduleOf(ordem),
      depois: slotLabel(inicio, fim),
    },
  )
}

/** As long as the slot says, else as the visit was planned. */
function endOf({ inicio, fim }: Horario, { inicioProgramado, terminoProgramado }: OrdemServico): number {
  if (fim !== undefined) return fim
  const planned = (terminoProgramado ?? 0) - (inicioProgramado ?? 0)
  const plausible = inicioProgramado !== undefined && planned > 0 && planned <= 12 * HOUR_MS
  return inicio + (plausible ? planned : HOUR_MS)
}

/** A wish that no agenda answers goes to people, as a ticket. */
function askChange(turn: Turn, { numero, tipo }: OrdemServico): void {
  const { session } = turn
  const words = 'Quero marcar ou mudar o horário da visita.'
  session.draft ??= newDraft([], [], 'outro')
  addWords(session.draft.words, words)
  // The draft outlives the link, what the record says of the visit does not.
  noteFinding(session.draft, `visita ${numero}${tipo === '' ? '' : ` (${tipo})`}`)
  delete session.activeTicket
  turn.goTo('triage')
}

/** What stands, as it was read after the visit was moved. */
export function tellVisit(turn: Turn, acao: Acao, { result }: EffectSettled): void {
  const { inicio: stands, status = '' } = asRead.parse(result ?? {})
  const ticket = turn.session.tickets.find(({ system, id }) => system === 'hubsoft' && id === String(acao.idAtendimento))
  // Told here: it is no news any more.
  if (ticket && stands !== undefined) ticket.visita = stands
  turn.say(
    'visita_marcada',
    {
      servico: acao.rotulo,
      numero: acao.protocolo ?? '',
      quando: stands === undefined ? '' : dateTime(stands),
      pedido: slotLabel(acao.inicio ?? 0, acao.fim),
      igual: stands === acao.inicio,
      status: status.replaceAll('_', ' '),
    },
    [
      [
        ['atendimentos', 'menu:chamados'],
        ['atendente', 'menu:atendente'],
      ],
    ],
  )
}

const asRead = z.object({ inicio: z.number().optional(), status: z.string().optional() })

/** Nothing was changed: taken meanwhile, or a tenant that lets nobody do it from here. */
export function tellVisitRefused(turn: Turn, { idOrdemServico = 0 }: Acao, { reason }: EffectSettled): void {
  const id = String(idOrdemServico)
  const again: Choice[][] = [[['ver_horarios', `vs:${id}`]]]
  const people: Choice[][] = [[['pedir_mudanca', `vt:${id}`]], [['atendente', 'menu:atendente']]]
  if (reason === 'encerrada') turn.say('visita_sumiu', {}, [[['atendimentos', 'menu:chamados'], ['atendente', 'menu:atendente']]])
  else if (reason === 'forbidden' || reason === 'not-found') turn.say('visita_recusada', {}, people)
  else turn.say('visita_horario_ocupado', {}, [...again, ...people])
}
