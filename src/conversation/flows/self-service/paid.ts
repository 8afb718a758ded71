/**
 * *Já paguei*: the payment is read first; where it is not there yet the proof is taken, the payment read again, and
 * what is left is the unlock in confidence or a finance ticket with the proof.
 */
import type { Fatura } from '../../../domain/fatura.js'
import { ensureLevel, ensureServico } from '../../access.js'
import { attempt, isSuspended, readServico } from '../../current-servico.js'
import { day, money } from '../../format.js'
import { normalizeWords, spellOut } from '../../../lib/plain-text.js'
import type { Draft } from '../../session.js'
import { addWords, categoriaOf, newDraft, noteFinding } from '../../tickets.js'
import type { Choice, Turn } from '../../turn.js'

/** Beyond a triage's last question: what was paid needs none. */
const NO_QUESTIONS = 3

/** The press on *Já paguei*. */
export async function onPaid(turn: Turn): Promise<void> {
  const { session } = turn
  if (!(await ensureLevel(turn, 2, 'faturas')) || !(await ensureServico(turn, 'faturas'))) return
  const payment = await readPayment(turn)
  if (payment === 'unavailable') {
    turn.say('sistema_indisponivel', {}, MENU_ROWS)
    return
  }
  const [fatura] = payment.pending
  if (!fatura) {
    tellPaid(turn, payment.suspended)
    return
  }
  const draft = session.draft ?? newDraft([], session.heldFiles, 'fatura')
  if (!session.draft) session.heldFiles = []
  session.draft = draft
  draft.categoria = 'fatura'
  addWords(draft.words, 'Já paguei a fatura.')
  askProof(turn, draft, fatura)
}

/** A report that says it was paid is held against the invoices, before any question; whether that was told. */
export async function checkPaid(turn: Turn, draft: Draft): Promise<boolean> {
  const { session } = turn
  const { servico, identity } = session
  if (identity.level !== 2 || !servico || draft.categoria !== 'fatura' || !PAID.test(spellOut(draft.words.join(' ')))) return false
  const payment = await readPayment(turn)
  if (payment === 'unavailable') return false
  const fatura = payment.pending.find(({ situacao }) => situacao === 'vencida')
  if (fatura) {
    if (draft.files.length > 0) await takeProof(turn, draft, fatura)
    else askProof(turn, draft, fatura)
    return true
  }
  noteFinding(draft, 'não há fatura vencida')
  noteSubject(turn, draft)
  session.flow = { name: 'resposta' }
  turn.say('pagamento_consta', { servico: servico.rotulo, suspenso: payment.suspended }, [
    ...(payment.suspended ? [[['desbloquear', 'ub']] satisfies Choice[]] : []),
    [
      ['resolveu', `ok:${draft.id}`],
      ['nao_resolveu', `nr:${draft.id}`],
    ],
  ])
  return true
}

/** The proof came with the words: it is not asked for again. */
async function takeProof(turn: Turn, draft: Draft, fatura: Fatura): Promise<void> {
  draft.pergunta = NO_QUESTIONS
  noteClaim(draft, fatura)
  turn.session.flow = { name: 'comprovante' }
  await onProofGiven(turn, draft.id)
}

/** What the question of the subject has a button for is told already. */
function noteSubject(turn: Turn, draft: Draft): void {
  for (const { texto, opcoes } of categoriaOf(turn, draft.categoria).perguntas) {
    const told = opcoes.find((opcao) => PAID.test(spellOut(opcao)))
    if (told !== undefined) draft.answers.push({ pergunta: texto, resposta: told })
  }
}

/** Not "sempre paguei em dia". */
const PAID =
  /\b(?:ja (?:ta |esta |foi |fiz )?(?:paguei|pag[oa]|pagamos|quitei|quitad[oa])|paguei (?:ontem|hoje|no|na|o|a|via|pelo|ess[ae]|sim|semana|dia|tudo|e|faz)|fiz o (?:pix|pagamento)|comprovante)\b/u

