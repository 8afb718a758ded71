import type { Ticket } from '../sandbox/hubsoft/state.js'
import { fits } from './fits.js'
import { personOf } from './made-up.js'
import { leaks } from './privacy.js'
import type { Fim } from './scenario.js'
import type { Talk } from './talk.js'

/** What is not as it should be, a line each, for people; none where all is well. */
export function judge(talk: Talk, fim: Fim): string[] {
  return [...judgeSystems(talk, fim), ...judgeWords(talk, fim), ...leaks(talk)]
}

/** What was done in other systems: all that is asked for, and nothing else. */
function judgeSystems({ stage }: Talk, fim: Fim): string[] {
  const { hubsoft, milvus, tempbox } = stage.sandbox
  const own = stage.person.documento
  const told = (wanted: object): string => JSON.stringify(wanted)
  return [
    ...matched('atendimentos', hubsoft.opened(), fim.atendimentos, (ticket, wanted) => isTicket(ticket, wanted, own)),
    ...fim.antigos.flatMap((wanted) => {
      const old = hubsoft.tickets().filter(({ viaApi }) => !viaApi)
      return old.some((ticket) => isTicket(ticket, wanted, own)) ? [] : [`nenhum atendimento antigo é assim: ${told(wanted)}`]
    }),
    ...untouched(stage, fim),
    ...matched('chamados', milvus.chamados(), fim.chamados, (one, wanted) => {
      if (one.cliente.documento !== own) return false
      const words = one.acompanhamentos.map(({ texto }) => texto).join('\n')
      return (
        has(wanted.assunto, one.assunto) &&
        has(wanted.descricao, one.descricao) &&
        has(wanted.acompanhamento, words) &&
        (wanted.anexos === undefined || wanted.anexos === one.anexos.length)
      )
    }),
    ...matched('conversas', tempbox.conversations(), fim.conversas, (one, wanted) => {
      const relayed = one.mensagens.filter(({ de }) => de === 'bot').map(({ texto }) => texto)
      const all = wanted.repassado.every((source) => relayed.some((texto) => fits(source, texto)))
      return all && (wanted.encerrada === undefined || wanted.encerrada === one.concluido)
    }),
    ...sameList('acoes', hubsoft.actions().map(({ kind }) => kind), fim.acoes),
    ...sameCount('interesses', hubsoft.prospectos().length - 1, fim.interesses),
    ...sameCount('visitas', hubsoft.tickets().flatMap(({ visitas }) => Object.values(visitas)).filter(({ marcada }) => marcada).length, fim.visitas),
  ]
}

function judgeWords(talk: Talk, fim: Fim): string[] {
  const bot = talk.lines.filter(({ quem }) => quem === 'bot')
  const labels = bot.flatMap(({ botoes }) => botoes)
  const said = (source: string): boolean => bot.some(({ texto }) => fits(source, texto))
  const shown = (label: string): boolean => labels.some((text) => text.includes(label))
  const asked = bot.filter(({ texto }) => texto.includes('?')).length
  return [
    ...fim.dito.filter((source) => !said(source)).map((source) => `não disse: ${source}`),
    ...fim.nao_dito.filter(said).map((source) => `disse o que não podia: ${source}`),
    ...fim.botoes.filter((label) => !shown(label)).map((label) => `não mostrou o botão: ${label}`),
    ...fim.sem_botoes.filter(shown).map((label) => `mostrou um botão que não podia: ${label}`),
    ...(fim.perguntas !== undefined && asked > fim.perguntas ? [`fez ${String(asked)} perguntas, o máximo é ${String(fim.perguntas)}`] : []),
  ]
}

/** Atendimentos of the beginning that no one is said to have touched. */
function untouched(stage: Talk['stage'], { antigos }: Fim): string[] {
  if (antigos.length > 0) return []
  const touched = stage.sandbox.hubsoft.tickets().filter(({ viaApi, aberto, mensagens, anexos }) => {
    return !viaApi && (!aberto || mensagens.some(({ staff }) => !staff) || anexos.length > 0)
  })
  return touched.map(({ protocolo }) => `mexeu no atendimento antigo ${protocolo}`)
}

function isTicket(ticket: Ticket, wanted: Fim['atendimentos'][number], own: string): boolean {
  const { pessoa, tipo, descricao, aberto, mensagens, anexos, avaliacao } = ticket
  const documento = wanted.de === undefined ? own : personOf(wanted.de).documento
  return (
    pessoa.documento === documento &&
    has(wanted.tipo, tipo) &&
    has(wanted.descricao, descricao) &&
    (wanted.sem_descricao === undefined || !fits(wanted.sem_descricao, descricao)) &&
    (wanted.aberto === undefined || wanted.aberto === aberto) &&
    has(wanted.mensagem, mensagens.map(({ texto }) => texto).join('\n')) &&
    (wanted.anexos === undefined || wanted.anexos === anexos.length) &&
    (wanted.avaliacao === undefined || wanted.avaliacao === avaliacao)
  )
}

const has = (source: string | undefined, text: string): boolean => source === undefined || fits(source, text)

/** One found for each wanted, and none left over. */
function matched<T, W extends object>(what: string, found: readonly T[], wanted: readonly W[], is: (one: T, as: W) => boolean): string[] {
  const left = [...found]
  const missing = wanted.filter((one) => {
    const at = left.findIndex((candidate) => is(candidate, one))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  const count = `há ${String(found.length)}, o certo é ${String(wanted.length)}`
  return [
    ...missing.map((one) => `${what}: falta um assim: ${JSON.stringify(one)} (${count})`),
    ...(found.length > wanted.length ? [`${what}: ${count}`] : []),
  ]
}

function sameList(what: string, found: readonly string[], wanted: readonly string[]): string[] {
  const told = (list: readonly string[]): string => (list.length === 0 ? 'nada' : list.join(', '))
  return found.toSorted().join() === wanted.toSorted().join() ? [] : [`${what}: foi feito ${told(found)}; o certo é ${told(wanted)}`]
}

const sameCount = (what: string, found: number, wanted: number): string[] =>
  found === wanted ? [] : [`${what}: há ${String(found)}, o certo é ${String(wanted)}`]
