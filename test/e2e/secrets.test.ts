import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { samplePng } from '../../src/sandbox/sample-file.js'
import { SENHA } from '../../src/sandbox/hubsoft/clientes.js'
import { startSandbox } from '../../src/sandbox/sandbox.js'
import { ana, davi } from '../../src/sandbox/world/people.js'
import { world } from '../../src/sandbox/world.js'
import { startBot } from '../support/bot.js'
import { Customer } from '../support/customer.js'
import { FakeClock } from '../support/fake-clock.js'
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

const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

describe.concurrent('secrets', () => {
  it('of any system are neither in the store nor in the log at debug, and personal data not in the log', async (context) => {
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

    await customer.order('estou sem internet, meu telefone é 37991234567 e o e-mail canarinho-do-email@exemplo.invalid', [
      { bytes: samplePng(), file: { as: 'photo' } },
    ])
    const ticket = await customer.toldProtocolo()
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

    const tokens = [...sandbox.hubsoft.ledger.list('GET *')].length > 0 ? sandbox.hubsoft.tokens() : []
    expect(tokens.length).toBeGreaterThan(0)
    const secrets = {
      telegramToken: sandbox.env['TELEGRAM_BOT_TOKEN'] ?? '',
      telegramTokenBehindTheColon: sandbox.env['TELEGRAM_BOT_TOKEN']?.split(':')[1] ?? '',
      hubsoftSecret: sandbox.env['HUBSOFT_CLIENT_SECRET'] ?? '',
      hubsoftPassword: sandbox.env['HUBSOFT_PASSWORD'] ?? '',
      hubsoftUser: sandbox.env['HUBSOFT_USERNAME'] ?? '',
      milvusToken: sandbox.env['MILVUS_TOKEN'] ?? '',
      tempboxToken: sandbox.env['TEMPBOX_TOKEN'] ?? '',
      ...Object.fromEntries(tokens.map((token, index) => [`hubsoftToken${String(index)}`, token])),
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
    expect(found(await bytesOf(bot.dataDir), { cpf: personal.cpf, formattedCpf: personal.formattedCpf })).toEqual([])
    expect(await bot.terminate()).toEqual({ code: 0, signal: null })
    const stored = await bytesOf(bot.dataDir)
    expect(stored).toContain(String(customer.id))
    expect(found(stored, secrets)).toEqual([])
    expect(found(stored, { cpf: personal.cpf, formattedCpf: personal.formattedCpf, senha: SENHA, phone: '5537991234567' })).toEqual([])
    expect(bot.output).toContain('"level"')
    expect(found(bot.output, { ...secrets, ...personal })).toEqual([])
    expect(found(utf8(bot.output), { name: 'CANARINHO' })).toEqual([])
    expect(bot.output).not.toMatch(/https?:\/\/(?!localhost:\d+\/readyz)/u)
  }, 120_000)

  it('a CPF that waits for its contact is gone after a quarter of an hour', async (context) => {
    const clock = new FakeClock(Date.now())
    const bot = await startBot({}, { clock })
    context.onTestFinished(() => bot.stop())
    const customer = new Customer(bot.sandbox, ana, 502)
    customer.say('oi')
    await clock.advanceUntil(() => customer.user.messages.some(({ text }) => /\bCPF\b/u.test(text)))
    customer.say(ana.documento)
    await clock.advanceUntil(() => customer.user.messages.some(({ keyboard }) => keyboard !== undefined))
    expect(await bytesOf(bot.dataDir)).toContain(ana.documento)
    const before = customer.user.messages.length
    clock.advance(15 * 60_000)
    await clock.advanceUntil(() => customer.user.messages.length > before)
    expect(await bytesOf(bot.dataDir)).not.toContain(ana.documento)
  }, 60_000)
})
