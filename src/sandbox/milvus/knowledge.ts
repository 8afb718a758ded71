import type { Reply, StandInRequest } from '../http/route.js'
import { NOTHING_FOUND } from '../world/articles.js'
import type { Article } from '../world/types.js'
import type { MilvusState } from './state.js'

/** `POST base-conhecimento/perguntar-contexto`. The `prompt` it answers as well goes nowhere. */
export function ask(state: MilvusState, { body }: StandInRequest): Reply {
  const pergunta = typeof body.fields.pergunta === 'string' ? body.fields.pergunta : ''
  if (pergunta.trim() === '') return { status: 400, body: { message: 'Campo inválido', errors: ['pergunta'] } }
  const [article] = search(state, pergunta)
  state.asked(pergunta, article !== undefined)
  const prompt = ['Você é um técnico. Responda só com o contexto.', article?.texto ?? '', pergunta].join('\n')
  return { status: 200, body: { status_code: 200, resposta: article?.texto ?? NOTHING_FOUND, prompt } }
}

/** `POST base-conhecimento/buscar-contexto` */
export function searchContext(state: MilvusState, { body }: StandInRequest): Reply {
  const pergunta = typeof body.fields.pergunta === 'string' ? body.fields.pergunta : ''
  return { status: 200, body: search(state, pergunta).map(({ id, texto }) => ({ id, artigo: texto })) }
}

function search(state: MilvusState, pergunta: string): Article[] {
  const words = plain(pergunta)
  return state.world.artigos.filter(({ palavras }) =>
    palavras.some((palavra) => new RegExp(`\\b${palavra}\\b`, 'u').test(words)),
  )
}

/** Lower case without accents. */
function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
}
