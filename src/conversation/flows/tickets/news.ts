/**
 * What staff did in a ticket, told to the chat that opened it, and to no other: each thing once, while the chat is
 * still, verified, that customer's. Silent hours hold it back unless it answers what the customer has just written.
 */
import type { News, TicketNews } from '../../../domain/event.js'
import { normalizeWords } from '../../../lib/plain-text.js'
import { checkLink } from '../../access.js'
import { ownsTicket, unfollow } from '../../follow.js'
import { silenceUntil } from '../../local-time.js'
import { LIMITS, type Session, type Ticket } from '../../session.js'
import { closeTicket, withPeople } from '../../tickets.js'
import type { Choice, Turn } from '../../turn.js'
import { forgetLater } from './after-close.js'
import { tellClosed } from './news-closed.js'

const ANSWER_MS = 30 * 60_000
/** The record must have been read within so long: a number may have left it. */
const TRUSTED_MS = 24 * 3_600_000
const AGAIN_MS = 5 * 60_000

/** Something happened in a ticket. */
export async function onTicketNews(turn: Turn, { reference, news }: TicketNews): Promise<void> {
  await take(turn, reference, news)
}

/** Silence is over, or the record may be read again. */
export async function onNewsTimer(turn: Turn): Promise<void> {
  const held = turn.session.news ?? []
  delete turn.session.news
  for (const { reference, news } of held) await take(turn, reference, news)
}

async function take(turn: Turn, reference: string, news: News): Promise<void> {
  const { session } = turn
  const ticket = session.tickets.find((known) => known.reference === reference)
  if (ticket?.state !== 'open' || isKnown(turn, ticket, news)) return
  await checkLink(turn)
  if (!ownsTicket(turn, ticket)) {
    unfollow(turn, ticket)
    return
  }
  const answers = turn.now - Math.max(ticket.wordsAt ?? 0, ticket.at) < ANSWER_MS
  if (isMuted(ticket, news, answers)) {
    note(turn, ticket, news)
    return
  }
  const until = holdUntil(turn, answers)
  if (until === undefined) await tell(turn, ticket, news)
  else hold(turn, reference, news, until)
}

/** Our own words that came back, in whatever form, and what was told already. */
function isKnown(turn: Turn, ticket: Ticket, news: News): boolean {
  switch (news.what) {
    case 'message':
      return isOwnWords(turn, ticket, news.text)
    case 'status':
      return ticket.status === news.status
    case 'visit':
      return ticket.visita === news.inicio || news.inicio <= turn.now
    case 'closed':
      // By the customer's own wish, which will be told by what comes of it.
      return turn.session.acoes.some(({ tipo, idAtendimento }) => tipo === 'fechamento' && String(idAtendimento) === ticket.id)
    default:
      return news satisfies never
  }
}

/** Whether the customer sent these words to the ticket, whoever the system says they are of. */
export function isOwnWords(turn: Turn, ticket: Ticket, text: string): boolean {
  const words = bareWords(text)
  return words.length >= SHORTEST_ECHO && (ticket.sent ?? []).includes(turn.deps.tag('mensagem', words))
}

/** A customer's words as sent to a ticket, to be known again when a system shows them as somebody else's. */
export function noteSent(turn: Turn, ticket: Ticket, words: string): void {
  ticket.sent = [...(ticket.sent ?? []), turn.deps.tag('mensagem', bareWords(words))].slice(-LIMITS.sentWords)
}

/** Without what we, or a system, put in front. */
const bareWords = (text: string): string =>
  normalizeWords(text.replace(/^[^\n]{0,80}?\[?PLT-[\dA-Z]{8}(?:\/\d+)?\]?/iu, '')).replace(/^cliente /u, '')

/** "Não avisar": only words, and what answers the customer's own. */
const isMuted = (ticket: Ticket, news: News, answers: boolean): boolean =>
  ticket.muted === true && !answers && news.what !== 'message'

/** Until when nothing may be told: silence, or a record that nobody could read for long. */
export function holdUntil(turn: Turn, answers: boolean): number | undefined {
  const { identity } = turn.session
  if (identity.level === 2 && turn.now - identity.checkedAt > TRUSTED_MS) return turn.now + AGAIN_MS
  return answers ? undefined : silenceUntil(turn.deps.prompts.provider.silencio, turn.now)
}

