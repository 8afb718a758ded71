import { describe, expect, it } from 'vitest'

import { encodedLength } from '../../../src/lib/plain-text.js'
import { Conversation, type ConversationOptions } from '../../support/conversation.js'
import { makeCliente, rosa } from '../../support/conversation-reads.js'

const OPEN = { result: { atendimento: 'T1', numero: '9001' } }
const READY = { protocolo: '9001', aberto: true }
const ENDED = { protocolo: '9001' }

/** A verified customer in the middle of a triage, who asked for a person. */
async function calling(options: ConversationOptions = {}): Promise<Conversation> {
  const bot = new Conversation(options)
  await bot.verify()
  await bot.say('tô sem internet desde ontem')
  await bot.press('Alguma vermelha')
  await bot.say('quero falar com um atendente')
  return bot
}

async function talking(): Promise<Conversation> {
  const bot = await calling()
  await bot.settle('tempbox.abrir', OPEN)
  return bot
}

const relayed = (bot: Conversation) => bot.payloads('tempbox.mensagem').map(({ marker, mensagem }) => `${marker} ${mensagem}`)

describe('people who have the conversation of a verified customer', () => {
  it('are told once when the number has left the record: they believe in whom they talk to', async () => {
    const bot = await talking()
    bot.reads.clientes = [makeCliente(11, { telefones: ['11999990000'] })]
    await bot.advance(3_600_000)
    await bot.command('fatura')
    await bot.command('fatura')
    const notes = relayed(bot).filter((text) => text.includes('NÃO VERIFICADO'))
    expect(notes).toHaveLength(1)
    expect(notes[0]).toMatch(/^\[Plantão \d+\]/u)
    expect(bot.session.identity.level).toBe(0)
  })
})

describe('asking for a person', () => {
  it('is heard at every step, at every level', async () => {
    const steps: ((bot: Conversation) => Promise<void>)[] = [
      () => Promise.resolve(),
      (bot) => bot.command('start'),
      (bot) => bot.say(rosa.documento),
      async (bot) => {
        await bot.say(rosa.documento)
        await bot.press('Não consigo enviar')
      },
      (bot) => bot.state(),
      (bot) => bot.verify(),
      async (bot) => {
        await bot.verify()
        await bot.collect()
      },
    ]
    for (const step of steps) {
      for (const ask of ['atendente', 'quero falar com alguém', '/atendente']) {
        const bot = new Conversation()
        await step(bot)
        await (ask === '/atendente' ? bot.command('atendente') : bot.say(ask))
        expect(bot.decided('tempbox.abrir')).toHaveLength(1)
        expect(bot.text).toContain(bot.sentence('chamando_atendente'))
      }
    }
  })

  it('gives people a summary to act on', async () => {
    const bot = await talking()
    const [summary] = relayed(bot)
    expect(summary).toMatch(/^\[Plantão 1\] Cliente verificado: Rosa \(código 11\)/u)
    for (const part of ['FIBRA 500 – Rua das Auroras, 10', 'Sem internet', 'tô sem internet desde ontem', 'Alguma vermelha']) {
      expect(summary).toContain(part)
    }
    expect(bot.payloads('tempbox.abrir')).toEqual([{ codigoCliente: 11 }])
    expect(bot.text).toBe(bot.sentence('atendente_pronto', READY))
    expect(bot.watches.get('tempbox:700100')).toMatchObject({ kind: 'tempbox' })
  })

  it('below level 2 tells them NÃO VERIFICADO and no data of the record', async () => {
    for (const prepare of [
      (bot: Conversation) => bot.say('sem internet'),
      async (bot: Conversation) => {
        await bot.state()
        await bot.say('sem internet')
      },
    ]) {
      const bot = new Conversation()
      await prepare(bot)
      await bot.command('atendente', 'é urgente')
      await bot.settle('tempbox.abrir', OPEN)
      const [summary] = relayed(bot)
      expect(summary).toMatch(/NÃO VERIFICADO.*Zé.*sem internet.*é urgente/su)
      expect(JSON.stringify(bot.effects)).not.toMatch(/Rosa|ROSA|Auroras|"codigoCliente"/u)
    }
  })

  it('tells a long report whole, below its summary', async () => {
    const bot = new Conversation()
    await bot.verify()
    const long = 'caiu e voltou várias vezes durante a noite. '.repeat(60).trim()
    await bot.say(long)
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', OPEN)
    const words = bot
      .payloads('tempbox.mensagem')
      .filter(({ marker }) => marker.startsWith('[Cliente'))
      .map(({ mensagem }) => mensagem)
    expect(words.join(' ')).toBe(long)
  })

  it('names the ticket that is open', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.collect()
    await bot.press('Confirmar')
    await bot.settle('hubsoft.atendimento', { result: { idAtendimento: 5, protocolo: '2026555' } })
    await bot.command('atendente')
    expect(bot.session.handover?.queue[0]?.mensagem).toContain('2026555')
  })

  it('drops a documento that waited for its contact', async () => {
    const bot = new Conversation()
    await bot.say(rosa.documento)
    await bot.say(`quero falar com atendente, meu cpf é ${rosa.documento}`)
    expect(bot.sessionJson).not.toContain(rosa.documento)
    const before = bot.transcript.length
    await bot.advance(16 * 60_000)
    expect(bot.transcript.slice(before).map(({ text }) => text)).not.toContain(bot.sentence('identificacao_expirou'))
  })
})

