/**
 * Diagnosis before advice (level 2, connection complaints): the first cause that a read can prove is what the customer
 * hears, in this order: suspended for debt, a known outage, offline, a visit that is open. Only then the usual way.
 */
import { findOutage } from '../../../domain/alerta.js'
import type { OrdemServico } from '../../../domain/ordem-servico.js'
import { outageKey } from '../../../lib/outage-key.js'
import { normalizeWords, shorten, spellOut } from '../../../lib/plain-text.js'
import { checkLink } from '../../access.js'
import { isSuspendedForDebt, readServico } from '../../current-servico.js'
import { dateTime, day, money } from '../../format.js'
import type { Draft } from '../../session.js'
import { categoriaOf } from '../../tickets.js'
import type { Choice, Turn } from '../../turn.js'
import {
  describeConnection,
  describeFindings,
  readFindings,
  readOrdensAbertas,
  scheduleOf,
  type Findings,
} from './diagnosis-reads.js'
import { visitRows } from '../visits/visit-slots.js'
import { askKnowledge } from './knowledge.js'

/** Complaints that the state of the connection may explain. */
const CONNECTION: ReadonlySet<string | undefined> = new Set(['sem_conexao', 'quedas', 'lentidao', 'jogos'])
/** Of those, what is a complaint beside any other matter: who "paid and still has no internet" asks about the internet. */
const BESIDE: ReadonlySet<string> = new Set(['sem_conexao', 'quedas'])
const SPEAKS_OF_IT =
  /\b(?:internet|net|wi ?fi|conexao|sinal|rede|modem|roteador|(?:manda\w*|preciso|quero|envia\w*|chama\w*) .{0,10}tecnico)\b/u
const ANSWER_KEPT = 2_000
/** The findings, and what was read again after them. */
const FOUND_KEPT = 2_500

/** Looks for the cause of a connection complaint, once a draft; whether it was told, and an answer is awaited. */
export async function diagnose(turn: Turn, draft: Draft): Promise<boolean> {
  const { session } = turn
  const { servico } = session
  if (session.identity.level !== 2 || !servico) return false
  if (draft.diagnostico !== undefined || !isAboutConnection(turn, draft)) return false
  const findings = await readFindings(turn, servico)
  draft.diagnostico = shorten(describeFindings(turn, findings), ANSWER_KEPT)
  return await tellCause(turn, draft, findings)
}

/**
 * By its category, or by words that complain of the connection although another category stands before in the list, or
 * that no category knows and that speak of it.
 */
function isAboutConnection(turn: Turn, { categoria, words }: Draft): boolean {
  if (CONNECTION.has(categoria)) return true
  const said = spellOut(words.join(' '))
  if (categoria === undefined) return SPEAKS_OF_IT.test(said)
  const complaints = turn.deps.prompts.routing.categorias.filter(({ id }) => BESIDE.has(id))
  return complaints.some(({ palavras }) => palavras.some((pattern) => pattern.test(said)))
}

/** *Já fiz*: the connection is read again, and what it reads is said; an open visit comes before a new ticket. */
export async function onStepsDone(turn: Turn, draft: Draft): Promise<void> {
  const { session } = turn
  await checkLink(turn)
  // What this turn has read before the customer said so proves nothing.
  turn.records = undefined
  const { servico } = session
  const [owned, ordens] = servico
    ? await Promise.all([readServico(turn, servico), readOrdensAbertas(turn, servico)])
    : (['gone', undefined] as const)
  if (typeof owned === 'string') {
    turn.say('leitura_indisponivel', {})
    turn.goTo('triage')
    return
  }
  const conexao = owned.servico.ultimaConexao
  const again = `lido de novo em ${dateTime(turn.now)}: ${describeConnection(owned.servico)}`
  draft.diagnostico = shorten([draft.diagnostico, again].filter(Boolean).join('; '), FOUND_KEPT)
  const desde = conexao?.desde === undefined ? '' : dateTime(conexao.desde)
  if (conexao?.conectado === true) {
    session.flow = { name: 'resposta' }
    turn.say('diagnostico_voltou', { desde }, [solvedRow(draft)])
    return
  }
  noteSteps(turn, draft)
  const [visita] = ordens ?? []
  if (conexao) turn.say('diagnostico_ainda_sem', { desde, visita: visita !== undefined })
  else turn.say('leitura_indisponivel', {})
  if (visita) tellVisit(turn, draft, visita)
  else turn.goTo('triage')
}

/** Who is about to try is given the time. */
export function tellNoHurry(turn: Turn, draft: Draft): void {
  const { flow } = turn.session
  const isOffline = flow.name === 'diagnostico' && flow.causa === 'offline'
  turn.say('sem_pressa', {}, [...(isOffline ? [[['ja_fiz', `jf:${draft.id}`]] satisfies Choice[]] : []), solvedRow(draft)])
}

