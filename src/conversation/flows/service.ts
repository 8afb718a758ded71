import type { Cliente } from '../../domain/cliente.js'
import { chooseServico, labelOf, readRecords, services, take } from '../access.js'
import type { Turn } from '../turn.js'

/** After level 2 was proved: the alerts first, then the service, then what the customer came for. */
export function afterIdentified(turn: Turn): void {
  const clientes = turn.records ?? []
  tellAlertas(turn, clientes)
  const next = turn.session.resume ?? (turn.session.intent.length > 0 ? 'problem' : 'menu')
  if (chooseServico(turn, clientes, next)) turn.goTo('resume')
}

/** A press on a service's button. */
export async function onServico(turn: Turn, idClienteServico: number): Promise<void> {
  const { session } = turn
  if (session.identity.level !== 2) {
    turn.goTo('identify')
    return
  }
  const clientes = await readRecords(turn)
  if (clientes === 'unavailable') {
    turn.say('sistema_indisponivel', {}, [[['atendente', 'menu:atendente']]])
    return
  }
  const chosen = services(clientes).find(({ servico }) => servico.idClienteServico === idClienteServico)
  if (!chosen) {
    chooseServico(turn, clientes, session.resume ?? 'menu')
    return
  }
  take(turn, chosen)
  turn.say('servico_escolhido', { servico: labelOf(chosen.servico) })
  turn.goTo('resume')
}

function tellAlertas(turn: Turn, clientes: readonly Cliente[]): void {
  const { mostrar } = turn.deps.prompts.routing.alertas
  const told = new Set<string>()
  for (const texto of clientes.flatMap(({ alertas }) => alertas)) {
    if (told.has(texto) || !mostrar.some(({ padrao }) => padrao.test(texto))) continue
    told.add(texto)
    turn.say('alerta', { texto })
  }
}
