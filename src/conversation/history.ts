/**
 * What was said lately, as the model is told of it: the last twelve short lines, redacted like the journal's, and what
 * the conversation began with. So a request does not grow with a long conversation. Kept only where a model is configured.
 */
import { htmlToText } from '../lib/html.js'
import { shorten } from '../lib/plain-text.js'
import { isSmallTalk, type TurnInput } from './inputs.js'
import { wordsOf } from './journal.js'
import { redactLine } from './redact.js'
import type { Session } from './session.js'
import { categoriaOf } from './tickets.js'
import type { Turn } from './turn.js'
import { codigosOf, isTheirs } from './whose.js'

const LINES = 12
const LENGTH = 160
/** The bot's messages of one turn: the last ones say what it came to. */
const SAID = 3
const HEARD = 4
const PROTOCOLOS = 3

type Historico = NonNullable<Session['historico']>
type Linha = Historico['linhas'][number]

/** Notes what comes in, before it is taken. */
export function hear(turn: Turn, input: TurnInput): void {
  if (!turn.deps.agent) return
  const { session } = turn
  if (input.kind === 'text') turn.heard.push({ quem: 'cliente', texto: wordsOf(session, input.text) })
  else if (input.kind === 'file') turn.heard.push({ quem: 'cliente', texto: `(arquivo) ${wordsOf(session, input.file.caption ?? '')}` })
  else if (input.kind === 'staffMessage') turn.heard.push({ quem: 'equipe', texto: input.text })
}

/** Keeps the turn's lines, at its end. */
export function remember(turn: Turn): void {
  const { session, deps } = turn
  if (!deps.agent || turn.forgets) return
  const said = turn.effects.flatMap(({ kind, payload }): Linha[] =>
    kind === 'telegram.message' && 'html' in payload ? [{ quem: 'bot', texto: htmlToText(payload.html) }] : [],
  )
  const names = [...turn.names, ...(session.identity.level === 2 ? [session.identity.firstName] : [])]
  const lines = [...turn.heard.slice(-HEARD), ...said.slice(-SAID)]
    .map(({ quem, texto }) => ({ quem, texto: redactLine(texto, names, LENGTH) }))
    .filter(({ texto }) => /\p{L}/u.test(texto.replace(/\[[^\]]*\]/gu, '')))
  if (lines.length === 0) return
  const before = historyOf(turn)
  const all = [...before.linhas, ...lines]
  const first = all.slice(0, -LINES).find(({ quem, texto }) => quem === 'cliente' && !isSmallTalk(texto))
  const inicio = before.inicio ?? first?.texto
  session.historico = {
    codigos: [...codigosOf(session.identity)],
    linhas: all.slice(-LINES),
    ...(inicio === undefined ? {} : { inicio }),
  }
}

/** What was said, as far as it is this customer's. */
export function historyOf({ session }: Turn): Historico {
  const { historico, identity } = session
  const codigos = codigosOf(identity)
  if (!historico || historico.codigos.some((codigo) => !codigos.includes(codigo))) return { codigos: [], linhas: [] }
  return historico
}

/** In a line or three what no longer fits, made by rule; `undefined` while all of it does. */
export function resumoOf(turn: Turn): string | undefined {
  const { inicio } = historyOf(turn)
  if (inicio === undefined) return undefined
  const { draft, tickets } = turn.session
  const protocolos = tickets.filter((ticket) => isTheirs(turn, ticket)).flatMap(({ protocolo }) => protocolo ?? [])
  return [
    `Começou com: ${shorten(inicio, LENGTH)}`,
    draft?.categoria === undefined ? '' : `Assunto: ${categoriaOf(turn, draft.categoria).rotulo}`,
    protocolos.length === 0 ? '' : `Protocolos: ${protocolos.slice(-PROTOCOLOS).join(', ')}`,
  ]
    .filter((part) => part !== '')
    .join('\n')
}
