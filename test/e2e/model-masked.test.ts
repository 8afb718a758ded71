import fc from 'fast-check'
import { expect, it } from 'vitest'

import { takesDecision } from '../../src/sandbox/openai/decision.js'
import { toolTexts, type Model } from '../../src/sandbox/openai/types.js'
import { samplePng } from '../../src/sandbox/sample-file.js'
import { nina, OUTAGE } from '../../src/sandbox/world/people.js'
import type { World } from '../../src/sandbox/world/types.js'
import { world } from '../../src/sandbox/world.js'
import { startModelBot, verified, answerTo } from '../support/model-bot.js'
import { cnpjs, cpfs, emails, landlines, mobiles, personalData, urls } from '../support/personal-data.js'

const SEED = 20_261_128
const EACH = 12

/** Pieces of every kind, the same in every run. */
const pieces = [cpfs, cnpjs, mobiles, landlines, emails, urls, personalData].flatMap((kind, index) =>
  fc.sample(kind, { numRuns: EACH, seed: SEED + index }),
)
/** So many lists of pieces, each of every kind. */
const handOut = (count: number): string[][] =>
  Array.from({ length: count }, (_, at) => pieces.filter((_piece, index) => index % count === at))

const [article = [], alert = [], ticket = [], staff = [], caption = [], name = [], ...words] = handOut(12)
const told = (marker: string, given: readonly string[]): string => `${marker}: ${given.join(' ; ')}`

/** It reads all there is, and then leaves the words to the rules, so that everything is told to it again and again. */
const reader: Model = (request) => {
  const readers = request.tools.filter(({ parameters }) => !takesDecision(parameters))
  if (readers.length === 0 || toolTexts(request).length > 0) return { kind: 'decision', decision: { tipo: 'seguir' } }
  return { kind: 'tools', calls: readers.map(({ name: tool }) => ({ name: tool, args: { pergunta: 'sem internet', cep: '35999-000' } })) }
}

const person = {
  ...nina,
  nome: 'CANARINHO SOBRENOMEDEMENTIRA DA SILVA',
  email: emailOf(words[0] ?? []),
  alertas: [`${OUTAGE} ${told('marcaalerta', alert)}`],
}

function emailOf(given: readonly string[]): string {
  return given.find((piece) => piece.includes('@')) ?? 'canarinho@exemplo.invalid'
}

const peopled: World = {
  ...world,
  pessoas: [person],
  artigos: world.artigos.map((one, index) => (index === 0 ? { ...one, texto: `${one.texto}\n${told('marcaartigo', article)}` } : one)),
  atendimentos: [
    {
      codigoCliente: person.codigoCliente,
      idClienteServico: person.servicos[0]?.idClienteServico ?? 0,
      tipo: 'SUPORTE TÉCNICO',
      descricao: told('marcachamado', ticket),
    },
  ],
}

/** Whether it stands there as it was written, or its digits or letters alone. */
function standsIn(sent: string, piece: string): boolean {
  const bare = piece.replace(/\D/gu, '')
  return sent.includes(piece) || sent.includes(piece.toLowerCase()) || (bare.length >= 8 && sent.includes(bare))
}

it('no personal data reaches the endpoint in clear, wherever it stands and however it is written', async (context) => {
  const bot = await startModelBot(context, reader, peopled)
  const customer = await verified(bot, person, 751)
  await answerTo(customer, 'tô sem internet desde ontem')
  await answerTo(customer, told('marcapalavras', words[0] ?? []))
  await customer.triage()
  const asDocument = { as: 'document', name: `${told('marcanome', name).slice(0, 200)}.png`, mime: 'image/png' } as const
  await customer.sendFiles({ bytes: samplePng(), file: { as: 'photo', caption: told('marcalegenda', caption) } }, { bytes: samplePng(), file: asDocument })
  // Words without a documento go to the model themselves; the others are told of later.
  const without = words.map((list) => list.filter((piece) => !/^[\d./ ‑-]{11,20}$/u.test(piece)))
  for (const list of without) await answerTo(customer, told('marcapalavras, e a internet segue ruim', list))
  await customer.finishFiles()
  await customer.confirm()
  await customer.toldProtocolo()
  for (const { idAtendimento } of bot.sandbox.hubsoft.tickets()) bot.sandbox.hubsoft.staffSays(idAtendimento, told('marcaequipe', staff))
  for (const question of ['e meu chamado, em que andamento?', 'minha conexão está online?', 'quanto tá o boleto e a visita?']) {
    await answerTo(customer, question)
  }
  const sent = bot.openai.received()
  expect(bot.openai.requests().length).toBeGreaterThan(10)
  // What stood beside it did get there; what tickets say, whoever wrote it, and names of files are told to no model.
  const places = ['palavras', 'artigo', 'legenda', 'alerta', 'chamado', 'equipe', 'nome']
  expect(places.filter((place) => sent.includes(`marca${place}`))).toEqual(['palavras', 'artigo', 'legenda', 'alerta'])
  expect(pieces.filter((piece) => standsIn(sent, piece))).toEqual([])
  expect(/canarinho|sobrenomedementira|jacarand/iu.exec(sent)?.[0]).toBeUndefined()
  expect([person.documento, ...person.telefones].filter((piece) => piece !== '' && standsIn(sent, piece))).toEqual([])
}, 120_000)
