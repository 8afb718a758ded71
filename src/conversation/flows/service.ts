import type { Cliente } from '../../domain/cliente.js'
import { normalizeWords } from '../../lib/plain-text.js'
import { chooseServico, ensureLevel, labelOf, readRecords, services, take, type Owned } from '../access.js'
import { isSmallTalk } from '../inputs.js'
import { addWords } from '../tickets.js'
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
  if (!(await ensureLevel(turn, 2, session.resume ?? 'menu'))) return
  // A second tap.
  if (session.flow.name !== 'servico' && session.servico?.idClienteServico === idClienteServico) return
  await pick(turn, (owned) => owned.filter(({ servico }) => servico.idClienteServico === idClienteServico))
}

/** Typed text at the question: the service by its ordinal, plan or street; other words are kept as the problem. */
export async function onServicoText(turn: Turn, text: string): Promise<void> {
  const { session } = turn
  if (!(await ensureLevel(turn, 2, session.resume ?? 'menu'))) {
    if (!isSmallTalk(text)) addWords(session.intent, text)
    return
  }
  const said = normalizeWords(text)
  await pick(turn, (owned) => {
    const named = /^\d{1,2}$/u.test(said) ? owned.slice(Number(said) - 1, Number(said)) : owned.filter(isNamed(said))
    if (named.length !== 1 && !isSmallTalk(text)) addWords(session.intent, text)
    return named
  })
}

const isNamed = (said: string) => ({ servico }: Owned): boolean =>
  said.length > 2 && ` ${normalizeWords(labelOf(servico))} `.includes(` ${said} `)

async function pick(turn: Turn, find: (owned: readonly Owned[]) => readonly Owned[]): Promise<void> {
  const { session } = turn
  const clientes = await readRecords(turn)
  if (clientes === 'unavailable') {
    turn.say('sistema_indisponivel', {}, [[['atendente', 'menu:atendente']]])
    return
  }
  const [chosen, ...others] = find(services(clientes))
  if (!chosen || others.length > 0) {
    if (chooseServico(turn, clientes, session.resume ?? 'menu')) turn.goTo('resume')
    return
  }
  take(turn, chosen)
  turn.say('servico_escolhido', { servico: labelOf(chosen.servico) })
  turn.goTo('resume')
}

function tellAlertas(turn: Turn, clientes: readonly Cliente[]): void {
  const { mostrar } = turn.deps.prompts.routing.alertas
  const told = turn.alertasTold
  for (const texto of clientes.flatMap(({ alertas }) => alertas)) {
    if (told.has(texto) || !mostrar.some(({ padrao }) => padrao.test(texto))) continue
    told.add(texto)
    turn.say('alerta', { texto })
  }
}
