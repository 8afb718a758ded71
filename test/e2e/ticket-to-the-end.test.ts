import { expect, it, type TestContext } from 'vitest'

import { ana } from '../../src/sandbox/world/people.js'
import { startBot, type BotUnderTest } from '../support/bot.js'
import { Customer } from '../support/customer.js'

/** A customer whose atendimento staff have closed, and who was asked whether it is solved. */
async function closed({ onTestFinished }: TestContext, id: number, online: boolean) {
  const bot = await startBot()
  onTestFinished(() => bot.stop())
  const { sandbox } = bot
  const customer = new Customer(sandbox, ana, id)
  await customer.order('tô sem internet desde ontem')
  const ticket = await customer.toldProtocolo()
  sandbox.hubsoft.setConnected(ticket.plan.idClienteServico, online)
  const mark = customer.user.mark()
  sandbox.hubsoft.staffCloses(ticket.idAtendimento, '@cliente Cabo trocado no poste')
  const told = await customer.hear((text) => text.includes('fechou') && text.includes(ticket.protocolo), mark)
  return { bot, sandbox, customer, ticket, told: told.text }
}

/** PUTs of an atendimento so far. */
const puts = ({ sandbox }: BotUnderTest): number =>
  sandbox.hubsoft.ledger.list().filter(({ method, path }) => method === 'PUT' && path.includes('/atendimento/')).length

it.concurrent('a closing is told with the connection as it is, and what is not solved becomes a second atendimento', async (context) => {
  const { sandbox, customer, ticket, told } = await closed(context, 711, false)
  expect(told).toContain('Cabo trocado no poste')
  expect(told).toContain('desligada')

  customer.say('/chamados')
  const list = await customer.hear((text) => text.includes('Encerrados'))
  expect(list.text).toContain(ticket.protocolo)
  expect(list.text).toContain('Cabo trocado no poste')
  await customer.press('Não resolveu')
  await customer.triage()
  await customer.finishFiles()
  await customer.confirm()
  await customer.landed('another atendimento', () => customer.atendimentos().length === 2)
  const [, again] = customer.atendimentos()
  expect(again?.descricao).toContain(`Protocolo anterior: ${ticket.protocolo}`)
  expect(again?.plan.idClienteServico).toBe(ticket.plan.idClienteServico)
  expect(sandbox.hubsoft.opened()).toHaveLength(2)
}, 90_000)

it.concurrent('a rating lands in an ERP that takes it of a closed one', async (context) => {
  const { sandbox, customer, ticket, told } = await closed(context, 712, true)
  expect(told).toContain('ativa')
  sandbox.hubsoft.acceptRatings()
  await customer.press('Resolveu')
  await customer.press('⭐⭐⭐⭐⭐')
  await customer.landed('the rating', () => ticket.avaliacao === 5)
  expect(ticket.aberto).toBe(false)
  expect(ticket.parametros).toMatchObject({ satisfacao_cliente: 5, canal: 'plantao' })
}, 90_000)

it.concurrent('a rating that the ERP refuses is refused quietly, and not sent again', async (context) => {
  const { bot, customer, ticket } = await closed(context, 713, true)
  await customer.press('Resolveu')
  await customer.press('⭐⭐⭐⭐⭐')
  await customer.hear((text) => text.includes('Obrigado pela avaliação'))
  const mark = customer.user.mark()
  await bot.restart()
  customer.say('/ajuda')
  await customer.hear((text) => text.includes('/chamados'), mark)
  expect(puts(bot)).toBe(1)
  expect(ticket.avaliacao).toBeUndefined()
  const said = customer.user.messages.map(({ text }) => text)
  expect(said.filter((text) => /avaliaç|nota/u.test(text))).toHaveLength(2)
}, 90_000)
