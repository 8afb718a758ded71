import { shorten } from '../../lib/plain-text.js'
import { maskPersonalData } from '../../lib/redaction.js'
import type { AgentRequest } from '../agent.js'
import { historyOf, resumoOf } from '../history.js'
import type { Flow } from '../session.js'
import { categoriaOf } from '../tickets.js'
import type { Turn } from '../turn.js'
import { isTheirs } from '../whose.js'

/** Bounds, so that a turn's tokens do not grow with the conversation. */
const PARTS = 10
const PART = 2_000
const WORDS = 4_000
const TOLD = 6
const TOLD_LENGTH = 400
const OPEN = 5

/** What the model is told of a turn. */
export function buildRequest(turn: Turn, parts: readonly string[]): AgentRequest {
  const { session, chatId } = turn
  const { identity, draft } = session
  const resumo = resumoOf(turn)
  const { modelo, version } = turn.deps.prompts
  return {
    chatId,
    instrucoes: modelo.agente,
    versao: version,
    level: identity.level,
    words: bounded(parts, PARTS, PART, WORDS),
    historico: historyOf(turn).linhas,
    ...(resumo === undefined ? {} : { resumo }),
    esperando: waitingFor(turn),
    ...(draft
      ? {
          relato: {
            ...(draft.categoria === undefined ? {} : { categoria: draft.categoria }),
            palavras: bounded(draft.words.map(maskPersonalData), TOLD, TOLD_LENGTH, TOLD * TOLD_LENGTH),
            respostas: draft.answers
              .slice(-TOLD)
              .map(({ pergunta, resposta }) => ({ pergunta, resposta: shorten(maskPersonalData(resposta), TOLD_LENGTH) })),
          },
        }
      : {}),
    abertos: session.tickets
      .filter((ticket) => ticket.state === 'open' && isTheirs(turn, ticket))
      .slice(-OPEN)
      .map(({ protocolo = '', assunto }) => ({ protocolo, assunto: shorten(assunto, 80) })),
    categorias: turn.deps.prompts.routing.categorias.map(({ id, rotulo, perguntas }) => ({ id, rotulo, perguntas })),
    privado: privateWords(turn),
    conhecido: knownWords(turn),
  }
}

/** Names and labels of the record, for masking; the customer may read them. */
export function privateWords(turn: Turn): string[] {
  return [...new Set([turn.session.telegramName, ...namesOf(turn)].filter((word) => word !== ''))]
}

/** Those of them that nobody can give themselves: a name at Telegram may be any word. */
export function namesOf({ session: { identity, servico } }: Turn): string[] {
  return [identity.level === 2 ? identity.firstName : '', servico?.rotulo ?? ''].filter((word) => word !== '')
}

/** What may be said of the provider without reading anything. */
export function knownWords({ deps }: Turn): string[] {
  const { nome, telefones = [], horario, emergencia } = deps.prompts.provider
  return [nome, ...telefones, horario, emergencia?.texto].filter((word) => word !== undefined)
}

function bounded(list: readonly string[], most: number, each: number, all: number): string[] {
  let room = all
  return list.slice(0, most).flatMap((words) => {
    const kept = shorten(words, Math.min(each, room))
    room -= kept.length
    return room < 0 || kept.length < 1 ? [] : [kept]
  })
}

const ASKED: Partial<Record<Flow['name'], string>> = {
  problema: 'o que aconteceu',
  resposta: 'se a resposta da base de conhecimento resolveu',
  categoria: 'a categoria do problema',
  arquivos: 'fotos ou vídeos do problema, ou Pronto',
}

const CAUSES = {
  suspenso: 'se quer desbloquear, já pagou ou quer abrir um chamado (serviço suspenso)',
  falha: 'se quer ser avisado quando a falha da região acabar',
  offline: 'se já fez os passos indicados (sem conexão)',
  visita: 'se quer mudar a visita marcada ou abrir um chamado',
} as const

function waitingFor(turn: Turn): string {
  const { flow, draft } = turn.session
  if (flow.name === 'triagem') {
    const pergunta = categoriaOf(turn, draft?.categoria).perguntas[flow.pergunta]
    return pergunta ? `a resposta de: ${pergunta.texto}` : 'mais detalhes do problema'
  }
  if (flow.name === 'diagnostico') return CAUSES[flow.causa]
  return ASKED[flow.name] ?? 'livre'
}
