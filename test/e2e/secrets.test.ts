import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { samplePng } from '../../src/sandbox/sample-file.js'
import { systemClock } from '../../src/lib/clock.js'
import { SENHA } from '../../src/sandbox/hubsoft/clientes.js'
import { startSandbox } from '../../src/sandbox/sandbox.js'
import { ana, davi } from '../../src/sandbox/world/people.js'
import { world } from '../../src/sandbox/world.js'
import { startBot } from '../support/bot.js'
import { Customer } from '../support/customer.js'
import { BotProcess } from '../support/process.js'

/** Every byte below the data folder, as one string. */
async function bytesOf(dataDir: string): Promise<string> {
  const names = await readdir(dataDir)
  const files = await Promise.all(names.map((name) => readFile(join(dataDir, name), 'latin1')))
  return files.join('\n')
}

/** Which of these are in the text, told by name and not by value. */
function found(text: string, wanted: Readonly<Record<string, string>>): string[] {
  return Object.keys(wanted).filter((name) => text.includes(wanted[name] ?? ''))
}

/** Resolves when the text is nowhere in the data folder; fails after half a minute. */
async function goneFrom(dataDir: string, text: string): Promise<void> {
  const endsAt = Date.now() + 30_000
  while ((await bytesOf(dataDir)).includes(text)) {
    expect(Date.now()).toBeLessThan(endsAt)
    await systemClock.sleep(500)
  }
}

const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

describe.concurrent('secrets', () => {
  it('are neither in the store nor in the log at debug, nor is personal data in the log', async (context) => {
    const person = {
      ...davi,
      nome: 'CANARINHO SOBRENOMEDEMENTIRA DA SILVA',
      email: 'canarinho-do-email@exemplo.invalid',
      telefones: ['37991234567', '', ''] as const,
    }
    const sandbox = await startSandbox({ world: { ...world, pessoas: [person] } })
    context.onTestFinished(() => sandbox.stop())
    const bot = await BotProcess.start({ env: { ...sandbox.env, LOG_LEVEL: 'debug' } })
    context.onTestFinished(() => bot.dispose())
    const customer = new Customer(sandbox, person, 5_155_512_345)

    customer.say('estou sem internet, meu telefone é 37991234567 e o e-mail canarinho-do-email@exemplo.invalid')
    await customer.identify()
    await customer.press('Não resolveu')
    await customer.sees('Pular')
    customer.say(`o contrato está no cpf ${person.documento}, no meu nome`)
    await customer.triage()
    await customer.sendFiles({ bytes: samplePng(), file: { as: 'photo' } })
    await customer.finishFiles()
    await customer.confirm()
    const ticket = await customer.toldProtocolo()
    expect(ticket.descricao).toContain('no meu nome')
    expect(ticket.descricao).not.toContain(person.documento)
    await customer.landed('the file', () => ticket.anexos.length > 0)
    for (const command of ['/fatura', '/conexao', '/chamados']) {
      const mark = customer.user.mark()
      customer.say(command)
      await customer.hear(() => true, mark)
    }
    customer.say('/atendente')
    await customer.landed('the summary', () => customer.relayed().length > 0)
    customer.say('meu cpf é este mesmo')
    await customer.landed('the words', () => customer.relayed().length > 1)
    sandbox.tempbox.attendantSays(String(customer.id), 'Rita Inventada', 'Obrigada.')
    await customer.hear((text) => text.includes('Obrigada.'))
    // Failures log the most.
    sandbox.faults.hubsoft.arm('* *', { kind: 'loseAnswer' }, 3)
    sandbox.faults.milvus.arm('* *', { kind: 'status', status: 500 }, 3)
    sandbox.faults.telegram.arm('* */sendMessage', { kind: 'loseAnswer' }, 1)
    sandbox.faults.telegram.arm('* */getFile', { kind: 'loseAnswer' }, 1)
    sandbox.faults.tempbox.arm('* *', { kind: 'cutAnswer' }, 3)
    customer.user.sendFile(samplePng(), { as: 'document', name: 'foto.png', mime: 'image/png' })
    await customer.landed('the second file', () => ticket.anexos.length > 1)

    const secrets = {
      telegramToken: sandbox.env.TELEGRAM_BOT_TOKEN ?? '',
      telegramTokenBehindTheColon: sandbox.env.TELEGRAM_BOT_TOKEN?.split(':')[1] ?? '',
      hubsoftSecret: sandbox.env.HUBSOFT_CLIENT_SECRET ?? '',
      hubsoftPassword: sandbox.env.HUBSOFT_PASSWORD ?? '',
      hubsoftUser: sandbox.env.HUBSOFT_USERNAME ?? '',
      milvusToken: sandbox.env.MILVUS_TOKEN ?? '',
      tempboxToken: sandbox.env.TEMPBOX_TOKEN ?? '',
      // How each of its tokens begins.
      hubsoftToken: 'eyJ0eXAiOiJKV1Qi',
      senha: SENHA,
      fileUrl: '/file/bot',
      filePath: 'photos/file_',
      invoiceLink: 'pdf/fatura',
    }
    const personal = {
      cpf: person.documento,
      formattedCpf: person.documento.replace(/^(\d{3})(\d{3})(\d{3})(\d{2})$/u, '$1.$2.$3-$4'),
      phone: '37991234567',
      phoneWithoutArea: '991234567',
      name: 'CANARINHO',
      firstName: 'Canarinho',
      surname: 'SOBRENOMEDEMENTIRA',
      email: 'canarinho-do-email',
      chat: '5155512345',
      words: 'sem internet',
      attendant: 'Rita',
      street: 'DAS PEDRAS',
    }
    expect(found(await bytesOf(bot.dataDir), secrets)).toEqual([])
    await goneFrom(bot.dataDir, personal.cpf)
    await goneFrom(bot.dataDir, personal.formattedCpf)
    await goneFrom(bot.dataDir, '5537991234567')
    expect(await bot.terminate()).toEqual({ code: 0, signal: null })
    const stored = await bytesOf(bot.dataDir)
    expect(stored).toContain(String(customer.id))
    expect(found(stored, secrets)).toEqual([])
    const { cpf, formattedCpf } = personal
    expect(found(stored, { cpf, formattedCpf, senha: SENHA, phone: '5537991234567' })).toEqual([])
    expect(bot.output).toContain('"level"')
    expect(found(bot.output, { ...secrets, ...personal })).toEqual([])
    expect(found(utf8(bot.output), { name: 'CANARINHO' })).toEqual([])
    expect(bot.output).not.toMatch(/https?:\/\/(?!localhost:\d+\/readyz)/u)
  }, 120_000)

  it('a CPF that waits for its contact is gone after a quarter of an hour', async (context) => {
    let skippedMs = 0
    const clock = { now: () => Date.now() + skippedMs, sleep: systemClock.sleep }
    const bot = await startBot({}, { clock })
    context.onTestFinished(() => bot.stop())
    const customer = new Customer(bot.sandbox, ana, 502)
    customer.say('oi')
    await customer.hear((text) => /\bCPF\b/u.test(text))
    customer.say(ana.documento)
    await customer.askedForContact()
    expect(await bytesOf(bot.dataDir)).toContain(ana.documento)
    const mark = customer.user.mark()
    // Half a minute before the end of the time it may be kept.
    skippedMs = 14.5 * 60_000
    await customer.hear((text) => /apag/iu.test(text), mark)
    await goneFrom(bot.dataDir, ana.documento)
  }, 60_000)
})