function hold(turn: Turn, reference: string, news: News, until: number): void {
  const { session } = turn
  session.news = [...(session.news ?? []), { reference, news }].slice(-LIMITS.heldNews)
  turn.setTimer('news', until - turn.now)
}

async function tell(turn: Turn, ticket: Ticket, news: News): Promise<void> {
  const { session } = turn
  // What waited of this ticket came before.
  const earlier = (session.news ?? []).filter(({ reference }) => reference === ticket.reference)
  session.news = (session.news ?? []).filter(({ reference }) => reference !== ticket.reference)
  for (const one of [...earlier.map((held) => held.news), news]) {
    note(turn, ticket, one)
    await keepingKeyboard(session, () => say(turn, ticket, one))
  }
}

function note(turn: Turn, ticket: Ticket, news: News): void {
  if (news.what === 'status') ticket.status = news.status
  if (news.what === 'visit') ticket.visita = news.inicio
  if (news.what !== 'closed') return
  closeTicket(turn, ticket)
  forgetLater(turn, ticket)
}

async function say(turn: Turn, ticket: Ticket, news: News): Promise<void> {
  const { reference, protocolo = '' } = ticket
  const mute: readonly (readonly Choice[])[] = [[['nao_avisar', `nw:mudo:${reference}`]]]
  switch (news.what) {
    case 'message': {
      const ativo = makeActive(turn, ticket)
      const nome = (news.author ?? '').split(/\s+/u)[0] ?? ''
      const rows: readonly (readonly Choice[])[] = ativo ? [] : [[['responder', `nw:responder:${reference}`]]]
      turn.say('novidade_resposta', { protocolo, nome, texto: news.text, ativo }, rows.length > 0 ? rows : undefined)
      return
    }
    case 'status':
      turn.say('novidade_situacao', { protocolo, situacao: news.status }, mute)
      return
    case 'visit':
      turn.say('novidade_visita', { protocolo, ...visitTimes(news) }, mute)
      return
    case 'closed':
      await tellClosed(turn, ticket, news.text ?? '')
      return
    default:
      news satisfies never
  }
}

/** The customer's next words are the answer, unless something else is being asked or people have the conversation. */
function makeActive(turn: Turn, ticket: Ticket): boolean {
  const { session } = turn
  if (session.flow.name !== 'idle' || session.draft || withPeople(session)) return false
  session.activeTicket = ticket.reference
  session.told = { reference: ticket.reference, at: turn.now }
  return true
}

/** A conversation that ended meanwhile goes on where the last words were staff's: an answer is not a new problem. */
export function resumeTold({ session, now }: Turn): void {
  const { told } = session
  if (!told || told.at <= session.lastAt || now - told.at > ANSWERED_MS) return
  const ticket = session.tickets.find(({ reference }) => reference === told.reference)
  if (ticket?.state === 'open') session.activeTicket = told.reference
}

/** Staff asked and nobody has answered yet: even "sim" is words for the ticket. */
export function answersStaff({ told, lastAt, activeTicket }: Session): boolean {
  return told !== undefined && told.at > lastAt && told.reference === activeTicket
}

const ANSWERED_MS = 3 * 24 * 3_600_000

/** While something else is asked, its buttons stay those that typed words press. */
async function keepingKeyboard(session: Session, saying: () => Promise<void>): Promise<void> {
  const { keyboard } = session
  await saying()
  if (session.flow.name !== 'idle') session.keyboard = keyboard
}

function visitTimes({ inicio, fim }: { inicio: number; fim?: number }): { dia: string; hora: string; ate: string } {
  return { dia: day.format(inicio), hora: hour.format(inicio), ate: fim === undefined ? '' : hour.format(fim) }
}

const LOCAL = { timeZone: 'America/Sao_Paulo' } as const
const day = new Intl.DateTimeFormat('pt-BR', { ...LOCAL, weekday: 'long', day: '2-digit', month: '2-digit' })
const hour = new Intl.DateTimeFormat('pt-BR', { ...LOCAL, hour: '2-digit', minute: '2-digit' })
/** "ok" is said by many: only words that are somebody's own are known again. */
const SHORTEST_ECHO = 12
