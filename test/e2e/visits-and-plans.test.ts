import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it, type TestContext } from 'vitest'

import { AGENDA } from '../../src/sandbox/hubsoft/agenda.js'
import { OLGA } from '../../src/sandbox/hubsoft/prospecto.js'
import { makeCpf } from '../../src/sandbox/world/documents.js'
import { ana } from '../../src/sandbox/world/people.js'
import type { Person, World } from '../../src/sandbox/world/types.js'
import { world } from '../../src/sandbox/world.js'
import { startBot, type BotUnderTest } from '../support/bot.js'
import { Customer } from '../support/customer.js'

/** The prompts with the agenda of the tenant's visits. */
async function promptsWithAgenda({ onTestFinished }: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plantao-prompts-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await cp('prompts', folder, { recursive: true })
  const routing = join(folder, 'routing.yaml')
  const text = await readFile(routing, 'utf8')
  await writeFile(routing, text.replace(/# agenda: \d+/u, `agenda: ${String(AGENDA)}`))
  return folder
}

async function start(context: TestContext, given?: World): Promise<BotUnderTest> {
  const bot = await startBot({ PROMPTS_DIR: await promptsWithAgenda(context) }, {}, given ? { world: given } : {})
  context.onTestFinished(() => bot.stop())
  return bot
}

it.concurrent('moves a visit to a free time, twice pressed and its answer lost, and reads it again', async (context) => {
  const [servico] = ana.servicos
  if (!servico) throw new Error('she has a service')
  const visit = { codigoCliente: ana.codigoCliente, idClienteServico: servico.idClienteServico, descricao: 'Visita', tipo: 'SAC', comVisita: true }
  const { sandbox } = await start(context, { ...world, atendimentos: [visit] })
  const customer = new Customer(sandbox, { ...ana, servicos: [servico] }, 801)
  customer.say('/chamados')
  await customer.identify()
  for (const plan of ana.servicos.slice(0, ana.servicos.length > 1 ? 1 : 0)) await customer.press(plan.nome)
  await customer.press('Visita')
  const { message } = await customer.sees('08:00–10:00', '10:00–12:00', '14:00–16:00', '16:00–18:00')
  const [first, second] = message.buttons.flat().filter(({ data }) => data?.startsWith('vh:'))
  const taken = Number(first?.data?.split(':')[2])
  const chosen = Number(second?.data?.split(':')[2])
  sandbox.hubsoft.takesSlot(taken)
  const mark = customer.user.mark()
  customer.user.pressData(message.messageId, first?.data ?? '')
  await customer.hear((text) => text.includes('não está mais livre'), mark)
  customer.user.pressData(message.messageId, second?.data ?? '')
  const card = await customer.sees('Confirmar')
  expect(card.message.text).toContain(servico.nome)
  customer.user.pressData(card.message.messageId, card.data)
  customer.user.pressData(card.message.messageId, card.data)
  await customer.hear((text) => text.includes('Li de novo'))
  const [ticket] = sandbox.hubsoft.tickets()
  expect(Object.values(ticket?.visitas ?? {})).toMatchObject([{ inicio: chosen, marcada: true }])
  const planned = sandbox.landings.list('HubSoft').filter(({ kind }) => kind === 'visita')
  expect(planned).toHaveLength(2)
}, 60_000)

it.concurrent('takes the interest of somebody who is no customer, once, and never names another', async (context) => {
  const { sandbox } = await start(context)
  const stranger: Person = { ...ana, nome: 'CICERO FICTÍCIO DE SOUZA', documento: makeCpf('400700800'), telefones: ['37990000808', '', ''] }
  const send = async (customer: Customer, documento: string): Promise<void> => {
    await customer.press('Ainda não sou cliente')
    await customer.hear((text) => text.includes('CEP'))
    customer.say('35999-000')
    await customer.press('FIBRA 600')
    await customer.hear((text) => text.includes('nome completo'))
    customer.say('Cícero Fictício de Souza')
    await customer.hear((text) => text.includes('quem vai contratar'))
    customer.say(documento)
    await customer.shareContact()
    await customer.hear((text) => text.includes('rua e o número'))
    customer.say('Rua das Auroras, 12')
    await customer.hear((text) => text.includes('bairro'))
    customer.say('Jardim Modelo')
    expect(sandbox.hubsoft.prospectos().some((one) => one.documento === documento && one !== OLGA)).toBe(false)
    await customer.confirm()
  }
  const customer = new Customer(sandbox, stranger, 802)
  customer.say('/start')
  await send(customer, stranger.documento)
  await customer.hear((text) => text.includes('Interesse registrado'))
  const mine = sandbox.hubsoft.prospectos().filter(({ documento }) => documento === stranger.documento)
  expect(mine).toMatchObject([{ idServico: 1331, valor: 119.9, cep: '35999000', telefone: '37990000808', numero: 12, tipoPessoa: 'pf' }])

  const other = new Customer(sandbox, { ...stranger, telefones: ['37990000810', '', ''] }, 803)
  other.say('/start')
  await send(other, OLGA.documento)
  await other.hear((text) => text.includes('Não consegui concluir'))
  expect(other.user.messages.some(({ text }) => /OLGA/iu.test(text))).toBe(false)
  expect(sandbox.hubsoft.prospectos()).toHaveLength(2)
}, 60_000)
