import { describe, expect, it } from 'vitest'

import { makeCpf } from '../../../src/sandbox/world/documents.js'
import { Conversation } from '../../support/conversation.js'

const CPF = makeCpf('400500600')
const PLANOS = [
  { idServico: 20, nome: 'FIBRA 600', amountCents: 11_990, downloadKbps: 600_000 },
  { idServico: 10, nome: 'FIBRA 300', amountCents: 8_990, downloadKbps: 307_200 },
  { idServico: 30, nome: 'RURAL', amountCents: 14_900 },
]

function stranger(): Conversation {
  const bot = new Conversation()
  bot.reads.oferta = { kind: 'planos', planos: PLANOS }
  return bot
}

async function picked(): Promise<Conversation> {
  const bot = stranger()
  await bot.command('start')
  await bot.press('Ainda não sou cliente')
  await bot.say('35.999-000')
  await bot.press('FIBRA 600')
  return bot
}

/** Up to the card. */
async function told(): Promise<Conversation> {
  const bot = await picked()
  await bot.say('Beltrano Fictício de Tal')
  await bot.say(CPF)
  await bot.say('(37) 99000-0707')
  await bot.say('Rua das Auroras, 12 casa 2')
  await bot.say('Jardim Modelo')
  return bot
}

describe('plans', () => {
  it.each(['quero contratar', 'planos', 'quais os planos?', 'Quais são os planos de internet', 'não sou cliente', 'quero assinar internet'])(
    'are shown to a stranger who writes "%s", by CEP, with speed and price from the fields',
    async (words) => {
      const bot = stranger()
      await bot.say(words)
      expect(bot.text).toContain('CEP')
      await bot.say('meu cep é 35999-000')
      expect(bot.text).toMatch(/1\. FIBRA 300 – 300 Mega – R\$\s89,90.*2\. FIBRA 600 – 600 Mega.*3\. RURAL – R\$\s149,00/su)
      expect(bot.reads.calls.listByCep).toEqual(['35999000'])
      expect(bot.reads.calls.findByDocumento).toEqual([])
    },
  )

  it('do not stand in the way of a problem that is told instead', async () => {
    const bot = stranger()
    await bot.say('planos')
    await bot.say('estou sem internet desde ontem de manhã')
    expect(bot.text).toContain('CPF')
    expect(bot.session.intent).toEqual(['estou sem internet desde ontem de manhã'])
  })

  it('come by the link /start planos', async () => {
    const bot = stranger()
    await bot.command('start', 'planos')
    expect(bot.text).toContain('CEP')
  })

  it('ask again for a CEP that is none, and say where it has no city', async () => {
    const bot = stranger()
    await bot.say('planos')
    for (const wrong of ['3599900', 'não sei', '00000-000', '123456789']) {
      await bot.say(wrong)
      expect(bot.text).toBe(bot.sentence('cep_invalido'))
    }
    bot.reads.oferta = { kind: 'cepDesconhecido' }
    await bot.say('99999-000')
    expect(bot.text).toContain('Não encontrei cidade')
    bot.reads.oferta = { kind: 'planos', planos: [] }
    await bot.say('35999-000')
    expect(bot.text).toContain('Não achei plano')
    expect(bot.labels).toContain('👤 Falar com atendente')
  })

  it('offer a person where they cannot be read, and no more than ten readings an hour', async () => {
    const bot = stranger()
    bot.reads.fail('listByCep')
    await bot.say('planos')
    for (let count = 0; count < 11; count += 1) await bot.say('35999-000')
    expect(bot.text).toBe(bot.sentence('planos_limite'))
    expect(bot.labels).toContain('👤 Falar com atendente')
    expect(bot.reads.calls.listByCep).toHaveLength(10)
  })

  it('are only shown to customers, who change theirs by a ticket', async () => {
    const bot = stranger()
    await bot.verify()
    await bot.say('quais os planos?')
    await bot.say('35999-000')
    expect(bot.text).toContain('FIBRA 600')
    expect(bot.labels).toEqual(['🛠 Suporte', '👤 Falar com atendente', '☰ Menu'])
    await bot.say('quero mudar de plano')
    expect(bot.text).not.toContain('CEP')
  })
})

