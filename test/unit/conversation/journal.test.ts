import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { redactLine } from '../../../src/conversation/redact.js'
import { makeCpf } from '../../../src/sandbox/world/documents.js'
import { Conversation } from '../../support/conversation.js'
import { rosa, ROSA_PHONE } from '../../support/conversation-reads.js'
import { cnpjs, cpfs, emails, landlines, mobiles, urls } from '../../support/personal-data.js'

const OPENED = { result: { idAtendimento: 501, protocolo: '2026501' } }
const lines = (bot: Conversation): string[] => bot.journal.map(({ who, text }) => `${who}: ${text}`)
const bare = (text: string): string => text.replace(/[^\p{L}\d@]/gu, '')

/** The same data with spaces, dots and line ends between any of its characters. */
const split = (data: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(data, fc.array(fc.constantFrom('', '', '', ' ', '\n', '.', ' . ', '\r\n', '-'), { minLength: 40, maxLength: 40 }))
    .map(([text, between]) => Array.from(text, (char, index) => char + (between[index] ?? '')).join(''))

const around = fc.constantFrom('', 'oi, meu cpf é ', 'tô sem internet\n', 'liga no ', 'contrato: ')

describe('a line of the journal', () => {
  it.each([
    ['CPF', cpfs],
    ['CNPJ', cnpjs],
    ['mobile', mobiles],
    ['landline', landlines],
  ])('holds no %s, however it is typed', (_, data) => {
    fc.assert(
      fc.property(around, split(data), around, (before, typed, after) => {
        const digits = typed.replace(/\D/gu, '')
        const kept = redactLine(`${before}${typed} ${after}`, [], 500)
        expect(kept.replace(/\D/gu, '')).not.toContain(digits)
        expect((kept.match(/\d/gu) ?? []).length).toBeLessThan(7)
      }),
      { numRuns: 300 },
    )
  })

  it('holds no e-mail and no link, also over two lines', () => {
    fc.assert(
      fc.property(around, emails, fc.constantFrom('@', ' @ ', '\n@', '@\n', ' @\n'), urls, (before, email, at, url) => {
        const kept = redactLine(`${before}${email.replace('@', at)} e ${url}`, [], 500)
        expect(bare(kept)).not.toContain(bare(email))
        expect(kept).not.toContain('@')
        expect(kept).not.toContain(url)
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['CEP 39400-001', '39400'],
    ['nasci em 25/03/1985', '1985'],
    ['nasci em 25 de março de 1985', '1985'],
    ['no PLT-7K3M9QXT/2', '7K3M9QXT'],
    ['protocolo 8123', '8123'],
    ['moro na rua das Auroras, 10', 'Auroras'],
    ['12.ABC.345\n/01DE-35', '12.ABC'],
    ['me chamo Rosa Inventada', 'Inventada'],
  ])('of “%s” leaves the number out', (text, secret) => {
    expect(redactLine(text, [], 500)).not.toContain(secret)
  })

  it('masks the names it is told, whatever their accents and case', () => {
    expect(redactLine('aqui é a JOSÉ, oi Zé!', ['Jose', 'Zé'], 500)).toBe('aqui é a [nome], oi [nome]!')
  })

  it('keeps what the trouble is, in one line of bounded length', () => {
    expect(redactLine('sem internet\ndesde ontem, luz  vermelha 2 vezes', [], 500)).toBe(
      'sem internet desde ontem, luz vermelha 2 vezes',
    )
    expect(redactLine('palavra '.repeat(400), [], 500).length).toBeLessThanOrEqual(500)
  })
})

describe('the journal of a conversation', () => {
  it('carries the version of the prompts on the first line of each turn', async () => {
    const bot = new Conversation()
    await bot.say('oi')
    const { length } = bot.journal
    await bot.say('estou sem internet')
    const versions = bot.journal.map(({ version }) => version)
    expect(versions[0]).toMatch(/^[\da-f]{12}$/u)
    expect(versions[length]).toBe(versions[0])
    expect(versions.filter((version) => version !== undefined)).toHaveLength(2)
  })

  it('tells what was asked, which sentences answered, what was pressed and what came of it', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.collect()
    await bot.press('Confirmar')
    await bot.settle('hubsoft.atendimento', OPENED)
    expect(lines(bot)).toEqual(
      expect.arrayContaining([
        'cliente: contato',
        'bot: saudacao',
        'cliente: tô sem internet desde ontem',
        'bot: triagem',
        'cliente: botao cf',
        'bot: enviando',
        'sistema: efeito hubsoft.atendimento confirmed',
        'bot: protocolo',
      ]),
    )
  })

  it('holds no documento, phone, name, protocolo, reference, service or file of theirs', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.say('Rosa aqui, sem internet, liga 38 99120-3344 ou rosa@exemplo.invalid')
    await bot.file({ caption: 'foto da Rosa', name: 'segredo.jpg' })
    await bot.press('Abrir agora')
    await bot.press('Confirmar')
    await bot.settle('hubsoft.atendimento', OPENED)
    await bot.say('o protocolo 2026501 é meu')
    const [reference = ''] = bot.session.tickets.map((ticket) => ticket.reference)
    const all = lines(bot).join('\n')
    for (const secret of [rosa.documento, ROSA_PHONE, 'Rosa', '99120', 'exemplo', '2026501', reference, 'segredo', '1100']) {
      expect(all).not.toContain(secret)
    }
    expect(all).toContain('sem internet')
  })

  it('does not look at what proves somebody', async () => {
    const bot = new Conversation()
    await bot.say(rosa.documento)
    await bot.press('Não consigo enviar')
    await bot.say('vinte e cinco de março de oitenta e cinco')
    await bot.say('25/03/1985')
    expect(lines(bot).join('\n')).not.toMatch(/oitenta|1985/u)
    expect(lines(bot)).toContain('cliente: [data]')
  })

  it('holds nothing of what somebody tells who asks for a plan: typed, below a file, corrected, or behind a command', async () => {
    const bot = new Conversation()
    bot.reads.oferta = { kind: 'planos', planos: [{ idServico: 20, nome: 'FIBRA 600', amountCents: 11_990 }] }
    await bot.command('planos')
    await bot.say('35.999-000')
    await bot.press('FIBRA 600')
    await bot.say('Beltrano Fictício')
    await bot.correct('Beltrano Fictício de Tal')
    await bot.file({ caption: 'meu nome, Beltrano Fictício, e o da Jurema Fictícia' })
    await bot.say(makeCpf('400500600'))
    await bot.say('trinta e sete, nove nove mil, setecentos e sete')
    await bot.say('(37) 99000-0707')
    await bot.correct('Jurema 37 99000-0708')
    await bot.say('Rua das Auroras, 12 casa da Jurema')
    await bot.say('Jardim Modelo')
    await bot.command('ajuda', 'Beltrano Fictício')
    await bot.press('Confirmar')
    await bot.correct('Jardim Modelo, rua das Auroras, Beltrano')
    await bot.settle('hubsoft.prospecto', { result: {} })
    expect(bot.payloads('hubsoft.prospecto')).toHaveLength(1)
    const all = lines(bot).join('\n')
    for (const secret of ['Beltrano', 'Fict', 'Jurema', 'Auroras', 'Jardim', 'casa', 'setecentos', '0707', '35999', '35.999', '400']) {
      expect(all).not.toContain(secret)
    }
    expect(all).toMatch(/cliente: \[nome\].*cliente: \[endereco\].*efeito hubsoft\.prospecto confirmed/su)
  })

  it('holds no words of what was asked to prove somebody, below a file or corrected', async () => {
    const bot = new Conversation()
    await bot.say(rosa.documento)
    await bot.press('Não consigo enviar')
    await bot.say('vinte e cinco de março')
    await bot.correct('vinte e cinco do três de oitenta e cinco')
    await bot.file({ caption: 'nasci no dia da padroeira' })
    await bot.say('25/03/1985')
    await bot.correct('vinte e seis')
    expect(lines(bot).join('\n')).not.toMatch(/vinte|oitenta|1985|padroeira/u)
  })

  it('holds no phone, documento or address that staff write, nor the name they call the customer by', async () => {
    const bot = new Conversation({ firstName: 'Jurema Fictícia' })
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', { result: { atendimento: 'T1' } })
    for (const text of [
      'Oi Jurema, me liga no (38) 9 9120-3344 ou no 3222 1122',
      'anote: 38 . 99120 . 3344, ou 0800 111 2233, ramal 1',
      `CPF ${rosa.documento} confere? mora na rua das Auroras, 10?`,
      'mande para rita arroba exemplo ou rita@exemplo.invalid',
    ]) {
      await bot.staff(text, { author: 'Rita Inventada' })
    }
    const all = lines(bot).join('\n')
    for (const secret of ['Jurema', '9120', '3344', '1122', '2233', rosa.documento, 'Auroras', '@']) expect(all).not.toContain(secret)
  })

  it('tells what staff wrote without their names, and timers only where something came of them', async () => {
    const bot = new Conversation()
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', { result: { atendimento: 'T1' } })
    await bot.staff('Oi, aqui é a Rita. Seu CPF é 529.982.247-25?', { author: 'Rita' })
    expect(lines(bot)).toContain('equipe: Oi, aqui é a [nome]. Seu CPF é [CPF]?')
    const before = bot.journal.length
    await bot.staffClosed()
    await bot.advance(3 * 3_600_000)
    expect(lines(bot).slice(before)).toEqual(['equipe: encerrou', 'bot: atendimento_humano_encerrado'])
  })

  it('is bounded, whatever is sent in one turn', async () => {
    const bot = new Conversation()
    const long = `oi ${'x '.repeat(2_000)}`
    await bot.take(Array.from({ length: 150 }, (_, index) => bot.update(bot.textInput(long, { edited: index % 2 === 0 }))))
    expect(bot.journal.length).toBeLessThanOrEqual(40)
    for (const { text } of bot.journal) expect(text.length).toBeLessThanOrEqual(500)
  })
})
