import { expect, it } from 'vitest'

import { ana, bruno } from '../../src/sandbox/world/people.js'
import { startBot } from '../support/bot.js'
import { Customer } from '../support/customer.js'

/** How often the customer read this. */
const times = (customer: Customer, words: string): number =>
  customer.user.messages.filter(({ text }) => text.includes(words)).length

it.concurrent('tells what staff write in an atendimento once, also after a restart, and asks when they close it', async ({ onTestFinished }) => {
  const bot = await startBot()
  onTestFinished(() => bot.stop())
  const { sandbox } = bot
  const customer = new Customer(sandbox, ana, 701)
  await customer.order('tô sem internet desde ontem')
  const ticket = await customer.toldProtocolo()
  const { idAtendimento: id, protocolo } = ticket

  sandbox.hubsoft.staffSays(id, 'cliente é o do poste, ver com o Zé')
  sandbox.hubsoft.staffSays(id, '@cliente Posso ir amanhã às 9h?')
  await customer.hear((text) => text.includes('Posso ir amanhã às 9h?') && text.includes(protocolo))
  customer.say('sim')
  await customer.landed('the answer', () => ticket.mensagens.some(({ texto }) => texto.includes('Cliente: sim')))
  customer.say('o portão fica aberto de manhã')
  await customer.landed('more words', () => ticket.mensagens.some(({ texto }) => texto.includes('portão')))
  // HubSoft shows them again as somebody else's.
  const echo = ticket.mensagens.find(({ texto }) => texto.includes('portão'))?.texto ?? ''
  sandbox.hubsoft.staffSays(id, echo)
  sandbox.hubsoft.staffSays(id, '@cliente Cliente: o portão fica aberto de manhã')

  await bot.restart()
  sandbox.hubsoft.staffSays(id, '@cliente Combinado, até amanhã')
  await customer.hear((text) => text.includes('Combinado, até amanhã'))
  sandbox.hubsoft.staffMoves(id, 'Em execução')
  await customer.hear((text) => text.includes('Em execução'))

  const before = customer.user.mark()
  sandbox.hubsoft.staffCloses(id, 'recado interno do fechamento')
  await customer.hear((text) => text.includes('fechou') && text.includes(protocolo), before)
  await customer.press('Não resolveu')
  await customer.triage()
  await customer.finishFiles()
  await customer.confirm()
  await customer.landed('another atendimento', () => customer.atendimentos().length === 2)
  const [, again] = customer.atendimentos()
  expect(again?.descricao).toContain(`Protocolo anterior: ${protocolo}`)

  for (const once of ['Posso ir amanhã', 'Combinado, até amanhã', 'mudou de situação', 'O problema foi resolvido?']) {
    expect([once, times(customer, once)]).toEqual([once, 1])
  }
  for (const never of ['ver com o Zé', 'portão fica aberto', 'recado interno']) {
    expect([never, times(customer, never)]).toEqual([never, 0])
  }
}, 90_000)

it.concurrent('tells the public words of a technician, never private notes, and nothing after /sair or to anybody else', async ({ onTestFinished }) => {
  const bot = await startBot()
  onTestFinished(() => bot.stop())
  const { sandbox } = bot
  const customer = new Customer(sandbox, ana, 702)
  const other = new Customer(sandbox, bruno, 703)
  await customer.order('a minha tv está sem canal nenhum')
  const chamado = await sandbox.milvus.until(() => customer.chamados()[0])
  await customer.hear((text) => text.includes('Protocolo') && text.includes(String(chamado.codigo)))

  sandbox.milvus.staffSays(chamado.codigo, 'Bia Inventada', 'nota só da equipe', { privado: true })
  sandbox.milvus.staffSays(chamado.codigo, 'Bia Inventada', 'Qual decodificador aparece na tela?')
  const heard = await customer.hear((text) => text.includes('Qual decodificador'))
  expect(heard.text).toContain('Bia')
  customer.say('o modelo azul')
  const landed = () => chamado.acompanhamentos.some(({ texto }) => texto.includes('o modelo azul'))
  await customer.landed('the answer', landed)
  sandbox.milvus.staffSays(chamado.codigo, 'Bia Inventada', 'Obrigada, já vejo')
  await customer.hear((text) => text.includes('Obrigada, já vejo'))

  const mark = customer.user.mark()
  customer.say('/sair')
  await customer.hear((text) => text.includes('não está mais ligado'), mark)
  sandbox.milvus.staffSays(chamado.codigo, 'Bia Inventada', 'depois de sair')
  other.say('oi')
  await other.identify()
  await other.hear((text) => text.includes('Tudo certo'))

  expect(times(customer, 'Qual decodificador')).toBe(1)
  expect(times(customer, 'nota só da equipe')).toBe(0)
  expect(times(customer, 'o modelo azul')).toBe(0)
  expect(times(customer, 'depois de sair')).toBe(0)
  expect(other.user.messages.some(({ text }) => text.includes('decodificador'))).toBe(false)
}, 90_000)
