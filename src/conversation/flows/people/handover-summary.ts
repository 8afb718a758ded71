import { shorten } from '../../../lib/plain-text.js'
import { activeTicket, categoriaOf, NOT_VERIFIED } from '../../tickets.js'
import type { Turn } from '../../turn.js'
import { isTheirs } from '../../whose.js'

/** What of the customer's words an attendant reads at a glance, in characters. */
const SUMMARY_WORDS = 700

/** What an attendant needs to act in ten seconds; without any data of the record below level 2. */
export function composeSummary(turn: Turn, words: readonly string[]): string {
  const { session } = turn
  const { identity, servico, draft } = session
  const ticket = activeTicket(session)
  const files = (draft?.files.length ?? 0) + session.heldFiles.length
  return [
    identity.level === 2
      ? `Cliente verificado: ${identity.firstName} (código ${String(servico?.codigoCliente ?? identity.codigos[0])})`
      : `${NOT_VERIFIED} Nome no Telegram: ${session.telegramName || 'não informado'}.`,
    identity.level === 2 && servico ? `Serviço: ${servico.rotulo}` : '',
    draft?.categoria === undefined ? '' : `Assunto: ${categoriaOf(turn, draft.categoria).rotulo}`,
    words.length > 0
      ? `Relato: ${shorten(words.join(' / '), SUMMARY_WORDS)}`
      : ticket
        ? ''
        : 'Ainda não contou o problema.',
    identity.level === 2 && draft?.diagnostico ? `Diagnóstico: ${shorten(draft.diagnostico, 400)}` : '',
    draft?.resposta ? `A base de conhecimento respondeu: ${shorten(draft.resposta, 200)}` : '',
    ...(draft?.answers ?? []).map(({ pergunta, resposta }) => `${pergunta} ${shorten(resposta, 300)}`),
    files > 0 ? `Arquivos guardados pelo Plantão para um chamado: ${String(files)}` : '',
    ticket ? `Chamado${ticket.protocolo === undefined ? ' sendo aberto' : ` ${ticket.protocolo}`}: ${ticket.assunto}` : '',
  ]
    .filter((line) => line !== '')
    .join('\n')
}

/** What the customer told and nobody has yet, a ticket that failed included. */
export function toldWords(turn: Turn): string[] {
  const { session } = turn
  const failed = session.tickets.findLast((one) => one.state === 'failed' && one.draft && isTheirs(turn, one))
  const told = [...(session.draft?.words ?? []), ...session.intent]
  return told.length > 0 || activeTicket(session) ? told : [...(failed?.draft?.words ?? []), ...(failed?.waitingWords ?? [])]
}

/** Whether the summary holds less than all of these words. */
export const isShortened = (words: readonly string[]): boolean => words.join(' / ').length > SUMMARY_WORDS
