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

/** Another of the customer's services is meant: what is under way goes on with that one, and is looked into anew. */
export async function changeServico(turn: Turn, text = ''): Promise<void> {
  const { session } = turn
  const next = session.draft ? 'ticket' : 'menu'
  if (!(await ensureLevel(turn, 2, next))) return
  const clientes = await readRecords(turn)
  if (clientes === 'unavailable') {
    turn.say('sistema_indisponivel', {}, [[['atendente', 'menu:atendente']]])
    return
  }
  delete session.servico
  if (session.draft) delete session.draft.diagnostico
  const [named, ...others] = byName(services(clientes), normalizeWords(text))
  if (named && others.length === 0) {
    session.resume = next
    chosenIs(turn, named)
  } else if (chooseServico(turn, clientes, next)) turn.goTo('menu')
}

/** "E na outra casa?", of who has more than one service. */
export function meansAnother({ session }: Turn, text: string): boolean {
  return session.varios && session.identity.level === 2 && text.length <= SHORT && ANOTHER.test(normalizeWords(text))
}

const SHORT = 80
const ANOTHER =
  /\b(?:(?:na|n?o|da|do|pra|para) outr[oa] (?:casa|endereco|contrato|servico|plano|linha|apartamento|apto|loja|rua)|(?:trocar|mudar) de (?:servico|contrato))\b|^(?:na verdade|errei|nao|mas) .{0,12}\b(?:e|era) (?:[nd]?[oa]) (?:d[oae]s? )?\w+$/u

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
    const place = /^\d{1,2}$/u.test(said) ? Number(said) : placeOf(said)
    const named = place === undefined ? byName(owned, said) : owned.slice(place - 1, place)
    if (named.length !== 1 && place === undefined && !isSmallTalk(text)) addWords(session.intent, text)
    return named
  })
}

/** "A primeira", "o de baixo". */
function placeOf(said: string): number | undefined {
  const at = PLACES.findIndex((words) => words.test(said))
  return at < 0 ? undefined : at + 1
}

const PLACES = [/^(?:(?:n?[oa]|d[oa]) )?(?:primeir[oa]|(?:de )?cima)$/u, /^(?:(?:n?[oa]|d[oa]) )?segund[oa]$/u, /^(?:(?:n?[oa]|d[oa]) )?terceir[oa]$/u]

/** By all that was said, or by words that stand in the label of one alone: "a da rua dos ipês". */
function byName(owned: readonly Owned[], said: string): readonly Owned[] {
  const whole = owned.filter(isNamed(said))
  if (whole.length === 1 || said.length > SHORT) return whole
  const words = said.split(' ').filter((word) => word.length > 2)
  const others = (one: Owned, word: string): boolean => owned.every((other) => other === one || !isNamed(word)(other))
  return owned.filter((one) => words.some((word) => isNamed(word)(one) && others(one, word)))
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
  chosenIs(turn, chosen)
}

function chosenIs(turn: Turn, chosen: Owned): void {
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
