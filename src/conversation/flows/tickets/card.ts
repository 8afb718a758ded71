import { toAppError } from '../../../domain/errors.js'
import { normalizeWords, shorten } from '../../../lib/plain-text.js'
import { ensureLevel, ensureServico } from '../../access.js'
import { readFilesByMachine } from '../../model/machine-read.js'
import type { Draft, Session } from '../../session.js'
import { addWords, categoriaOf } from '../../tickets.js'
import type { Choice, Turn } from '../../turn.js'
import { givesUp, isBack } from '../../ways-out.js'
import { isTheirs } from '../../whose.js'
import { solved } from '../problem/problem.js'
import { addToExisting, openTicket } from './ticket.js'

const SHOWN = 3

/** All is collected: an open atendimento of the same service is offered first, then the summary card. */
export async function collected(turn: Turn): Promise<void> {
  const { session } = turn
  if (!(await ensureLevel(turn, 1, 'ticket')) || !(await ensureServico(turn, 'ticket'))) return
  const { draft, servico } = session
  if (!draft) {
    turn.goTo('problem')
    return
  }
  await readFilesByMachine(turn, draft)
  const { direto } = categoriaOf(turn, draft.categoria)
  // What the customer has a right to is not hidden in something else that is open.
  const abertos = session.identity.level === 2 && servico && !direto ? await readOpen(turn, servico.idClienteServico) : []
  if (abertos.length === 0 || !servico) {
    showCard(turn, draft)
    return
  }
  session.flow = { name: 'existente', abertos: abertos.slice(0, SHOWN) }
  const acrescentar = turn.deps.prompts.messages.button('acrescentar')
  turn.say('atendimento_existente', { servico: servico.rotulo, quantidade: abertos.length }, [
    ...abertos
      .slice(0, SHOWN)
      .map(({ idAtendimento, protocolo }): Choice[] => [
        [{ text: `${acrescentar} ${protocolo}` }, `ad:${draft.id}:${String(idAtendimento)}`],
      ]),
    [
      ['abrir_outro', `ao:${draft.id}`],
      ['cancelar', `cn:${draft.id}`],
    ],
  ])
}

/** *Acrescentar* to one that is open. */
export async function onAdd(turn: Turn, draftId: string, idAtendimento: number): Promise<void> {
  const { draft, flow } = turn.session
  if (draft?.id !== draftId || flow.name !== 'existente') {
    oldCard(turn, draftId)
    return
  }
  const aberto = flow.abertos.find((known) => known.idAtendimento === idAtendimento)
  if (aberto && (await ensureLevel(turn, 2, 'ticket'))) addToExisting(turn, draft, aberto)
}

/** *Abrir outro*. */
export async function onAnother(turn: Turn, draftId: string): Promise<void> {
  const { draft, flow } = turn.session
  if (draft?.id !== draftId) oldCard(turn, draftId)
  else if (flow.name === 'existente') await showOwnCard(turn, draft)
}

/** Typed text below the offer: which of the two, or one more thing to say. */
export async function onExistenteText(turn: Turn, text: string): Promise<void> {
  const { draft, flow } = turn.session
  if (!draft || flow.name !== 'existente') return
  const said = normalizeWords(text)
  const named = flow.abertos.find(({ protocolo }) => said.split(' ').includes(protocolo))
  const [only, ...others] = flow.abertos
  const meant = named ?? (others.length === 0 && ADD.test(said) ? only : undefined)
  if (meant) await onAdd(turn, draft.id, meant.idAtendimento)
  else if (ANOTHER.test(said)) await showOwnCard(turn, draft)
  else if (NO.test(said)) onCancel(turn, draft.id)
  else {
    addWords(draft.words, text)
    await collected(turn)
  }
}

/** *Confirmar*: the customer's own press, without which nothing is opened. */
export async function onConfirm(turn: Turn, draftId: string): Promise<void> {
  const { draft, flow } = turn.session
  if (draft?.id !== draftId || flow.name !== 'cartao') oldCard(turn, draftId)
  else if (await ensureLevel(turn, 1, 'ticket')) openTicket(turn, draft)
}

/** *Corrigir*: the report is written anew. */
export function onCorrect(turn: Turn, draftId: string): void {
  const { session } = turn
  if (session.draft?.id !== draftId) {
    oldCard(turn, draftId)
    return
  }
  session.flow = { name: 'correcao' }
  turn.say('pedir_correcao', {}, [[['cancelar', `cn:${draftId}`]]])
}

/** *Cancelar*: the draft is dropped. */
export function onCancel(turn: Turn, draftId: string): void {
  const { session } = turn
  if (session.draft?.id !== draftId) {
    oldCard(turn, draftId)
    return
  }
  delete session.draft
  session.flow = { name: 'idle' }
  turn.say('cancelado', {}, [[['menu', 'menu:menu']]])
}