describe('an interest', () => {
  it('is sent on Confirmar alone, once, and forgotten', async () => {
    const bot = await told()
    expect(bot.text).toMatch(/FIBRA 600.*119,90.*Beltrano.*\*\*\*\.\*\*\*\.\*\*\*-.*Rua das Auroras, 12, casa 2.*35999-000/su)
    expect(bot.text).not.toContain(CPF)
    expect(bot.text).not.toContain('0707 ')
    expect(bot.payloads('hubsoft.prospecto')).toEqual([])
    const confirm = bot.dataOf('Confirmar')
    await bot.pressData(confirm)
    await bot.pressData(confirm)
    expect(bot.text).toBe(bot.sentence('interesse_enviando'))
    const [sent, ...more] = bot.payloads('hubsoft.prospecto')
    expect(more).toEqual([])
    expect(bot.decided('hubsoft.prospecto')[0]?.origin).toEqual({ level: 0 })
    expect(sent).toMatchObject({
      cep: '35999000',
      idServico: 20,
      amountCents: 11_990,
      nome: 'Beltrano Fictício de Tal',
      documento: CPF,
      telefone: '37990000707',
      endereco: 'Rua das Auroras',
      numero: 12,
      bairro: 'Jardim Modelo',
    })
    expect(sent?.observacao).toMatch(/^\[PLT-[\dA-Z]{8}\].*consentimento.*casa 2/u)
    for (const personal of [CPF, 'Beltrano', '0707', 'Auroras']) expect(bot.sessionJson).not.toContain(personal)
    await bot.settle('hubsoft.prospecto', { result: {} })
    expect(bot.text).toContain('registrado')
  })

  it('takes the phone from Telegram’s contact button', async () => {
    const bot = await picked()
    await bot.say('Beltrano Fictício')
    await bot.say(CPF)
    expect(bot.said.some(({ contactButton }) => contactButton)).toBe(true)
    await bot.contact('5537990000707')
    expect(bot.text).toContain('rua e o número')
    expect(bot.session.flow).toMatchObject({ telefone: '37990000707' })
    expect(bot.session.identity.level).toBe(0)
  })

  it('asks again for what it cannot use', async () => {
    const bot = await picked()
    await bot.say('Beltrano')
    expect(bot.text).toBe(bot.sentence('nome_invalido'))
    await bot.say('Beltrano Fictício')
    await bot.say('111.111.111-11')
    expect(bot.text).toBe(bot.sentence('documento_ilegivel'))
    await bot.say(CPF)
    await bot.say('não quero dizer')
    expect(bot.text).toBe(bot.sentence('telefone_invalido'))
    await bot.say('37 3221-0000')
    await bot.say('Rua das Auroras')
    expect(bot.text).toBe(bot.sentence('endereco_invalido'))
    await bot.say('Rua 7 de Setembro, s/n')
    await bot.say('?')
    expect(bot.text).toBe(bot.sentence('bairro_invalido'))
    await bot.say('Centro')
    await bot.press('Confirmar')
    expect(bot.payloads('hubsoft.prospecto')).toMatchObject([{ endereco: 'Rua 7 de Setembro', numero: 0, telefone: '3732210000' }])
  })

  it.each([
    ['cancelling', (bot: Conversation) => bot.press('Cancelar')],
    ['/encerrar', (bot: Conversation) => bot.command('encerrar')],
    ['/sair', (bot: Conversation) => bot.command('sair')],
    ['a person', (bot: Conversation) => bot.command('atendente')],
    ['a quarter of an hour of silence', (bot: Conversation) => bot.advance(15 * 60_000)],
  ])('leaves nothing behind after %s', async (_, act) => {
    const bot = await told()
    const confirm = bot.dataOf('Confirmar')
    await act(bot)
    for (const personal of [CPF, 'Beltrano', '0707', 'Auroras']) expect(bot.sessionJson).not.toContain(personal)
    await bot.pressData(confirm)
    expect(bot.payloads('hubsoft.prospecto')).toEqual([])
  })

  it('that is refused says nothing of anybody’s record', async () => {
    const bot = await told()
    await bot.press('Confirmar')
    const vendorMessage = 'O CPF/CNPJ já foi cadastrado antes no prospecto OLGA IMAGINÁRIA'
    await bot.settle('hubsoft.prospecto', { state: 'rejected', reason: 'refused', vendorMessage })
    expect(bot.text).toBe(bot.sentence('interesse_recusado'))
    expect(bot.text).not.toMatch(/OLGA|cadastrad/iu)
    expect(bot.labels).toContain('👤 Falar com atendente')
  })

  it('cannot be sent by a forged press, nor for a plan that was not offered', async () => {
    const bot = await picked()
    const { flow } = bot.session
    const id = flow.name === 'interesse' ? flow.id : ''
    for (const data of [`pc:${id}`, 'pc:x', `pn:${id}:999`, 'pn:x:20', 'px:x', 'pn:novo:1']) await bot.pressData(data)
    expect(bot.payloads('hubsoft.prospecto')).toEqual([])
  })
})

it('words that name no plan, at the question for one, are kept', async () => {
  const bot = new Conversation()
  bot.reads.oferta = { kind: 'planos', planos: [{ idServico: 1, nome: 'FIBRA 300', amountCents: 8_990 }] }
  await bot.say('planos')
  await bot.say('35999-000')
  await bot.say('a conexão está estranha hoje')
  expect(bot.text).toBe(bot.sentence('escolher_plano'))
  expect(bot.session.intent).toEqual(['a conexão está estranha hoje'])
})
