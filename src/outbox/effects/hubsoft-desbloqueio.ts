import { z } from 'zod'

import { AppError } from '../../domain/errors.js'
import type { Handler } from '../handler.js'
import type { HubsoftDesk, Situacao } from '../ports.js'

/**
 * Unlocks a suspended service in confidence. Done, it shows as one more desbloqueio, or as a service that is suspended
 * no longer; how many there were before is noted with the call.
 */
export function createHubsoftDesbloqueio(deps: { hubsoft: HubsoftDesk }): Handler<'hubsoft.desbloqueio'> {
  const { hubsoft } = deps
  return {
    perform: async ({ payload }, context) => {
      const { codigoCliente, idClienteServico, dias } = payload
      const before = await hubsoft.findSituacao(codigoCliente, idClienteServico)
      if (!before) return { kind: 'rejected', reason: 'sem-servico' }
      if (!isSuspended(before)) return { kind: 'rejected', reason: 'nao-suspenso' }
      await context.sent(JSON.stringify({ desbloqueios: before.desbloqueios }))
      return { kind: 'done', result: await hubsoft.desbloquearConfianca(idClienteServico, dias) }
    },
    reconcile: async ({ payload }, note) => {
      const now = await hubsoft.findSituacao(payload.codigoCliente, payload.idClienteServico)
      if (!now) throw new AppError('not-found', 'the service is not listed', { retry: 'safe' })
      const done = !isSuspended(now) || now.desbloqueios > readNote(note)
      return done ? { kind: 'found', result: {} } : { kind: 'absent' }
    },
  }
}

/** Only debts are unlocked: a service suspended at the customer's own wish is not. */
function isSuspended({ statusPrefixo }: Situacao): boolean {
  return statusPrefixo === 'suspenso_debito' || statusPrefixo === 'suspenso_parcialmente'
}

function readNote(note: string | undefined): number {
  return noted.parse(JSON.parse(note ?? '{}')).desbloqueios
}

/** A note that is missing proves nothing by its count: then the status alone decides. */
const noted = z.object({ desbloqueios: z.number().default(Infinity) })
