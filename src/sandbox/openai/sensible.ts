import type { AgentFlow } from '../../domain/agent-flow.js'
import { normalizeWords, shorten } from '../../lib/plain-text.js'
import { takesDecision } from './decision.js'
import { playRole } from './role.js'
import { toolTexts, type Model, type ModelAnswer, type ModelRequest } from './types.js'
import { readSituation, type Situation } from './situation.js'

/** What the words are about: the flow for it, and the tool whose facts answer a question about it. */
interface Topic {
  words: RegExp
  fluxo: AgentFlow
  /** Matches a tool's name. */
  tool?: RegExp
}

const PERSON = /\b(?:atendente|humano|pessoa de verdade|falar com (?:alguem|uma pessoa|gente))\b/u
const ASKS = /\?|\b(?:quanto|quando|qual|quais|que dia|que horas|onde|como|tem|esta)\b/u
const HOW_TO = /\b(?:como (?:eu )?(?:faco|troco|mudo|configuro|vejo|reinicio)|senha do wi ?fi|trocar a senha|onde fica)\b/u
const HELLO = /^(?:(?:oi+|ola|opa|bom dia|boa tarde|boa noite|tudo bem|e ai)\s*)+$/u

/** The first whose words are there. */
const TOPICS: readonly Topic[] = [
  { words: /\b(?:ja paguei|paguei (?:ontem|hoje|o boleto|a fatura)|comprovante|fiz o pix)\b/u, fluxo: 'ja_paguei' },
  { words: /\b(?:desbloque\w*|liberacao|religa\w*|libera (?:a|minha)|em confianca)\b/u, fluxo: 'desbloqueio' },
  { words: /\b(?:boletos?|faturas?|segunda via|2a? via|codigo de barras|vencimento|mensalidade|devendo)\b/u, fluxo: 'faturas', tool: /fatura/iu },
  { words: /\b(?:visita|tecnico (?:vem|vai|chega|passa)|reagend\w*|remarca\w*)\b/u, fluxo: 'visitas', tool: /visita/iu },
  { words: /\b(?:protocolo|andamento|meus? chamados?|atendimento aberto)\b/u, fluxo: 'chamados', tool: /chamado/iu },
  { words: /\b(?:planos?|contratar|assinar|mudar de plano|quero internet)\b/u, fluxo: 'planos' },
  {
    words:
      /\b(?:sem (?:internet|sinal|conexao|net)|nao (?:funciona|conecta|liga|pega|carrega|abre)|caiu|cai(?:ndo)?|lent\w*|devagar|travando|luz vermelha|los|parou|sumiu|problema|defeito)\b/u,
    fluxo: 'problema',
  },
  { words: /\b(?:minha conexao|online|bloquead[oa]|suspens[oa]|reinicia\w*)\b/u, fluxo: 'conexao', tool: /situacao|servico|conexao/iu },
  { words: /\b(?:so isso|encerra\w*|tchau|obrigad[oa] ate)\b/u, fluxo: 'encerrar' },
  { words: HELLO, fluxo: 'menu' },
]

/**
 * A model of a few rules, in place of one that understands: what it decides hangs on the words alone, so that tests,
 * the demo and evals come out the same each time. It plays customers and judges, too (role.ts). It reads with tools before it answers, and quotes what it read.
 */
export const sensibleModel: Model = (request) => {
  const role = playRole(request)
  if (role) return role
  const situation = readSituation(request)
  const words = normalizeWords(situation.words)
  const read = toolTexts(request)
  if (request.messages.some(({ images }) => images > 0)) return { kind: 'text', text: 'LED LOS vermelho' }
  if (!request.schema && !request.tools.some(({ parameters }) => takesDecision(parameters))) {
    return { kind: 'text', text: shorten(situation.words, 400) }
  }
  if (PERSON.test(words)) return decide({ tipo: 'atendente' })
  const topic = TOPICS.find((candidate) => candidate.words.test(words))
  if (read.length > 0) return afterReading(read, topic?.fluxo)
  if (situation.waits && topic?.fluxo !== 'faturas') return decide({ tipo: 'seguir' })
  if (HOW_TO.test(words)) return call(request, /base|conhecimento/iu, { pergunta: situation.words }) ?? flow('problema', situation)
  if (!topic) return decide({ tipo: 'perguntar', texto: 'Pode me contar um pouco mais do que você precisa?' })
  const asks = ASKS.test(words) || situation.words.includes('?')
  const reading = topic.tool && asks ? call(request, topic.tool, {}) : undefined
  return reading ?? flow(topic.fluxo, situation)
}

const MUST_IDENTIFY = /identific/iu
const NOTHING = /indispon|nao encontr|não encontr|nenhum|sem resposta|^\s*$/iu

/** Facts are said in their own words; what cannot be read without proof is the flow's to ask for. */
function afterReading(read: readonly string[], fluxo: AgentFlow | undefined): ModelAnswer {
  const facts = read.filter((text) => !NOTHING.test(text) && !MUST_IDENTIFY.test(text))
  if (facts.length > 0) return decide({ tipo: 'responder', texto: shorten(facts.join('\n'), 900) })
  return decide({ tipo: 'fluxo', fluxo: fluxo ?? 'problema' })
}

function flow(fluxo: AgentFlow, { words, categorias }: Situation): ModelAnswer {
  if (fluxo !== 'problema') return decide({ tipo: 'fluxo', fluxo })
  const categoria = categoryOf(normalizeWords(words), categorias)
  if (!categoria) return decide({ tipo: 'fluxo', fluxo })
  const respostas = Object.fromEntries(
    categoria.perguntas.flatMap(({ id, opcoes }) => {
      const said = opcoes.find((opcao) => ` ${normalizeWords(words)} `.includes(` ${normalizeWords(opcao)} `))
      return said === undefined ? [] : [[id, said]]
    }),
  )
  return decide({ tipo: 'fluxo', fluxo, categoria: categoria.id, respostas })
}

/** What people write for the categories that providers have; ids are the operator's, so a part of one is enough. */
const SIGNS: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:lent\w*|devagar|travando|velocidade|mega)\b/u, /lent|veloc/iu],
  [/\b(?:cai(?:ndo)?|oscila\w*|intermitente)\b/u, /queda|oscil|cai/iu],
  [/\bwi ?fi\b/u, /wi-?fi/iu],
  [/\b(?:sem (?:internet|sinal|net|conexao)|parou|caiu|los|luz vermelha|nao (?:conecta|funciona))\b/u, /sem[_ -]/iu],
]

function categoryOf(words: string, categorias: Situation['categorias']): Situation['categorias'][number] | undefined {
  for (const [said, id] of SIGNS) {
    const found = said.test(words) ? categorias.find((one) => id.test(one.id) || id.test(one.rotulo)) : undefined
    if (found) return found
  }
  return undefined
}

function call(request: ModelRequest, name: RegExp, args: Readonly<Record<string, string>>): ModelAnswer | undefined {
  const tool = request.tools.find((one) => name.test(one.name) && !takesDecision(one.parameters))
  return tool && { kind: 'tools', calls: [{ name: tool.name, args }] }
}

function decide(decision: Readonly<Record<string, unknown>>): ModelAnswer {
  return { kind: 'decision', decision }
}
