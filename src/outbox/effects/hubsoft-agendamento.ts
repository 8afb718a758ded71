import type { EffectPayloads, EffectResults } from '../../domain/effect.js'
import { AppError } from '../../domain/errors.js'
import { awaitsSchedule, type OrdemServico } from '../../domain/ordem-servico.js'
import type { Handler } from '../handler.js'
import type { HubsoftDesk } from '../ports.js'

type Wanted = EffectPayloads['hubsoft.agendamento']

/**
 * Gives a visit another time. `reagendar` takes one; `agendar` confirms what stands in an ordem that awaits its
 * schedule. So the time first, and the confirmation only where the ordem still waits: what fails on the way leaves no
 * visit at a time that nobody chose. Versions that move only what is confirmed get it the other way round.
 */
export function createHubsoftAgendamento(deps: { hubsoft: HubsoftDesk }): Handler<'hubsoft.agendamento'> {
  const { hubsoft } = deps
  const find = async ({ idClienteServico, idOrdemServico }: Wanted): Promise<OrdemServico | undefined> => {
    const ordens = await hubsoft.listByServico(idClienteServico)
    return ordens.find((ordem) => ordem.idOrdemServico === idOrdemServico)
  }
  const isFree = async ({ idAgenda, inicio }: Wanted): Promise<boolean> => {
    const horarios = await hubsoft.listHorarios(idAgenda, inicio, 1)
    return horarios.some((horario) => horario.inicio === inicio)
  }
  const write = async (ordem: OrdemServico, wanted: Wanted): Promise<void> => {
    const { inicio } = wanted
    const awaiting = awaitsSchedule(ordem)
    if (ordem.inicioProgramado !== inicio && !(await isRefused(hubsoft.reagendarVisita(wanted), awaiting))) {
      const after = await orUnread(() => find(wanted))
      if (after && awaitsSchedule(after)) await isRefused(hubsoft.agendarVisita(wanted), true)
      return
    }
    await hubsoft.agendarVisita(wanted)
    const after = await orUnread(() => find(wanted))
    // Refused even now: what stands is read, and told as it is.
    if (after && after.inicioProgramado !== inicio) await isRefused(hubsoft.reagendarVisita(wanted), true)
  }
  return {
    perform: async ({ payload }, context) => {
      const ordem = await find(payload)
      if (!ordem?.aberta) return { kind: 'rejected', reason: 'encerrada' }
      if (stands(ordem, payload)) return { kind: 'done', result: resultOf(ordem) }
      if (ordem.inicioProgramado !== payload.inicio && !(await isFree(payload))) {
        return { kind: 'rejected', reason: 'ocupado' }
      }
      await context.sent()
      await write(ordem, payload)
      const after = await orUnread(() => find(payload))
      return { kind: 'done', result: after ? resultOf(after) : {} }
    },
    reconcile: async ({ payload }) => {
      const ordem = await find(payload)
      if (!ordem) throw new AppError('not-found', 'the ordem is not listed', { retry: 'safe' })
      return stands(ordem, payload) ? { kind: 'found', result: resultOf(ordem) } : { kind: 'absent' }
    },
  }
}

const stands = (ordem: OrdemServico, { inicio }: Wanted): boolean =>
  ordem.inicioProgramado === inicio && !awaitsSchedule(ordem)

/** Whether a call was refused for what it asks, where that may be (`allowed`); any other failure is the effect's. */
async function isRefused(call: Promise<void>, allowed: boolean): Promise<boolean> {
  try {
    await call
    return false
  } catch (error) {
    const refused = error instanceof AppError && (error.code === 'refused' || error.code === 'bad-input')
    if (allowed && refused) return true
    throw error
  }
}

/** A reading that fails says nothing against what was done. */
async function orUnread<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

function resultOf({ inicioProgramado, status }: OrdemServico): EffectResults['hubsoft.agendamento'] {
  return { status, ...(inicioProgramado === undefined ? {} : { inicio: inicioProgramado }) }
}