/** The draft outlives the link: what the record says of the invoice stands apart, and goes with the link. */
function noteClaim(draft: Draft, { vencimento, amountCents }: Fatura): void {
  noteFinding(draft, `diz ter pago a fatura de vencimento ${day(vencimento)}, de ${money(amountCents)}`)
}

function askProof(turn: Turn, draft: Draft, fatura: Fatura): void {
  const { session } = turn
  draft.pergunta = NO_QUESTIONS
  noteClaim(draft, fatura)
  delete session.activeTicket
  session.flow = { name: 'comprovante' }
  turn.say('pedir_comprovante', { vencimento: day(fatura.vencimento), valor: money(fatura.amountCents) }, doneRow(draft))
}

/** *Pronto*: the payment is read again, with the proof in hand. */
export async function onProofGiven(turn: Turn, draftId: string): Promise<void> {
  const { session } = turn
  const { draft } = session
  if (draft?.id !== draftId || session.flow.name !== 'comprovante') {
    turn.say('cartao_velho', {}, MENU_ROWS)
    return
  }
  if (!(await ensureLevel(turn, 2, 'ticket')) || !(await ensureServico(turn, 'ticket'))) return
  const payment = await readPayment(turn)
  if (payment !== 'unavailable' && payment.pending.length === 0) {
    delete session.draft
    session.flow = { name: 'idle' }
    tellPaid(turn, payment.suspended)
    return
  }
  if (payment === 'unavailable' || !payment.suspended) {
    turn.say('pagamento_nao_consta', { suspenso: false })
    turn.goTo('collected')
    return
  }
  session.flow = { name: 'diagnostico', causa: 'suspenso' }
  turn.say('pagamento_nao_consta', { suspenso: true }, [[['desbloquear', 'ub']], [['abrir_mesmo_assim', `nr:${draft.id}`]]])
}

/** Typed text while the proof is awaited. */
export async function onProofText(turn: Turn, text: string): Promise<void> {
  const { draft } = turn.session
  if (!draft) return
  if (ENOUGH.test(normalizeWords(text))) {
    await onProofGiven(turn, draft.id)
    return
  }
  addWords(draft.words, text)
  turn.say('anotado', {}, doneRow(draft))
}

const ENOUGH = /^(?:pronto|nao|nao tenho|sem comprovante|ja (?:foi|mandei|enviei)|e isso|so isso|ok|terminei)$/u

interface Payment {
  pending: readonly Fatura[]
  suspended: boolean
}

/** What is due, the overdue before the rest, and whether the service is suspended. */
async function readPayment(turn: Turn): Promise<Payment | 'unavailable'> {
  const { servico } = turn.session
  if (!servico) return 'unavailable'
  const [read, owned] = await Promise.all([
    attempt(turn, 'faturas', () => turn.deps.faturas.listPending(servico.idClienteServico)),
    readServico(turn, servico),
  ])
  if (read.kind === 'failed' || typeof owned === 'string') return 'unavailable'
  const suspended = isSuspended(owned.servico.statusPrefixo)
  // The next month's invoice is no sign that this month's was not paid.
  const overdue = read.value.filter(({ situacao }) => situacao === 'vencida')
  return { pending: overdue.length > 0 || suspended ? overdue : read.value.slice(0, 1), suspended }
}

function tellPaid(turn: Turn, suspended: boolean): void {
  const { servico } = turn.session
  turn.say('pagamento_consta', { servico: servico?.rotulo ?? '', suspenso: suspended }, [
    ...(suspended ? [[['desbloquear', 'ub']] satisfies Choice[]] : []),
    ...MENU_ROWS,
  ])
}

export const doneRow = ({ id }: Pick<Draft, 'id'>): Choice[][] => [[['pronto', `cp:${id}`]]]

const MENU_ROWS: Choice[][] = [
  [
    ['suporte', 'menu:suporte'],
    ['menu', 'menu:menu'],
  ],
]
