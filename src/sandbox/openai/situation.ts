import { z } from 'zod'

import { lastUserText, type ModelRequest } from './types.js'

/** What a request tells of the conversation, as far as rules need it. */
export interface Situation {
  /** The customer's new words. */
  words: string
  /** Whether something was asked that waits for its answer. */
  waits: boolean
  categorias: readonly Categoria[]
}

interface Categoria {
  id: string
  rotulo: string
  perguntas: { id: string; opcoes: readonly string[] }[]
}

/**
 * Reads the situation from the text of a request, as far as it says so: categories from the instructions' list, the
 * new words and what was asked from the last message. What is not marked as anything else counts as words.
 */
export function readSituation(request: Pick<ModelRequest, 'messages'>): Situation {
  const instructions = request.messages.filter(({ role }) => role === 'system' || role === 'developer')
  const text = lastUserText(request)
  return { ...newWords(text), categorias: categoriesOf(instructions.map((message) => message.text).join('\n')) }
}

const turnSchema = z.object({ mensagem: z.string(), esperando: z.string().default('livre') })

/** The last message is an object of JSON, perhaps with a remark behind it; anything else is taken as it stands. */
function newWords(text: string): Pick<Situation, 'words' | 'waits'> {
  const { data } = turnSchema.safeParse(jsonIn(text))
  return data ? { words: data.mensagem, waits: data.esperando !== 'livre' } : { words: text, waits: false }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text.slice(0, text.lastIndexOf('}') + 1))
  } catch {
    // Plain words.
    return undefined
  }
}

/** A label is short; other lists of the instructions explain. */
const CATEGORY = /^- `([^`]+)`: (.{1,40})$/u
const QUESTION = /^ {2}- `([^`]+)`: .*?(?:\(opções: (.*)\))?$/u

function categoriesOf(text: string): Categoria[] {
  const categorias: Categoria[] = []
  for (const line of text.split('\n')) {
    const category = CATEGORY.exec(line)
    if (category) categorias.push({ id: category[1] ?? '', rotulo: category[2] ?? '', perguntas: [] })
    const question = QUESTION.exec(line)
    if (question) categorias.at(-1)?.perguntas.push({ id: question[1] ?? '', opcoes: question[2]?.split(' | ') ?? [] })
  }
  return categorias
}