describe('while people are being called', () => {
  it('words wait and arrive in order, each once', async () => {
    const bot = await calling()
    await bot.say('oi?', 'tem alguém?')
    await bot.say('é urgente')
    expect(bot.said).toEqual([])
    expect(bot.decided('tempbox.mensagem')).toEqual([])
    await bot.settle('tempbox.abrir', OPEN)
    expect(relayed(bot).slice(1)).toEqual(['[Cliente 2] oi?', '[Cliente 3] tem alguém?', '[Cliente 4] é urgente'])
    expect(new Set(bot.decided('tempbox.mensagem').map(({ lane }) => lane)).size).toBe(1)
  })

  it('the wait is told, and after three minutes what else can be done', async () => {
    const bot = await calling()
    await bot.advance(8_000)
    expect(bot.text).toBe(bot.sentence('ainda_chamando'))
    await bot.advance(4 * 60_000)
    expect(bot.text).toBe(bot.sentence('atendente_indisponivel'))
  })

  it('asking again does not call twice', async () => {
    const bot = await calling()
    await bot.command('atendente')
    expect(bot.text).toBe(bot.sentence('ja_com_atendente'))
    expect(bot.decided('tempbox.abrir')).toHaveLength(1)
  })

  it('/encerrar closes it as soon as it is open, the words told first', async () => {
    const bot = await calling()
    await bot.say('deixa')
    await bot.command('encerrar')
    expect(bot.text).toBe(bot.sentence('atendimento_humano_encerrado', { protocolo: '' }))
    await bot.settle('tempbox.abrir', OPEN)
    expect(bot.said).toEqual([])
    expect(relayed(bot)).toHaveLength(2)
    expect(bot.payloads('tempbox.encerrar')).toEqual([{ atendimento: 'T1' }])
    expect(bot.watches.size).toBe(0)
    expect(bot.session.handover).toBeUndefined()
  })

  it('/encerrar and asking again is the same call', async () => {
    const bot = await calling()
    await bot.command('encerrar')
    await bot.say('a internet caiu de novo')
    await bot.command('atendente')
    expect(bot.decided('tempbox.abrir')).toHaveLength(1)
    await bot.settle('tempbox.abrir', OPEN)
    expect(bot.text).toBe(bot.sentence('atendente_pronto', READY))
    expect(bot.decided('tempbox.encerrar')).toEqual([])
    expect(relayed(bot).join('\n')).toContain('a internet caiu de novo')
  })

  it('and they cannot be had, it becomes a ticket with all that was told, files too', async () => {
    const bot = await calling()
    await bot.say('e o telefone também não funciona')
    await bot.file({})
    await bot.settle('tempbox.abrir', { state: 'dead' })
    expect(bot.text).toContain(bot.sentence('atendente_por_chamado'))
    expect(bot.text).toContain('(2 de 3)')
    expect(bot.session.handover).toBeUndefined()
    expect(bot.session.draft).toMatchObject({ answers: [{ resposta: 'Alguma vermelha' }] })
    const words = bot.session.draft?.words.join(' ') ?? ''
    expect(words).toContain('tô sem internet desde ontem')
    expect(words).toContain('e o telefone também não funciona')
    expect(bot.session.draft?.files).toHaveLength(1)
  })

  it('and they cannot be had by a stranger, nothing told is asked for again', async () => {
    const bot = new Conversation()
    await bot.say('tô sem internet')
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', { state: 'dead' })
    expect(bot.text).toContain(bot.sentence('guardei_relato'))
    await bot.verify()
    expect(bot.session.draft?.words).toContain('tô sem internet')
  })

  it('a flood says what did not fit', async () => {
    const bot = await calling()
    for (let index = 0; index < 120; index++) await bot.say(`mensagem ${String(index)}`)
    expect(bot.session.handover?.queue).toHaveLength(100)
    expect(bot.text).toBe(bot.sentence('relato_nao_entregue'))
  })
})

