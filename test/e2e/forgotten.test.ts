import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { systemClock } from '../../src/lib/clock.js'
import { silentLogger } from '../../src/lib/logger.js'
import { samplePng } from '../../src/sandbox/sample-file.js'
import { world } from '../../src/sandbox/world.js'
import { davi } from '../../src/sandbox/world/people.js'
import { openStore } from '../../src/store/open-store.js'
import { IMPATIENT, startBot } from '../support/bot.js'
import { Customer } from '../support/customer.js'

const person = {
  ...davi,
  nome: 'CANARINHO SOBRENOMEDEMENTIRA DA SILVA',
  email: 'canarinho-do-email@exemplo.invalid',
  telefones: ['37991234567', '', ''] as const,
}

/** What of the customer's may stand nowhere once they asked to be forgotten. */
const THEIRS = {
  cpf: person.documento,
  phone: '991234567',
  name: 'CANARINHO',
  firstName: 'Canarinho',
  surname: 'SOBRENOMEDEMENTIRA',
  email: 'canarinho-do-email',
  words: 'capivara',
  laterWords: 'tamandua',
  relayedWords: 'ariranha',
  draftWords: 'jaguatirica',
  caption: 'suçuarana',
  staff: 'Rita',
  street: 'DAS PEDRAS',
}

/** Every byte below the data folder, as one string. */
async function bytesOf(dataDir: string): Promise<string> {
  const names = await readdir(dataDir)
  return (await Promise.all(names.map((name) => readFile(join(dataDir, name), 'latin1')))).join('\n')
}

/** Which of them are in the folder, by name. */
async function left(dataDir: string, secrets: Readonly<Record<string, string>>): Promise<string[]> {
  const stored = await bytesOf(dataDir)
  return Object.keys(secrets).filter((name) => stored.includes(Buffer.from(secrets[name] ?? '', 'utf8').toString('latin1')))
}

/** Waits for the log of the database to be cut; half a minute at most. */
async function goneFrom(dataDir: string, secrets: Readonly<Record<string, string>>): Promise<void> {
  const endsAt = Date.now() + 30_000
  while ((await left(dataDir, secrets)).length > 0 && Date.now() < endsAt) await systemClock.sleep(500)
  expect(await left(dataDir, secrets)).toEqual([])
}

it('a customer who asks for it is forgotten to the last byte, and what was under way wakes nothing', async (context) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'plantao-forgotten-'))
  context.onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const bot = await startBot({ DATA_DIR: dataDir }, { policies: IMPATIENT }, { world: { ...world, pessoas: [person] } })
  let isStopped = false
  const stop = async (): Promise<void> => {
    if (!isStopped) await bot.stop()
    isStopped = true
  }
  context.onTestFinished(stop)
  const customer = new Customer(bot.sandbox, person, 5_155_512_345)

  await customer.tell('sem internet, capivara, meu telefone é 37991234567')
  await customer.sendFiles({ bytes: samplePng(), file: { as: 'photo', caption: 'suçuarana' } })
  await customer.finishFiles()
  await customer.confirm()
  const ticket = await customer.toldProtocolo()
  await customer.landed('the file', () => ticket.anexos.length === 1)
  customer.say('/atendente')
  await customer.landed('the summary', () => customer.relayed().length > 0)
  customer.say('é a ariranha')
  await customer.landed('the words', () => customer.relayed().includes('é a ariranha'))
  bot.sandbox.tempbox.attendantSays(String(customer.id), 'Rita Inventada', 'Obrigada, Canarinho.')
  await customer.hear((text) => text.includes('Obrigada'))
  customer.say('/encerrar')
  await customer.landed('the end', () => customer.conversations()[0]?.concluido === true)

  // Words whose outcome nobody knows when the customer asks to be forgotten.
  bot.sandbox.faults.hubsoft.arm('POST */adicionar_mensagem/*', { kind: 'loseAnswer' })
  customer.say('e o tamandua também')
  await customer.landed('the later words', () => ticket.mensagens.some(({ texto }) => texto.includes('tamandua')))
  expect(await left(dataDir, { words: THEIRS.laterWords })).toEqual(['words'])
  customer.say('/esquecer')
  const mark = customer.user.mark()
  await customer.press('Sim, apagar tudo')
  const told = await customer.hear((text) => text.startsWith('Apagado'), mark)
  expect(told.text).toContain(ticket.protocolo)
  const heard = customer.user.messages.length

  bot.sandbox.hubsoft.staffSays(ticket.idAtendimento, '@cliente capivara resolvida')
  await bot.restart()
  await goneFrom(dataDir, THEIRS)
  expect(customer.user.messages).toHaveLength(heard)
  expect(ticket.mensagens.filter(({ texto }) => texto.includes('tamandua'))).toHaveLength(1)

  await bot.restart()
  expect(await left(dataDir, { ...THEIRS, protocolo: ticket.protocolo })).toEqual([])
  expect(customer.user.messages).toHaveLength(heard)
  await stop()
  const store = await openStore({ dataDir, logger: silentLogger })
  try {
    expect(await store.readJournal(String(customer.id), 100)).toEqual([])
    const audit = await store.readAudit(100)
    const kinds = audit.map(({ kind }) => kind)
    for (const kind of ['hubsoft.atendimento', 'hubsoft.anexo', 'hubsoft.mensagem', 'tempbox.abrir', 'tempbox.encerrar'] as const) {
      expect(kinds).toContain(kind)
    }
    const [servico] = person.servicos
    expect(audit.find(({ kind }) => kind === 'hubsoft.atendimento')).toMatchObject({
      outcome: 'confirmed',
      level: 2,
      idClienteServico: servico?.idClienteServico,
    })
    expect(audit.find(({ kind }) => kind === 'hubsoft.mensagem')).toMatchObject({ outcome: 'reconciled' })
    expect(await store.counts(Date.now())).toMatchObject({ intended: 0, sent: 0, unknown: 0, pendingEvents: 0 })
  } finally {
    await store.close()
  }
}, 120_000)
