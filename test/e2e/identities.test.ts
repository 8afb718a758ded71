import { expect, it, type TestContext } from 'vitest'

import type { Sandbox } from '../../src/sandbox/sandbox.js'
import { samplePng } from '../../src/sandbox/sample-file.js'
import type { Person } from '../../src/sandbox/world/types.js'
import { ana, bruno, carla, carlaTwin } from '../../src/sandbox/world/people.js'
import { world } from '../../src/sandbox/world.js'
import { startBot } from '../support/bot.js'
import { Customer } from '../support/customer.js'

const OUTAGE = 'Rompimento de fibra no bairro Jardim Modelo, previsão de retorno 18h.'

/** Two people of one household, with one telephone in both records. */
async function household(context: TestContext, env: Record<string, string> = {}): Promise<{ sandbox: Sandbox; one: Person; two: Person }> {
  const one = { ...ana, alertas: [] }
  const [servico] = bruno.servicos
  const two = { ...bruno, telefones: ana.telefones, servicos: servico ? [servico] : [] }
  const pessoas = [one, two, carla, carlaTwin]
  const bot = await startBot(env, {}, { world: { ...world, pessoas } })
  context.onTestFinished(() => bot.stop())
  return { sandbox: bot.sandbox, one, two }
}

const heard = (customer: Customer): string => JSON.stringify(customer.user.messages)

/** Everything said from now on. */
const heardSince = (customer: Customer, mark: number): string =>
  JSON.stringify(customer.user.messages.filter(({ seq }) => seq > mark))

/** Asks for something harmless: what was due before has been said by then. */
async function settled(customer: Customer): Promise<void> {
  const mark = customer.user.mark()
  customer.say('/ajuda')
  await customer.hear((text) => text.includes('/privacidade'), mark)
}

async function open(customer: Customer, problem: string) {
  await customer.order(problem)
  return await customer.toldProtocolo()
}

it.concurrent('two people with one telephone each see their own, and hear of their own', async (context) => {
  const { sandbox, one, two } = await household(context)
  const [first, second] = [new Customer(sandbox, one, 801), new Customer(sandbox, two, 802)]
  const ticket = await open(first, 'tô sem internet, a capivara roeu o cabo')
  second.say('oi')
  await second.identify()
  await second.hear((text) => text.includes('Bruno'))
  sandbox.hubsoft.staffSays(ticket.idAtendimento, '@cliente A capivara fugiu?')
  await first.hear((text) => text.includes('fugiu'))
  for (const command of ['/chamados', '/fatura', '/conexao']) {
    const mark = second.user.mark()
    second.say(command)
    await second.hear((text) => text.includes('IPÊS'), mark)
  }
  expect(heard(second)).not.toMatch(/AURORAS|Ana|capivara/u)
  expect(heard(second)).not.toContain(ticket.protocolo)
  expect(heard(first)).not.toMatch(/IPÊS|Bruno/u)
}, 90_000)

it.concurrent('in one chat, whoever is identified next meets nothing of whoever was before', async (context) => {
  const { sandbox, one, two } = await household(context)
  const first = new Customer(sandbox, one, 811)
  const ticket = await open(first, 'tô sem internet, a capivara roeu o cabo')
  first.say('/encerrar')
  first.say('a internet está lenta, é a jaguatirica')
  await first.hear((text) => /jaguatirica|ajuda|quando|dispositivo|cabo/iu.test(text))
  await first.sendFiles({ bytes: samplePng(), file: { as: 'photo', caption: 'jaguatirica' } })
  first.say('/atendente')
  await first.landed('the summary', () => first.relayed().length > 0)
  const before = first.user.mark()
  first.say('/sair')
  await first.hear((text) => text.includes('não está mais ligado'), before)
  await first.landed('the end of that conversation', () => first.conversations()[0]?.concluido === true)

  const mark = first.user.mark()
  first.say(two.documento)
  await first.hear(() => true, mark)
  first.user.shareContact()
  await first.hear((text) => text.includes('Bruno'), mark)
  sandbox.hubsoft.staffSays(ticket.idAtendimento, '@cliente A capivara fugiu?')
  for (const command of ['/chamados', '/fatura', '/menu']) first.say(command)
  first.say('a televisão está sem imagem')
  await first.hear((text) => text.includes('IPÊS'), mark)
  await settled(first)
  first.say('/atendente')
  await first.landed('another conversation', () => first.conversations().length === 2)
  await first.landed('its summary', () => (first.conversations()[1]?.mensagens.length ?? 0) > 0)
  expect(heardSince(first, mark)).not.toMatch(/AURORAS|Ana|capivara|jaguatirica/u)
  expect(heardSince(first, mark)).not.toContain(ticket.protocolo)
  expect(JSON.stringify(first.conversations()[1]?.mensagens)).not.toMatch(/AURORAS|Ana|capivara|jaguatirica/u)
  expect(ticket.mensagens.some(({ texto }) => texto.includes('televisão'))).toBe(false)
}, 120_000)