describe('while people have the conversation', () => {
  it('every message is relayed apart and the bot keeps quiet', async () => {
    const bot = await talking()
    await bot.say('oi', 'Pular')
    await bot.say('25/03/1985')
    await bot.sayWith('oi, Rita', { edited: true })
    await bot.sayWith('isso', { context: 'em resposta a "reiniciou?"' })
    expect(relayed(bot).slice(1)).toEqual([
      '[Cliente 2] oi',
      '[Cliente 3] Pular',
      '[Cliente 4] 25/03/1985',
      '[Cliente 5] corrigido: oi, Rita',
      '[Cliente 6] isso\n(em resposta a "reiniciou?")',
    ])
    expect(bot.said).toEqual([])
  })

  it('markers never repeat, in this hand-over or the next', async () => {
    const bot = await talking()
    await bot.say('um')
    await bot.command('encerrar')
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', { result: { atendimento: 'T2' } })
    await bot.say('dois')
    const markers = bot.payloads('tempbox.mensagem').map(({ marker }) => marker)
    expect(new Set(markers.map((marker) => /\d+/u.exec(marker)?.[0])).size).toBe(markers.length)
  })

  it('a long message is split so that no part passes the budget, and loses nothing', async () => {
    const bot = await talking()
    const long = 'não funciona: a luz está vermelha! 🔴 '.repeat(90).trim()
    await bot.say(long)
    const parts = bot.payloads('tempbox.mensagem').slice(1)
    expect(parts.length).toBeGreaterThan(1)
    for (const { marker, mensagem } of parts) {
      expect(encodedLength(`${marker} ${mensagem}`)).toBeLessThanOrEqual(1_500)
      expect(marker).toMatch(/^\[Cliente 2 \d\/\d\]$|^\[Cliente 2 \d+\/\d+\]$/u)
    }
    expect(parts.map(({ mensagem }) => mensagem).join(' ')).toBe(long)
  })

  it('files go to the open ticket, or are kept for one, and the attendant is told', async () => {
    const without = await talking()
    await without.file({ name: 'tela.png', caption: 'veja' })
    expect(relayed(without).slice(-2).join('\n')).toMatch(/\[Plantão 2\].*tela\.png.*guardado.*\n\[Cliente 3\] veja/su)
    expect(without.text).toBe(without.sentence('arquivo_ao_atendente', { nome: 'tela.png', protocolo: '', link: false }))
    expect(without.session.heldFiles).toHaveLength(1)

    const bot = new Conversation()
    await bot.verify()
    await bot.collect()
    await bot.press('Confirmar')
    await bot.settle('hubsoft.atendimento', { result: { idAtendimento: 5, protocolo: '2026555' } })
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', OPEN)
    await bot.file({ name: 'tela.png' })
    expect(bot.payloads('hubsoft.anexo')[0]).toMatchObject({ idAtendimento: 5 })
    expect(relayed(bot).at(-1)).toContain('anexado ao protocolo 2026555')
  })

  it('what cannot be relayed is told in Portuguese, and a contact’s number goes nowhere', async () => {
    const bot = await talking()
    await bot.other('sticker')
    await bot.other('location')
    await bot.other('gift')
    await bot.contact('5537990000101')
    expect(relayed(bot).slice(-4).join('\n')).toMatch(/figurinha.*localização.*algo.*contato/su)
    expect(JSON.stringify(bot.effects)).not.toContain('90000101')
    expect(bot.said).toEqual([])
  })

  it('commands still work, and ask for nothing that typed words would have to answer', async () => {
    const bot = new Conversation()
    await bot.say('sem internet')
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', OPEN)
    await bot.command('fatura')
    expect(bot.text).toBe(bot.sentence('ja_com_atendente'))
    expect(bot.session.flow.name).toBe('idle')
    await bot.command('ajuda')
    expect(bot.text).toContain('/encerrar')
    await bot.command('atendente', 'ainda está aí?')
    expect(relayed(bot).at(-1)).toContain('ainda está aí?')
  })

  it('a verified customer may look at invoices meanwhile', async () => {
    const bot = await talking()
    await bot.command('fatura')
    expect(bot.text).toBe(bot.sentence('faturas_vazio', { servico: 'FIBRA 500 – Rua das Auroras, 10' }))
    await bot.say('obrigado')
    expect(relayed(bot).at(-1)).toContain('obrigado')
  })

  it('an attendant’s words arrive escaped, with their first name', async () => {
    const bot = await talking()
    await bot.staff('Olá! <b>Reinicie</b> & espere', { author: 'Rita' })
    expect(bot.text).toBe('👤 Rita: Olá! <b>Reinicie</b> & espere')
  })

  it('long words of an attendant arrive whole', async () => {
    const bot = await talking()
    const long = 'Vamos ver isso juntos. '.repeat(400).trim()
    await bot.staff(long)
    expect(bot.said.length).toBeGreaterThan(1)
    expect(bot.said.map(({ text }) => text).join(' ')).toBe(`👤 Rita: ${long}`)
  })

  it('words that did not arrive are told of, our own notes are not', async () => {
    const bot = await talking()
    await bot.settle('tempbox.mensagem', { state: 'dead' })
    expect(bot.said).toEqual([])
    await bot.say('oi')
    await bot.settle('tempbox.mensagem', { state: 'dead' })
    expect(bot.text).toBe(bot.sentence('relato_nao_entregue'))
  })

  it('does not end by itself, however long nobody writes', async () => {
    const bot = await talking()
    await bot.advance(10 * 3_600_000)
    await bot.say('voltei')
    expect(relayed(bot).at(-1)).toContain('voltei')
  })

  it('a customer who blocked the bot is told of, once', async () => {
    const bot = await talking()
    await bot.block()
    await bot.block()
    expect(relayed(bot).filter((line) => line.includes('bloqueou'))).toHaveLength(1)
    await bot.staff('alô?')
    expect(bot.said).toEqual([])
  })
})

