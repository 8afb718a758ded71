import { afterEach, expect, it } from 'vitest'

import { answer, agentOf, call, decide, startEndpoint } from '../support/model-endpoint.js'
import { Conversation } from '../support/conversation.js'
import { rosa } from '../support/conversation-reads.js'

/** Each longer than the one before, as people who get nowhere write. */
const WORDS = [
  'quanto é que tá mesmo aquela fatura?',
  'a internet do quarto cai quando chove, já falei isso antes',
  'e o que vocês vão fazer a respeito disso tudo aqui em casa?',
  'meu vizinho tem o mesmo plano e não tem esse problema nenhum',
  'olha, eu já expliquei tudo para o rapaz que veio da outra vez',
]

let endpoint: Awaited<ReturnType<typeof startEndpoint>> | undefined

afterEach(async () => {
  await endpoint?.close()
})

it('a turn takes no more tokens after sixty turns of one chat than after ten', async () => {
  let requests = 0
  // Reads first, then answers with what was read: two calls a turn, and words of its own in the history.
  endpoint = await startEndpoint((response) => {
    requests += 1
    const texto = `Fatura com vencimento 10/06/2026 – R$ 119,90, parte ${'um '.repeat(requests % 7)}`
    answer(response, requests % 2 === 1 ? call('faturas', {}) : decide({ tipo: 'responder', texto }))
  })
  const { received, baseUrl } = endpoint
  // Its day has no end here: the bound of a chat is another test's.
  const routing = { modelo: { tokensPorDiaChat: 10_000_000, chamadasPorDiaChat: 10_000 } }
  const bot = new Conversation({
    agent: agentOf(baseUrl),
    routing: (given) => ({ ...given, modelo: { ...given.modelo, ...routing.modelo } }),
  })
  bot.reads.clientes = [rosa]
  bot.reads.faturas = [{ idFatura: 5, amountCents: 11_990, vencimento: '2026-06-10', situacao: 'vencida' }]
  await bot.verify()
  const bytes: number[] = []
  for (let turn = 0; turn < 60; turn += 1) {
    const before = received.length
    await bot.say(`${WORDS[turn % WORDS.length] ?? ''} ${String(turn)} ${'e mais uma coisa. '.repeat(turn % 5)}`)
    expect(received.length).toBe(before + 2)
    // As an endpoint bills them: every call of the turn, each with all that it was sent.
    bytes.push(received.slice(before).reduce((sum, { raw }) => sum + raw.length, 0))
  }
  const mean = (part: number[]): number => part.reduce((sum, one) => sum + one, 0) / part.length
  const [early, late] = [mean(bytes.slice(10, 20)), mean(bytes.slice(-10))]
  expect(late / early).toBeLessThan(1.1)
  expect(Math.max(...bytes) / early).toBeLessThan(1.3)
}, 60_000)
