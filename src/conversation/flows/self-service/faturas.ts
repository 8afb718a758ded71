import type { Fatura } from '../../../domain/fatura.js'
import { toE164Br } from '../../../domain/telefone.js'
import { ensureLevel, ensureServico } from '../../access.js'
import { attempt, isSuspended, readServico } from '../../current-servico.js'
import { day, maskEmail, maskPhone, money } from '../../format.js'
import { randomCode } from '../../../lib/ids.js'
import type { Choice, Turn } from '../../turn.js'
import { offerAction, perform, refuseTooSoon } from './actions.js'

const SHOWN = 4

/** *Faturas*: what is open, with the line and the Pix code to copy. The invoice's `link` never gets here. */
export async function showFaturas(turn: Turn): Promise<void> {
  const { session, deps } = turn
  if (!(await ensureLevel(turn, 2, 'faturas')) || !(await ensureServico(turn, 'faturas'))) return
  const { servico } = session
  if (!servico) return
  const [read, owned] = await Promise.all([
    attempt(turn, 'faturas', () => deps.faturas.listPending(servico.idClienteServico)),
    readServico(turn, servico),
  ])
  if (read.kind === 'failed') {
    turn.say('sistema_indisponivel', {}, [MENU_ROW])
    return
  }
  const suspended = typeof owned !== 'string' && isSuspended(owned.servico.statusPrefixo)
  const last: Choice[][] = [...(suspended ? [UNLOCK_ROW] : []), [['faturas_pagas', 'fa:pagas']], MENU_ROW]
  if (read.value.length === 0) {
    turn.say('faturas_vazio', { servico: servico.rotulo }, last)
    return
  }
  const shown = read.value.slice(0, SHOWN)
  shown.forEach((fatura, index) => {
    const rows = faturaRows(fatura)
    const isLast = index === shown.length - 1
    turn.say('fatura', faturaVars(fatura, index + 1), isLast ? [...rows, [['ja_paguei', 'jp']], ...last] : rows)
  })
}

/** *Pagas*: the last ones paid. */
export async function showPaid(turn: Turn): Promise<void> {
  if (!(await ensureLevel(turn, 2, 'faturas')) || !(await ensureServico(turn, 'faturas'))) return
  const { servico } = turn.session
  if (!servico) return
  const paid = await attempt(turn, 'faturas', () => turn.deps.faturas.listPaid(servico.idClienteServico))
  if (paid.kind === 'failed') {
    turn.say('sistema_indisponivel', {}, [MENU_ROW])
    return
  }
  const lista = paid.value.slice(0, 12).map(({ vencimento, amountCents, pagamento }) => {
    const when = pagamento === undefined ? '' : `, paga em ${day(pagamento)}`
    return `• vencimento ${day(vencimento)} – ${money(amountCents)}${when}`
  })
  turn.say('faturas_pagas', { servico: servico.rotulo, lista: lista.join('\n') }, [MENU_ROW])
}

/** *PDF*, *E-mail*, *SMS* or *No aplicativo* below an invoice; the invoice must be one of the service's own. */
export async function onFatura(turn: Turn, what: string, idFatura: number): Promise<void> {
  if (!(await ensureLevel(turn, 2, 'faturas')) || !(await ensureServico(turn, 'faturas'))) return
  const { servico } = turn.session
  const por = WAYS.find((way) => way === what)
  if (!servico || (por === undefined && what !== 'pdf')) {
    turn.goTo('faturas')
    return
  }
  const { deps } = turn
  const [pending, owned] = await Promise.all([
    attempt(turn, 'faturas', () => deps.faturas.listPending(servico.idClienteServico)),
    readServico(turn, servico),
  ])
  if (pending.kind === 'failed' || typeof owned === 'string') {
    turn.say('sistema_indisponivel', {}, [MENU_ROW])
    return
  }
  const fatura = pending.value.find((known) => known.idFatura === idFatura)
  if (!fatura) {
    turn.say('fatura_sumiu', {}, [MENU_ROW])
    return
  }
  const acao = { ...servico, idFatura }
  if (por === undefined) {
    const pdf = { ...acao, tipo: 'fatura', id: randomCode(10), at: turn.now } as const
    if (refuseTooSoon(turn, pdf)) return
    perform(turn, pdf)
    turn.say('acao_enviada', { acao: 'fatura' })
    return
  }
  const destino = targetOf(por, owned.cliente)
  if (destino === undefined) turn.say('sem_destino', { por }, [MENU_ROW])
  else {
    const vars = { por, destino, vencimento: day(fatura.vencimento), valor: money(fatura.amountCents), servico: servico.rotulo }
    offerAction(turn, { ...acao, tipo: 'envioFatura', por }, 'confirmar_envio', vars)
  }
}

const WAYS = ['email', 'sms', 'push'] as const

/** Where the record would have it sent, masked; `push` goes to the subscriber's own app. */
function targetOf(por: (typeof WAYS)[number], { email, telefones }: { email?: string; telefones: readonly string[] }) {
  if (por === 'push') return ''
  if (por === 'email') return email === undefined ? undefined : maskEmail(email)
  const mobile = telefones.map(toE164Br).find((phone) => phone?.length === 14)
  return mobile && maskPhone(mobile)
}

function faturaVars(fatura: Fatura, numero: number) {
  return {
    numero,
    vencimento: day(fatura.vencimento),
    valor: money(fatura.amountCents),
    situacao: fatura.situacao,
    linha: fatura.linhaDigitavel ?? '',
    pix: fatura.pixCopiaCola ?? '',
  }
}

function faturaRows({ idFatura }: Fatura): Choice[][] {
  const id = String(idFatura)
  return [
    [
      ['pdf', `fa:pdf:${id}`],
      ['por_email', `fa:email:${id}`],
    ],
    [
      ['por_sms', `fa:sms:${id}`],
      ['por_push', `fa:push:${id}`],
    ],
  ]
}

const UNLOCK_ROW: Choice[] = [['desbloquear', 'ub']]
const MENU_ROW: Choice[] = [
  ['suporte', 'menu:suporte'],
  ['menu', 'menu:menu'],
]