describe('the end of it', () => {
  it('from the customer’s side closes it there too', async () => {
    const bot = await talking()
    await bot.command('encerrar')
    expect(bot.text).toBe(bot.sentence('atendimento_humano_encerrado', ENDED))
    expect(bot.payloads('tempbox.encerrar')).toEqual([{ atendimento: 'T1' }])
    expect(bot.watches.size).toBe(0)
    await bot.say('a internet voltou a cair')
    expect(bot.session.draft?.words).toEqual(['a internet voltou a cair'])
  })

  it('from the attendant’s side says so, and the bot answers again', async () => {
    const bot = await talking()
    await bot.staff('Resolvido, até logo!')
    await bot.staffClosed()
    expect(bot.text).toBe(bot.sentence('atendimento_humano_encerrado', ENDED))
    expect(bot.decided('tempbox.encerrar')).toEqual([])
    await bot.say('oi')
    expect(bot.text).toBe(bot.sentence('menu', { nome: 'Rosa' }))
  })

  it('of another conversation ends nothing', async () => {
    const bot = await talking()
    await bot.staffClosed('T0')
    expect(bot.said).toEqual([])
    expect(bot.session.handover?.state).toBe('open')
  })

  it('keeps the files that were sent for the next ticket', async () => {
    const bot = await calling()
    await bot.file({ name: 'a.jpg' })
    await bot.settle('tempbox.abrir', OPEN)
    await bot.command('encerrar')
    await bot.say('a internet caiu de novo')
    expect(bot.session.draft?.files.map(({ name }) => name)).toEqual(['a.jpg'])
  })
})

describe('without TempBox', () => {
  it('a hand-over becomes a ticket, and the knowledge base is not asked for a person', async () => {
    const bot = new Conversation({ relayBudget: undefined })
    await bot.verify()
    await bot.say('quero falar com um atendente')
    expect(bot.text).toContain(bot.sentence('atendente_por_chamado'))
    expect(bot.text).toContain(bot.sentence('perguntar_categoria'))
    expect(bot.reads.calls.ask).toEqual([])
    expect(bot.decided('tempbox.abrir')).toEqual([])
    await bot.press('Abrir agora')
    await bot.press('Confirmar')
    expect(bot.payloads('hubsoft.atendimento')[0]?.descricao).toContain('quero falar com um atendente')
  })

  it('in the middle of a report goes to its card', async () => {
    const bot = await calling({ relayBudget: undefined })
    expect(bot.text).toContain('Confira antes de enviar')
    expect(bot.text).toContain('tô sem internet desde ontem')
    expect(bot.text).toContain('quero falar com um atendente')
  })

  it('a stranger is identified first, and tells nothing twice', async () => {
    const bot = new Conversation({ relayBudget: undefined })
    await bot.say('tô sem internet')
    await bot.command('atendente')
    expect(bot.text).toContain(bot.sentence('guardei_relato'))
    await bot.verify()
    expect(bot.text).not.toContain(bot.sentence('perguntar_problema'))
    expect(bot.session.draft?.words).toEqual(['tô sem internet'])
  })
})
