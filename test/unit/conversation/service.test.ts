import { describe, expect, it } from 'vitest'

import { Conversation } from '../../support/conversation.js'
import { makeCliente, makeServico, rosa, ROSA_PHONE } from '../../support/conversation-reads.js'

const DAY = 24 * 3_600_000

const two = makeCliente(21, {
  servicos: [makeServico(2101, 'FIBRA 300', 'Rua dos Ipês, 20'), makeServico(2102, 'FIBRA 700', 'Av. das Palmeiras, 345')],
})

function withTwo(): Conversation {
  const bot = new Conversation()
  bot.reads.clientes = [two]
  return bot
}

describe('the service', () => {
  it('is taken without a question when it is the only one', async () => {
    const bot = new Conversation()
    await bot.verify()
    expect(bot.session.servico).toMatchObject({ idClienteServico: 1100, codigoCliente: 11 })
    expect(bot.text).not.toContain(bot.sentence('escolher_servico'))
  })

  it('is picked by plan and street, and the problem told before goes on', async () => {
    const bot = withTwo()
    await bot.say('sem internet desde cedo')
    await bot.verify(two.documento)
    expect(bot.text).toContain(bot.sentence('escolher_servico'))
    expect(bot.labels).toEqual(['FIBRA 300 – Rua dos Ipês, 20', 'FIBRA 700 – Av. das Palmeiras, 345'])
    await bot.press('Palmeiras')
    expect(bot.session.servico?.idClienteServico).toBe(2102)
    expect(bot.session.draft?.words).toEqual(['sem internet desde cedo'])
  })

  it.each(['2', 'palmeiras', 'FIBRA 700', 'FIBRA 700 – Av. das Palmeiras, 345', 'das palmeiras 345'])(
    'may be named by typing %j',
    async (typed) => {
      const bot = withTwo()
      await bot.verify(two.documento)
      await bot.say(typed)
      expect(bot.session.servico?.idClienteServico).toBe(2102)
      expect(bot.text).toContain('Palmeiras')
    },
  )

  it('is asked for again when other words were typed, which are kept', async () => {
    const bot = withTwo()
    await bot.verify(two.documento)
    await bot.say('a internet está lenta')
    expect(bot.text).toBe(bot.sentence('escolher_servico'))
    await bot.press('Ipês')
    expect(bot.session.draft?.words).toEqual(['a internet está lenta'])
  })

  it('tapped twice is chosen once, and the question that follows stands', async () => {
    const bot = withTwo()
    await bot.say('sem internet')
    await bot.verify(two.documento)
    const data = bot.dataOf('Ipês')
    await bot.pressData(data)
    await bot.pressData(data)
    expect(bot.said).toEqual([])
    expect(bot.session.flow.name).toBe('triagem')
  })

  it('may be of several records of one documento, and every action names its own', async () => {
    const bot = new Conversation()
    const twin = makeCliente(22, { documento: two.documento, servicos: [makeServico(2201, 'RÁDIO 20', 'Sítio Modelo')] })
    bot.reads.clientes = [makeCliente(21, { documento: two.documento }), twin]
    await bot.say('sem internet')
    await bot.verify(two.documento)
    await bot.press('Sítio')
    await bot.collect('')
    await bot.press('Confirmar')
    expect(bot.payloads('hubsoft.atendimento')[0]).toMatchObject({ codigoCliente: 22, idClienteServico: 2201 })
  })

  it('that is cancelled is not offered; with none left a person is', async () => {
    const bot = new Conversation()
    bot.reads.clientes = [makeCliente(23, { servicos: [{ ...makeServico(2301, 'FIBRA'), statusPrefixo: 'cancelado' }] })]
    await bot.say('sem internet')
    await bot.verify(bot.reads.clientes[0]?.documento)
    expect(bot.text).toContain(bot.sentence('sem_servico'))
    expect(bot.labels.join()).toContain('atendente')
    expect(bot.session.intent).toEqual(['sem internet'])
  })

  it('of somebody else cannot be taken by a forged press', async () => {
    const bot = withTwo()
    await bot.verify(two.documento)
    await bot.pressData('sv:1100')
    expect(bot.session.servico).toBeUndefined()
    expect(bot.text).toBe(bot.sentence('escolher_servico'))
    await bot.pressData('sv:xyz')
    expect(bot.text).toBe(bot.sentence('escolher_servico'))
  })

  it('cannot be read now: it is said, and the words are kept', async () => {
    const bot = withTwo()
    await bot.verify(two.documento)
    await bot.advance(3 * 3_600_000)
    bot.reads.fail('findByCodigo')
    await bot.say('voltou a cair')
    expect(bot.text).toBe(bot.sentence('sistema_indisponivel'))
    expect(bot.labels.join()).toContain('atendente')
    bot.reads.mend('findByCodigo')
    await bot.say('ainda está aí?')
    expect(bot.text).toBe(bot.sentence('escolher_servico'))
    expect(bot.session.intent[0]).toBe('voltou a cair')
  })
})

describe('alerts of the record', () => {
  it('are told where the operator classes them, and hidden where not', async () => {
    const bot = new Conversation()
    const alertas = ['ROMPIMENTO de fibra no bairro, previsão 18h', 'cliente grosso, não dar desconto', 'Manutenção programada dia 5']
    bot.reads.clientes = [makeCliente(11, { alertas })]
    await bot.verify()
    expect(bot.text).toContain('ROMPIMENTO de fibra')
    expect(bot.text).toContain('Manutenção programada')
    expect(bot.text).not.toContain('grosso')
  })

  it('are told once, before anything else, and not to a stranger', async () => {
    const bot = new Conversation()
    bot.reads.clientes = [makeCliente(11, { alertas: ['Falha massiva na região', 'Falha massiva na região'] })]
    await bot.state()
    expect(bot.text).not.toContain('massiva')
    await bot.verify()
    expect(bot.said.filter(({ text }) => text.includes('massiva'))).toHaveLength(1)
  })
})

