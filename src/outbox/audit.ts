import type { LeasedEffect } from '../domain/effect.js'
import type { AuditRecord } from '../domain/record.js'

/** The record that something was changed in another system, or tried in vain; absent of what changes none. */
export function auditOf(effect: LeasedEffect, outcome: AuditRecord['outcome'], now: number): AuditRecord | undefined {
  const { id, kind, origin } = effect
  if (!origin) return undefined
  const { level, idClienteServico } = origin
  return { at: now, kind, effectId: id, outcome, level, ...(idClienteServico === undefined ? {} : { idClienteServico }) }
}