/** Who has done the steps is not asked whether the router was restarted, where that was one of them. */
function noteSteps(turn: Turn, draft: Draft): void {
  const pergunta = categoriaOf(turn, draft.categoria).perguntas.find(({ id }) => id === RESTARTED)
  if (!pergunta || draft.answers.some((answer) => answer.pergunta === pergunta.texto)) return
  if (draft.resposta !== undefined && !/deslig|reinici/iu.test(draft.resposta)) return
  const yes = pergunta.opcoes.find((opcao) => normalizeWords(opcao).startsWith('sim'))
  draft.answers.push({ pergunta: pergunta.texto, resposta: yes ?? 'Sim' })
}

/** The question's id in `routing.yaml`. */
const RESTARTED = 'reiniciou'

/** The outage once more, as it reads now: for who asks when it ends. Nobody knows more than its words. */
export async function tellOutageAgain(turn: Turn, draft: Draft): Promise<boolean> {
  const falha = await readOutage(turn)
  return falha !== undefined && (await tellCause(turn, draft, { ...NOTHING_FOUND, falha }))
}

/** The outage that the record tells of now, if it does. */
export async function readOutage(turn: Turn): Promise<string | undefined> {
  const { servico } = turn.session
  const owned = servico ? await readServico(turn, servico) : 'gone'
  return typeof owned === 'string' ? undefined : findOutage(owned.cliente.alertas, turn.deps.prompts.routing.alertas)
}

const NOTHING_FOUND: Findings = { servico: undefined, falha: undefined, abertos: undefined, ordens: undefined, vencidas: undefined }

/** What can be done about a suspension, once more, below words that name none of it. */
export function tellWaysOn(turn: Turn, draft: Draft): void {
  turn.session.flow = { name: 'diagnostico', causa: 'suspenso', repetido: true }
  turn.say('diagnostico_opcoes', {}, [...suspendedRows(draft), [['atendente', 'menu:atendente']]])
}

async function tellCause(turn: Turn, draft: Draft, findings: Findings): Promise<boolean> {
  const { session } = turn
  const { servico, falha, ordens } = findings
  const rotulo = session.servico?.rotulo ?? ''
  if (servico && isSuspendedForDebt(servico.statusPrefixo)) {
    session.flow = { name: 'diagnostico', causa: 'suspenso' }
    tellSuspended(turn, draft, findings, servico.status)
    return true
  }
  if (falha !== undefined) {
    const chave = outageKey(turn.deps.tag, falha)
    session.flow = { name: 'diagnostico', causa: 'falha', alerta: { chave, em: turn.now } }
    // The alert may have been told a moment ago, after the proof: the words are not said twice in a row.
    const texto = turn.alertasTold.has(falha) ? '' : falha
    turn.say('diagnostico_falha', { servico: rotulo, texto }, [[['avise_me', `aq:${draft.id}`]], ...anywayRows(draft)])
    return true
  }
  const conexao = servico?.ultimaConexao
  if (conexao && !conexao.conectado) {
    await tellOffline(turn, draft, conexao.desde === undefined ? '' : dateTime(conexao.desde))
    return true
  }
  const [visita] = ordens ?? []
  if (visita) {
    tellVisit(turn, draft, visita)
    return true
  }
  return false
}

function tellVisit(turn: Turn, draft: Draft, visita: OrdemServico): void {
  const { session } = turn
  session.flow = { name: 'diagnostico', causa: 'visita' }
  const vars = { numero: visita.numero, tipo: visita.tipo, quando: scheduleOf(visita) }
  const rows = [...visitRows(turn, [visita]), ...anywayRows(draft)]
  turn.say('diagnostico_visita', { servico: session.servico?.rotulo ?? '', ...vars }, rows)
}

function tellSuspended(turn: Turn, draft: Draft, { vencidas }: Findings, status: string): void {
  const [fatura] = vencidas ?? []
  turn.say(
    'diagnostico_suspenso',
    {
      servico: turn.session.servico?.rotulo ?? '',
      status,
      vencidas: vencidas?.length ?? 0,
      vencimento: fatura ? day(fatura.vencimento) : '',
      valor: fatura ? money(fatura.amountCents) : '',
      pix: fatura?.pixCopiaCola ?? '',
      linha: fatura?.linhaDigitavel ?? '',
    },
    suspendedRows(draft),
  )
}

async function tellOffline(turn: Turn, draft: Draft, desde: string): Promise<void> {
  const passos = turn.knowledge ?? (await askKnowledge(turn, draft.words))
  if (passos !== '') draft.resposta = shorten(passos, ANSWER_KEPT)
  turn.session.flow = { name: 'diagnostico', causa: 'offline' }
  turn.say('diagnostico_offline', { servico: turn.session.servico?.rotulo ?? '', desde, passos }, [
    [['ja_fiz', `jf:${draft.id}`]],
    solvedRow(draft),
  ])
}

const solvedRow = ({ id }: Draft): Choice[] => [
  ['resolveu', `ok:${id}`],
  ['nao_resolveu', `nr:${id}`],
]

const suspendedRows = (draft: Draft): Choice[][] => [
  [
    ['desbloquear', 'ub'],
    ['ja_paguei', 'jp'],
  ],
  ...anywayRows(draft),
]

const anywayRows = ({ id }: Draft): Choice[][] => [[['abrir_mesmo_assim', `nr:${id}`]]]