/** Typed text below the card: a yes, a no, or one more thing to say. */
export async function onCartaoText(turn: Turn, text: string): Promise<void> {
  const { draft } = turn.session
  if (!draft) return
  const said = normalizeWords(text)
  if (YES.test(said) || THUMBS_UP.test(text)) {
    await onConfirm(turn, draft.id)
  } else if (isBack(text)) {
    solved(turn)
  } else if (NO.test(said) || givesUp(text)) {
    onCancel(turn, draft.id)
  } else if (WRONG.test(said)) {
    onCorrect(turn, draft.id)
  } else {
    if (said !== '') addWords(draft.words, text)
    await showOwnCard(turn, draft)
  }
}

/** The report as the customer wants it. */
export async function onCorrecaoText(turn: Turn, text: string): Promise<void> {
  const { draft } = turn.session
  if (!draft) return
  draft.words = []
  addWords(draft.words, text)
  await showOwnCard(turn, draft)
}

const YES =
  /^(?=.*\b(?:s{1,3}|sim|ok|isso|pode|abr\w+|envia\w*|mand\w+|confirm\w*|cert[oa]|corret[oa]|perfeito|ta|esta|aham|uhum|bora|claro|beleza|blz|por favor)\b)(?:(?:s{1,3}|sim|ok|isso|mesmo|ai|aham|uhum|bora|pode|ser|abrir|abre|enviar|envia|mandar|manda|ver|confirm(?:o|a|ar|ado)|cert[oa]|tudo|corret[oa]|perfeito|ta|esta|claro|beleza|blz|por favor|obrigad[oa])(?: |$))+$/u
const THUMBS_UP = /^(?:[👍👌✅🆗]|\p{Emoji_Modifier}|\uFE0F|\s)+$/u
const NO = /^(?:nao|n|nao (?:quero|pode|abre|manda|confirmo))$/u
const WRONG =
  /^(?:(?:quero |pera |nao )?corrig(?:ir|e)|(?:nao |ai |isso )?(?:ta|esta|tem coisa|tem algo|tudo) errad[oa](?: (?:isso|ai|isso ai|tudo))?|nao (?:e|foi|era) (?:bem )?isso(?: ai| nao)?)$/u
const ADD = /^(?:sim|acrescenta\w*|adiciona\w*|ness?e|nele|a ele|ness?e mesmo|no mesmo|o mesmo)$/u
const ANOTHER = /^(?:(?:abrir |abre |quero )?(?:outro|um outro|novo|um novo))$/u

/** The summary, to whom it is still proved to be for. */
async function showOwnCard(turn: Turn, draft: Draft): Promise<void> {
  if (await ensureLevel(turn, 1, 'ticket')) showCard(turn, draft)
}

/** The summary, whatever was shown before. */
export function showCard(turn: Turn, draft: Draft): void {
  const { session } = turn
  session.flow = { name: 'cartao' }
  turn.say(
    'cartao',
    {
      categoria: categoriaOf(turn, draft.categoria).rotulo,
      servico: session.identity.level === 2 ? (session.servico?.rotulo ?? '') : '',
      relato: shorten(draft.words.join('\n'), 1_500),
      respostas: draft.answers.map(({ pergunta, resposta }) => `${pergunta} ${shorten(resposta, 300)}`).join('\n'),
      arquivos: draft.files.length,
      verificado: session.identity.level === 2,
    },
    [
      [['confirmar', `cf:${draft.id}`]],
      [
        ['corrigir', `cr:${draft.id}`],
        ['cancelar', `cn:${draft.id}`],
      ],
    ],
  )
}

/** A button of a draft that is done with: says what became of it. */
export function oldCard(turn: Turn, draftId: string): void {
  const known = ticketOf(turn.session, draftId)
  const ticket = known && isTheirs(turn, known) ? known : undefined
  if (ticket?.protocolo !== undefined) turn.say('ja_enviado', { protocolo: ticket.protocolo })
  else if (ticket?.state === 'opening') turn.say('confirmando', {})
  else turn.say('cartao_velho', {}, [[['menu', 'menu:menu']]])
}

const ticketOf = (session: Session, draftId: string): Session['tickets'][number] | undefined =>
  session.tickets.find((ticket) => ticket.draftId === draftId)

async function readOpen(
  turn: Turn,
  idClienteServico: number,
): Promise<readonly { idAtendimento: number; protocolo: string }[]> {
  try {
    const abertos = await turn.read(() => turn.deps.atendimentos.listOpen(idClienteServico))
    return abertos.map(({ idAtendimento, protocolo }) => ({ idAtendimento, protocolo }))
  } catch (error) {
    turn.deps.logger.warn('atendimentos.read-failed', { chat: turn.chatId, error: toAppError(error) })
    return []
  }
}
