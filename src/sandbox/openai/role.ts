import { z } from 'zod'

import { normalizeWords } from '../../lib/plain-text.js'
import { lastUserText, type ModelAnswer, type ModelRequest } from './types.js'

const line = z.object({ quem: z.string(), texto: z.string() })
const move = z.object({ acao: z.string(), texto: z.string().optional() })
const toPlay = z.object({
  pessoa: z.object({ cpf: z.string(), nascimento: z.string(), exemplo: z.array(move) }),
  conversa: z.array(line),
  botoes: z.array(z.string()),
})
const toJudge = z.object({ pergunta: z.string(), conversa: z.array(line) })

type Playing = z.output<typeof toPlay>
type Move = z.output<typeof move>

/** A customer's next move, or a judge's word, where that is what is asked for. */
export function playRole(request: Pick<ModelRequest, 'messages' | 'schema'>): ModelAnswer | undefined {
  const data = jsonIn(lastUserText(request))
  const playing = toPlay.safeParse(data)
  if (playing.success) return json(nextMove(playing.data))
  const judging = toJudge.safeParse(data)
  return judging.success ? json(judgeBy(judging.data)) : undefined
}

const json = (value: object): ModelAnswer => ({ kind: 'text', text: JSON.stringify({ texto: null, ...value }) })

/** Follows the example, and does in between what the screen asks for. */
function nextMove({ pessoa, conversa, botoes }: Playing): Move {
  const done = conversa.flatMap(({ quem, texto }) => (quem === 'cliente' || texto === WAITED ? [plain(texto)] : []))
  const wanted = nextOf(pessoa.exemplo, done, botoes)
  if (wanted === undefined) return { acao: 'fim' }
  if (isPossible(wanted, botoes)) return wanted
  const asked = conversa.findLast(({ quem }) => quem === 'bot')?.texto ?? ''
  if (/data de nascimento/iu.test(asked)) return { acao: 'dizer', texto: pessoa.nascimento }
  if (shownAs('Enviar meu contato', botoes) !== undefined) return { acao: 'contato' }
  const inPassing = PASSED.map((label) => shownAs(label, botoes)).find((label) => label !== undefined)
  if (inPassing !== undefined) return { acao: 'apertar', texto: inPassing }
  return conversa.slice(-2).every(({ texto }) => texto === WAITED) ? { acao: 'fim' } : { acao: 'esperar' }
}

/** As a conversation tells that the customer waited. */
const WAITED = 'o cliente espera'

/** What a customer presses who wants to get on. */
const PASSED = ['Não resolveu', 'Pular', 'Pronto', 'Confirmar'] as const

/** What of the example comes behind the last of it that was done; buttons that are not shown give way to the next one. */
function nextOf(example: readonly Move[], done: readonly string[], botoes: readonly string[]): Move | undefined {
  let at = 0
  for (const words of done) {
    const found = example.findIndex((one, index) => index >= at && isOne(one, words))
    if (found >= 0) at = found + 1
  }
  const last = example[at - 1]
  // As many questions as there are.
  if (last?.texto === 'Pular' && isPossible(last, botoes)) return last
  const end = example.findIndex(({ acao }, index) => index >= at && acao !== 'apertar')
  const presses = example.slice(at, end < 0 ? undefined : end)
  return presses.find((one) => isPossible(one, botoes)) ?? example[at]
}

function isOne({ acao, texto = '' }: Move, words: string): boolean {
  if (acao === 'apertar') return words.startsWith('[') && named(words, texto)
  if (acao === 'dizer' || acao === 'corrigir') return words === plain(texto) || words === plain(`(corrige) ${texto}`)
  return words === (SILENT[acao] ?? `📎 ${acao}`)
}

/** As the conversation tells what is done without words. */
const SILENT: Readonly<Record<string, string>> = {
  contato: '[contato proprio]',
  contato_alheio: '[contato alheio]',
  esperar: WAITED,
}

function isPossible({ acao, texto = '' }: Move, botoes: readonly string[]): boolean {
  if (acao === 'apertar') return shownAs(texto, botoes) !== undefined
  return acao !== 'contato' || shownAs('Enviar meu contato', botoes) !== undefined
}

const shownAs = (label: string, botoes: readonly string[]): string | undefined =>
  botoes.find((shown) => label === '*' || named(plain(shown), label))

/** *Resolveu* is not *Não resolveu*. */
const named = (shown: string, label: string): boolean => shown.includes(plain(label)) && !shown.includes(`nao ${plain(label)}`)

/** Yes where half of the question's longer words were said. */
function judgeBy({ pergunta, conversa }: z.output<typeof toJudge>): { sim: boolean; porque: string } {
  const said = plain(conversa.map(({ texto }) => texto).join(' '))
  const words = normalizeWords(pergunta).split(' ').filter((word) => word.length > 4)
  const found = words.filter((word) => said.includes(word))
  return { sim: found.length * 2 >= words.length, porque: `foi dito: ${found.join(', ')}` }
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Words: neither a role nor a question about one.
    return undefined
  }
}