describe('the link of a verified customer', () => {
  it('lasts over conversations', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.advance(20 * DAY)
    await bot.command('fatura')
    expect(bot.text).toBe(bot.sentence('faturas_vazio', { servico: 'FIBRA 500 – Rua das Auroras, 10' }))
  })

  it('ends after ninety days', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.advance(60 * DAY)
    await bot.command('menu')
    await bot.advance(31 * DAY)
    await bot.command('fatura')
    expect(bot.text).toContain(bot.sentence('vinculo_encerrado'))
    expect(bot.text).toContain(bot.sentence('pedir_documento'))
    expect(bot.reads.calls.listPending).toEqual([])
  })

  it('ends when the number left the record, and not because the record cannot be read', async () => {
    const bot = new Conversation()
    await bot.verify()
    bot.reads.clientes = [makeCliente(11, { telefones: ['37990000777'] })]
    bot.reads.fail('findByCodigo')
    await bot.advance(31 * 60_000)
    await bot.command('chamados')
    expect(bot.session.identity.level).toBe(2)
    bot.reads.mend('findByCodigo')
    await bot.command('chamados')
    expect(bot.text).toContain(bot.sentence('vinculo_encerrado'))
    expect(bot.session.identity.level).toBe(0)
  })

  it('is over for people too, who then see no data of the record', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.advance(91 * DAY)
    await bot.command('atendente')
    expect(bot.payloads('tempbox.abrir')).toEqual([{}])
    expect(bot.session.handover?.queue[0]?.mensagem).toContain('NÃO VERIFICADO')
  })

  it('ends with /sair', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.command('sair')
    expect(bot.text).toBe(bot.sentence('sair'))
    await bot.command('fatura')
    expect(bot.text).toContain(bot.sentence('pedir_documento'))
    expect(bot.session.identity).toEqual({ level: 0 })
  })
})

describe('what a level may see', () => {
  it.each(['fatura', 'conexao', 'chamados'])('level 1 sees no /%s: the contact is asked for', async (command) => {
    const bot = new Conversation()
    await bot.state()
    await bot.command(command)
    expect(bot.text).toContain(bot.sentence('precisa_verificar'))
    expect(bot.reads.calls.listPending).toEqual([])
    expect(bot.reads.calls.listOpen).toEqual([])
    await bot.verify()
    expect(bot.session.identity.level).toBe(2)
    expect(bot.said.length).toBeGreaterThan(1)
  })

  it('what was asked for before comes after the proof', async () => {
    const bot = new Conversation()
    bot.reads.faturas = [{ idFatura: 1, amountCents: 11_990, vencimento: '2026-07-10', situacao: 'aberta', pixCopiaCola: 'PIX<1>' }]
    await bot.command('menu')
    await bot.press('Faturas')
    await bot.verify()
    expect(bot.text).toMatch(/Fatura 1.*119,90.*vence.*10\/07\/2026/su)
    expect(bot.text).toContain('PIX<1>')
    expect(bot.reads.calls.listPending).toEqual([1100])
  })

  it('level 1 ends with the conversation, the link does not', async () => {
    const stated = new Conversation()
    await stated.state()
    await stated.advance(2 * 3_600_000 + 1_000)
    expect(stated.session.identity.level).toBe(0)
    const verified = new Conversation()
    await verified.verify()
    await verified.advance(2 * 3_600_000 + 1_000)
    expect(verified.session.identity.level).toBe(2)
  })

  it('level 1 ends although the timer came late', async () => {
    const bot = new Conversation()
    await bot.state()
    bot.now += 3 * 3_600_000
    await bot.say('sem internet')
    expect(bot.text).toContain(bot.sentence('guardei_relato'))
    expect(bot.session.identity.level).toBe(0)
  })
})

describe('reads that fail', () => {
  it.each([
    ['fatura', 'listPending'],
    ['chamados', 'listRecent'],
    ['conexao', 'findByCodigo'],
  ] as const)('/%s says that it cannot be looked up now', async (command, read) => {
    const bot = new Conversation()
    await bot.verify(rosa.documento, ROSA_PHONE)
    bot.reads.fail(read)
    await bot.command(command)
    expect(bot.text).toBe(bot.sentence('sistema_indisponivel'))
  })
})

describe('another service', () => {
  it('is chosen from the menu, by a part of its name, or by its place', async () => {
    const bot = new Conversation()
    bot.reads.clientes = [two]
    await bot.verify(two.documento)
    await bot.say('a primeira')
    const first = bot.session.servico
    expect(first).toBeDefined()
    await bot.command('menu')
    await bot.press('Outro serviço')
    await bot.say('a segunda')
    expect(bot.session.servico?.idClienteServico).not.toBe(first?.idClienteServico)
  })

  it('is what "e na outra casa?" asks about, and the report is looked into anew for it', async () => {
    const bot = new Conversation()
    bot.reads.clientes = [two]
    await bot.verify(two.documento)
    await bot.say('primeiro')
    await bot.say('internet lenta')
    await bot.say('e na outra casa?')
    expect(bot.text).toContain(bot.sentence('escolher_servico'))
    expect(bot.session.draft?.words).toEqual(['internet lenta'])
    expect(bot.session.draft?.diagnostico).toBeUndefined()
  })

  it('is not offered where there is one', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.command('menu')
    expect(bot.labels).not.toContain('🏠 Outro serviço')
  })
})
