/**
 * Plans for those who are no customers yet, and their interest in one. What they tell is asked for only because HubSoft
 * requires it, stands in the question alone (session/flow.ts), for a quarter of an hour at most, and leaves on their own
 * *Confirmar*. What HubSoft says to it reaches nobody: a refusal names another person.
 */
import { findDocumento } from '../../../domain/documento.js'
import type { EffectSettled, Input } from '../../../domain/event.js'
import { formatCep, parseCep, parseEndereco } from '../../../domain/prospecto.js'
import { contactToE164Br, toNacional } from '../../../domain/telefone.js'
import { normalizeWords, shorten, spellOut } from '../../../lib/plain-text.js'
import { newReference, randomCode } from '../../../lib/ids.js'
import { attempt } from '../../current-servico.js'
import { detectCategoria } from '../../categoria.js'
import { addWords, withPeople } from '../../tickets.js'
import type { Choice, Turn } from '../../turn.js'
import { endPending } from '../identification/lookup.js'
import { forgetInterest, keepFor, takeOne, type Interesse } from './plans-kept.js'
import { askNext, cancelRow, listPlans, planRows, showCard } from './plans-questions.js'
import { succeeded } from '../tickets/ticket-additions.js'

const PLANS = 30

/** Whether somebody asks for plans, in the operator's words. */
export function asksForPlans(turn: Turn, text: string): boolean {
  const said = spellOut(text)
  return turn.deps.prompts.routing.planos.some((pattern) => pattern.test(said))
}

/** Asks for the CEP. */
export function startPlans(turn: Turn): void {
  const { session } = turn
  if (withPeople(session)) {
    turn.say('ja_com_atendente', {})
    return
  }
  if (session.pending) endPending(turn)
  delete session.resume
  const interesse: Interesse = { name: 'interesse', id: randomCode(10), campo: 'cep', planos: [] }
  session.flow = interesse
  keepFor(turn, interesse)
  turn.say('pedir_cep', {}, [cancelRow(interesse)])
}

/** A button of these questions; `id` is the interest's own. */
export function onPlansButton(turn: Turn, what: string, id: string, idServico: number): void {
  const { flow } = turn.session
  if (what === 'pn' && id === 'novo') {
    startPlans(turn)
    return
  }
  if (flow.name !== 'interesse' || flow.id !== id) {
    if (what === 'pc' && turn.session.interesse === id) turn.say('interesse_enviando', {}, MENU_ROW)
    else turn.say('cartao_velho', {}, MENU_ROW)
    return
  }
  keepFor(turn, flow)
  if (what === 'pn') choose(turn, flow, idServico)
  else if (what === 'pc') confirm(turn, flow)
  else {
    forgetInterest(turn)
    turn.say('interesse_cancelado', {}, MENU_ROW)
  }
}

/** Typed text while one of these questions stands. */
export async function onPlansText(turn: Turn, text: string): Promise<void> {
  const { flow } = turn.session
  if (flow.name !== 'interesse') return
  keepFor(turn, flow)
  const said = text.replace(/\s+/gu, ' ').trim()
  if (IS_CUSTOMER.test(spellOut(text)) && turn.session.identity.level === 0) {
    forgetInterest(turn)
    turn.goTo('identify')
    return
  }
  if (NO_ANSWER.has(flow.campo) && takesReport(turn, text)) return
  switch (flow.campo) {
    case 'cep':
      await onCep(turn, flow, said)
      return
    case 'plano':
      onPlanText(turn, flow, said)
      return
    case 'nome':
      if (isName(said)) flow.nome = said
      askNext(turn, flow, flow.nome === undefined ? 'nome_invalido' : undefined)
      return
    case 'documento': {
      const found = findDocumento(said)
      if (found.kind === 'valid') flow.documento = found.documento
      askNext(turn, flow, flow.documento === undefined ? 'documento_ilegivel' : undefined)
      return
    }
    case 'telefone':
      onPhone(turn, flow, toNacional(said))
      return
    case 'endereco':
      onAddress(turn, flow, said)
      return
    case 'bairro':
      if (/\p{L}{2}/u.test(said)) flow.bairro = shorten(said, 80)
      askNext(turn, flow, flow.bairro === undefined ? 'bairro_invalido' : undefined)
      return
    case 'cartao':
      showCard(turn, flow)
      return
    default:
      flow.campo satisfies never
  }
}

/** Who asked for plans, or was taken to, and has a contract. */
const IS_CUSTOMER = /^(?!.*\bnao\b).*\b(?:ja )?sou cliente\b/u

/** Where words are never the answer. */
const NO_ANSWER: ReadonlySet<Interesse['campo']> = new Set(['cep', 'documento', 'telefone', 'cartao'])

/** Words that tell of something are kept, and no plan stands in the way of a problem that is known by them. */
function takesReport(turn: Turn, text: string): boolean {
  if (/\d/u.test(text) || asksForPlans(turn, text)) return false
  const isProblem = detectCategoria(turn, [text]) !== undefined
  if (!isProblem && (text.match(/\p{L}{2,}/gu) ?? []).length < 4) return false
  addWords(turn.session.intent, text)
  if (!isProblem) return false
  forgetInterest(turn)
  turn.goTo('problem')
  return true
}

/** A contact while the phone is asked for; false where it is not. */
export function onPlansContact(turn: Turn, { phone }: Extract<Input, { kind: 'contact' }>): boolean {
  const { flow } = turn.session
  if (flow.name !== 'interesse' || flow.campo !== 'telefone') return false
  keepFor(turn, flow)
  onPhone(turn, flow, contactToE164Br(phone)?.slice(3))
  return true
}