it.concurrent('a customer who comes in another chat is told in each only what was asked for there, while it is theirs', async (context) => {
  const { sandbox, one } = await household(context)
  const [old, fresh] = [new Customer(sandbox, one, 821), new Customer(sandbox, one, 822)]
  const ticket = await open(old, 'tô sem internet, a capivara roeu o cabo')
  fresh.say('oi')
  await fresh.identify()
  await fresh.hear((text) => text.includes('Ana'))
  sandbox.hubsoft.staffSays(ticket.idAtendimento, '@cliente A capivara fugiu?')
  await old.hear((text) => text.includes('fugiu'))
  await settled(fresh)
  expect(heard(fresh)).not.toContain('capivara')

  const before = old.user.mark()
  old.say('/sair')
  await old.hear((text) => text.includes('não está mais ligado'), before)
  const mark = old.user.mark()
  fresh.say('/chamados')
  await fresh.hear((text) => text.includes(ticket.protocolo))
  await fresh.press('Acrescentar')
  fresh.say('agora por aqui, por favor')
  await fresh.landed('the words', () => ticket.mensagens.some(({ texto }) => texto.includes('agora por aqui')))
  sandbox.hubsoft.staffSays(ticket.idAtendimento, '@cliente Combinado por aqui')
  await fresh.hear((text) => text.includes('Combinado por aqui'))
  await settled(old)
  expect(heardSince(old, mark)).not.toMatch(/Combinado|capivara|AURORAS/u)
}, 90_000)

it.concurrent('one CPF with several records sees the services of all of them', async (context) => {
  const { sandbox } = await household(context)
  const customer = new Customer(sandbox, carla, 831)
  customer.say('oi')
  await customer.identify()
  await customer.hear((text) => text.includes('qual serviço'))
  const labels = customer.user.messages.flatMap(({ buttons }) => buttons.flat().map(({ text }) => text))
  expect(labels.join()).toMatch(/SOL.*CHÁCARA/su)
}, 60_000)

it.concurrent('a number that has left the record hears nothing of the end of an outage, who keeps theirs does', async (context) => {
  // An outage is looked at every twelve of these.
  const { sandbox, one, two } = await household(context, { POLL_INTERVAL_MS: '500' })
  const [gone, stays] = [new Customer(sandbox, one, 841), new Customer(sandbox, two, 842)]
  for (const { person } of [gone, stays]) person.alertas = [OUTAGE]
  for (const customer of [gone, stays]) {
    customer.say('tô sem internet desde ontem')
    await customer.identify()
    await customer.press('Avise-me')
    await customer.hear((text) => text.includes('Combinado'))
  }
  one.telefones = ['37990000777', '', '']
  for (const { person } of [gone, stays]) person.alertas = []
  // Either may be read first; what is read of the other ends its link.
  await Promise.all([stays.hear((text) => text.includes('não consta mais')), untilRead(sandbox, one)])
  await settled(gone)
  expect(heard(gone)).not.toContain('não consta mais')
  const mark = gone.user.mark()
  gone.say('/fatura')
  await gone.hear((text) => text.includes('CPF ou CNPJ'), mark)
  expect(heardSince(gone, mark)).not.toMatch(/AURORAS|MEGA/u)
}, 90_000)

/** Resolves when the record is read the next time. */
async function untilRead({ hubsoft }: Sandbox, { codigoCliente }: Person): Promise<void> {
  const readings = (): number =>
    hubsoft.ledger.list('GET */cliente').filter(({ query }) => query.termo_busca === String(codigoCliente)).length
  const before = readings()
  await new Promise<void>((resolve) => {
    const stop = hubsoft.ledger.onRequest(() => {
      if (readings() === before) return
      stop()
      resolve()
    })
  })
}
