import type { EffectSettled } from '../domain/event.js'
import { onActionSettled } from './flows/self-service/action-outcomes.js'
import * as handover from './flows/people/handover.js'
import { onPlansSettled } from './flows/plans/plans.js'
import * as ticket from './flows/tickets/ticket.js'
import type { Turn } from './turn.js'

/** What came of an effect, for the flow that decided it. */
export function onSettled(turn: Turn, input: EffectSettled): void {
  if (input.effectId.startsWith('ac:')) onActionSettled(turn, input)
  else if (input.effectKind === 'hubsoft.prospecto') onPlansSettled(turn, input)
  else if ((input.effectKind.startsWith('tempbox.') || input.effectKind === 'telegram.arquivo')) handover.onHandoverSettled(turn, input)
  else ticket.onTicketSettled(turn, input)
}