/** Nobody answered: what was told goes. */
export function onPlansExpired(turn: Turn, id: string): void {
  const { flow } = turn.session
  if (flow.name !== 'interesse' || flow.id !== id) return
  forgetInterest(turn)
  turn.sayAndClear('interesse_expirou', {})
}

/** What came of it, in words that say nothing of anybody's record. */
export function onPlansSettled(turn: Turn, input: EffectSettled): void {
  if (succeeded(input)) turn.say('interesse_enviado', {}, PEOPLE_ROW)
  else turn.say(input.reason === 'nao-confirmado' ? 'interesse_nao_confirmado' : 'interesse_recusado', {}, PEOPLE_ROW)
}

async function onCep(turn: Turn, flow: Interesse, text: string): Promise<void> {
  const { session } = turn
  const cep = parseCep(text)
  if (cep === undefined) {
    turn.say('cep_invalido', {}, [...PEOPLE_ROW, cancelRow(flow)])
    return
  }
  if (!takeOne(session, 'ceps', turn.now)) {
    forgetInterest(turn)
    turn.say('planos_limite', {}, PEOPLE_ROW)
    return
  }
  const read = await attempt(turn, 'planos', () => turn.deps.planos.listByCep(cep))
  if (read.kind === 'failed') {
    turn.say('planos_indisponiveis', {}, PEOPLE_ROW)
    return
  }
  if (read.value.kind === 'cepDesconhecido') {
    turn.say('cep_desconhecido', { cep: formatCep(cep) }, [...PEOPLE_ROW, cancelRow(flow)])
    return
  }
  const planos = [...read.value.planos].sort((a, b) => a.amountCents - b.amountCents).slice(0, PLANS)
  const customer = session.identity.level > 0
  const lista = listPlans(planos)
  if (planos.length === 0 || customer) {
    forgetInterest(turn)
    turn.say('planos', { cep: formatCep(cep), lista, cliente: customer }, customer ? CUSTOMER_ROWS : PEOPLE_ROW)
    return
  }
  flow.cep = cep
  flow.planos = planos.map(({ idServico, nome, amountCents }) => ({ idServico, nome: shorten(nome, 80), amountCents }))
  flow.campo = 'plano'
  turn.say('planos', { cep: formatCep(cep), lista, cliente: false }, planRows(flow))
}

/** A plan by its place in the list or its name. */
function onPlanText(turn: Turn, flow: Interesse, text: string): void {
  const said = normalizeWords(text)
  const named = /^\d{1,2}$/u.test(said)
    ? flow.planos.slice(Number(said) - 1, Number(said))
    : flow.planos.filter(({ nome }) => said.length > 2 && ` ${normalizeWords(nome)} `.includes(` ${said} `))
  const [only, ...others] = named
  if (only && others.length === 0) choose(turn, flow, only.idServico)
  else if (!takesReport(turn, text)) turn.say('escolher_plano', {}, planRows(flow))
}

function choose(turn: Turn, flow: Interesse, idServico: number): void {
  const plano = flow.planos.find((known) => known.idServico === idServico)
  if (!plano) {
    turn.say('cartao_velho', {}, MENU_ROW)
    return
  }
  flow.plano = plano.idServico
  askNext(turn, flow)
}

function onPhone(turn: Turn, flow: Interesse, nacional: string | undefined): void {
  if (nacional !== undefined) flow.telefone = nacional
  askNext(turn, flow, flow.telefone === undefined ? 'telefone_invalido' : undefined)
}

function onAddress(turn: Turn, flow: Interesse, text: string): void {
  const found = parseEndereco(text)
  if (!found) {
    askNext(turn, flow, 'endereco_invalido')
    return
  }
  flow.endereco = shorten(found.endereco, 120)
  flow.numero = found.numero
  flow.complemento = shorten(found.complemento, 60)
  askNext(turn, flow)
}

function confirm(turn: Turn, flow: Interesse): void {
  const { session } = turn
  const { id, cep, nome, documento, telefone, endereco, numero, complemento, bairro } = flow
  const plano = flow.planos.find(({ idServico }) => idServico === flow.plano)
  if (!cep || !plano || !nome || !documento || !telefone || !endereco || numero === undefined || !bairro) {
    askNext(turn, flow)
    return
  }
  forgetInterest(turn)
  if (!takeOne(session, 'interesses', turn.now)) {
    turn.say('planos_limite', {}, PEOPLE_ROW)
    return
  }
  session.interesse = id
  const reference = newReference()
  const more = [complemento ? `Complemento: ${complemento}.` : '', numero === 0 ? 'Sem número.' : '']
  const observacao = [`[${reference}] Interesse pelo Telegram (Plantão), com consentimento de contato.`, ...more]
  turn.effect({
    id: `pr:${id}`,
    kind: 'hubsoft.prospecto',
    lane: `pr:${turn.chatId}`,
    notify: true,
    payload: {
      reference,
      cep,
      idServico: plano.idServico,
      amountCents: plano.amountCents,
      nome,
      documento,
      telefone,
      endereco,
      numero,
      bairro,
      observacao: observacao.filter((part) => part !== '').join(' '),
    },
  })
  turn.sayAndClear('interesse_enviando', {})
}

/** Two words at least, as people are called; companies may have digits. */
function isName(text: string): boolean {
  return text.length <= 120 && /\p{L}{2,}.*\s.*\p{L}/u.test(text) && findDocumento(text).kind === 'none'
}

const MENU_ROW: Choice[][] = [[['menu', 'menu:menu']]]
const PEOPLE_ROW: Choice[][] = [
  [
    ['atendente', 'menu:atendente'],
    ['menu', 'menu:menu'],
  ],
]
const CUSTOMER_ROWS: Choice[][] = [[['suporte', 'menu:suporte']], ...PEOPLE_ROW]
