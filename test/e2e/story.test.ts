import { afterEach, expect, it } from 'vitest'

import { sampleLog, samplePng } from '../../src/sandbox/sample-file.js'
import { ana } from '../../src/sandbox/world/people.js'
import { startBot, type BotUnderTest } from '../support/bot.js'
import { Customer, sha256 } from '../support/customer.js'

let bot: BotUnderTest | undefined
afterEach(async () => {
  await bot?.stop()
  bot = undefined
})

const PHOTO = { bytes: samplePng(), file: { as: 'photo', caption: 'a luz do aparelho' } } as const
const LOG = { bytes: sampleLog(), file: { as: 'document', name: 'roteador.log', mime: 'text/plain' } } as const
const LATE = Buffer.concat([samplePng(), Buffer.from('o irmão atrasado do álbum')])

it('answers a customer from the first word to the last attachment', async () => {
  bot = await startBot()
  const { sandbox } = bot
  const customer = new Customer(sandbox, ana, 501)

  customer.say(`tô sem internet desde ontem, meu cpf é ${ana.documento} e o telefone (37) 99000-0001`)
  await customer.shareContact()
  expect(sandbox.hubsoft.ledger.list('GET */cliente')).toHaveLength(0)
  await customer.press('Não resolveu')
  expect(sandbox.hubsoft.ledger.list('GET */cliente')).toHaveLength(1)
  expect(sandbox.milvus.perguntas()).toHaveLength(1)
  expect(sandbox.milvus.perguntas()[0]).toContain('sem internet desde ontem')
  expect(sandbox.milvus.perguntas()[0]).not.toMatch(/\d{4}/u)

  await customer.hear((text) => text.includes('1 de 3'))
  customer.say('uma vermelha, piscando')
  await customer.triage()
  await customer.sendFiles(PHOTO, LOG)
  await customer.finishFiles()
  const { mark } = await customer.confirm()
  customer.user.sendFile(LATE, { as: 'photo', albumId: 'the-same-album' })
  const ticket = await customer.toldProtocolo()
  await customer.hear((text) => text.includes('anexad') && /\b3\b/u.test(text), mark)

  expect(ticket.descricao).toMatch(/^\[PLT-[\dA-Z]{8}\]/u)
  expect(ticket.descricao).toContain('tô sem internet desde ontem')
  expect(ticket.descricao).toContain('uma vermelha, piscando')
  expect(ticket.descricao).toContain('não resolveu')
  expect(ticket.descricao).not.toContain('NÃO VERIFICADO')
  expect(ticket.telefone).toBe('37990000001')
  const [, reference] = /^\[(PLT-[\dA-Z]{8})\]/u.exec(ticket.descricao) ?? []
  expect(JSON.stringify(ticket.parametros)).toContain(reference)
  expect(ticket.anexos.map((anexo) => anexo.sha256)).toEqual([PHOTO.bytes, LOG.bytes, LATE].map(sha256))

  customer.say('agora a luz apagou')
  const later = (): boolean => ticket.mensagens.some(({ texto }) => texto.includes('agora a luz apagou'))
  await customer.landed('the later words', later)
  customer.user.sendFile(samplePng(), { as: 'document', name: 'depois.png', mime: 'image/png' })
  await customer.landed('the later file', () => ticket.anexos.length === 4)

  customer.say('quero falar com um atendente')
  await customer.landed('the summary', () => customer.relayed().length > 0)
  for (const words of ['oi, tem alguém?', 'estou sem trabalhar', 'preciso hoje']) {
    customer.say(words)
    await customer.landed(words, () => customer.relayed().includes(words))
  }
  sandbox.tempbox.attendantSays('501', 'Rita Inventada', 'Olá! Já vejo <isso>.')
  await customer.hear((text) => text.includes('Rita') && text.includes('Olá! Já vejo <isso>.'))
  const [summary, ...words] = customer.relayed()
  expect(summary).toContain('Ana')
  expect(summary).toContain(ticket.protocolo)
  expect(words).toEqual(['oi, tem alguém?', 'estou sem trabalhar', 'preciso hoje'])
  customer.say('/encerrar')
  await customer.landed('the end', () => customer.conversations()[0]?.concluido === true)

  expect(customer.user.messages.filter(({ text }) => text.includes('Já vejo'))).toHaveLength(1)
  expect(customer.conversations()).toHaveLength(1)
  expect(customer.atendimentos()).toHaveLength(1)
  expect(customer.chamados()).toHaveLength(0)
  expect(ticket.mensagens).toHaveLength(1)
}, 90_000)
