import { describe, expect, it } from 'vitest'

import { Conversation } from '../../support/conversation.js'

/** A verified customer whose conversation is open at TempBox. */
async function talking(numero?: string): Promise<Conversation> {
  const bot = new Conversation()
  await bot.verify()
  await bot.say('quero falar com um atendente')
  await bot.settle('tempbox.abrir', { result: { atendimento: 'T1', ...(numero === undefined ? {} : { numero }) } })
  return bot
}

const relayed = (bot: Conversation) => bot.payloads('tempbox.mensagem').map(({ marker, mensagem }) => `${marker} ${mensagem}`)

describe('an attendant’s file', () => {
  it('is sent on behind the words of its message, in the order of replies, and once', async () => {
    const bot = await talking()
    await bot.staff('segue o comprovante', { hasFile: true })
    expect(bot.text).toBe(bot.sentence('fala_atendente', { nome: 'Rita', texto: 'segue o comprovante' }))
    const [file] = bot.decided('telegram.arquivo')
    expect(file).toMatchObject({ lane: 'tg:700100', payload: { atendimento: 'T1' }, notify: true })
    expect(file?.payload.html).toContain('Rita')
    expect(bot.effects.findIndex(({ kind }) => kind === 'telegram.arquivo')).toBe(bot.effects.length - 1)
    expect(bot.decided('telegram.arquivo')).toHaveLength(1)
  })

  it('without words is sent alone', async () => {
    const bot = await talking()
    await bot.staff('', { hasFile: true })
    expect(bot.said).toEqual([])
    expect(bot.decided('telegram.arquivo')).toHaveLength(1)
  })

  it('that cannot be brought is told of, to both', async () => {
    const bot = await talking()
    await bot.staff('veja', { hasFile: true })
    await bot.settle('telegram.arquivo', { state: 'rejected', reason: 'file-too-big' })
    expect(bot.text).toBe(bot.sentence('arquivo_atendente_falhou'))
    expect(relayed(bot).at(-1)).toMatch(/^\[Plantão \d+\] O arquivo .*não chegou.*50 MB/u)
  })

  it('that arrived needs no words', async () => {
    const bot = await talking()
    await bot.staff('', { hasFile: true })
    await bot.settle('telegram.arquivo', { result: { messageId: 7 } })
    expect(bot.said).toEqual([])
  })

  it('goes to nobody who blocked the bot', async () => {
    const bot = await talking()
    await bot.block()
    await bot.staff('', { hasFile: true })
    expect(bot.decided('telegram.arquivo')).toEqual([])
  })
})

describe('who attends', () => {
  it('is told when somebody takes it, and again when it is another', async () => {
    const bot = await talking()
    await bot.took('Rita')
    expect(bot.text).toBe(bot.sentence('atendente_assumiu', { nome: 'Rita' }))
    await bot.staff('oi')
    await bot.took('Bento')
    expect(bot.text).toBe(bot.sentence('atendente_mudou', { nome: 'Bento' }))
    expect(bot.text).toContain('Agora quem atende é Bento')
  })

  it('is not told twice, also where the first words came before', async () => {
    const bot = await talking()
    await bot.staff('oi', { author: 'Rita' })
    await bot.took('Rita')
    expect(bot.said).toEqual([])
    await bot.took('Rita')
    expect(bot.said).toEqual([])
  })

  it('without a name is told once', async () => {
    const bot = await talking()
    await bot.took()
    expect(bot.text).toBe(bot.sentence('atendente_assumiu', { nome: '' }))
    await bot.took('Rita')
    expect(bot.said).toEqual([])
  })

  it('of another conversation is nobody’s business', async () => {
    const bot = await talking()
    await bot.took('Rita', 'T0')
    expect(bot.said).toEqual([])
  })
})

describe('the protocol of an attended conversation', () => {
  it('is the conversation’s own number, told when it opens and when it ends, and to the attendant', async () => {
    const bot = await talking('9001')
    expect(bot.text).toContain('9001')
    expect(relayed(bot)[0]).toContain('Protocolo informado ao cliente: 9001')
    await bot.staffClosed()
    expect(bot.text).toContain('9001')
  })

  it('is the ticket’s where the conversation has none', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.collect()
    await bot.press('Confirmar')
    await bot.settle('hubsoft.atendimento', { result: { idAtendimento: 5, protocolo: '2026555' } })
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', { result: { atendimento: 'T1' } })
    expect(bot.text).toContain('2026555')
  })

  it('is ours where there is neither', async () => {
    const bot = await talking()
    const protocolo = /PLT-\w{8}/u.exec(bot.text)?.[0] ?? ''
    expect(protocolo).not.toBe('')
    expect(relayed(bot)[0]).toContain(protocolo)
    await bot.command('encerrar')
    expect(bot.text).toContain(protocolo)
  })

  it('stands below a summary that has no room for it', async () => {
    const bot = new Conversation({ relayBudget: 500 })
    await bot.verify()
    await bot.say('a internet cai toda hora. '.repeat(30).trim())
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', { result: { atendimento: 'T1', numero: '9001' } })
    expect(relayed(bot).filter((line) => line.includes('9001'))).toHaveLength(1)
  })
})
