import { describe, expect, it } from 'vitest'

import { Conversation } from '../../support/conversation.js'

/** Verified, at the first of the three questions of "sem internet". */
async function inTriage(): Promise<Conversation> {
  const bot = new Conversation()
  await bot.verify()
  await bot.say('tô sem internet')
  return bot
}

describe('a triage', () => {
  it('asks at most three questions, each with Pular and Abrir agora, then for files', async () => {
    const bot = await inTriage()
    for (const number of [1, 2, 3]) {
      expect(bot.text).toContain(`(${String(number)} de 3)`)
      expect(bot.labels.slice(-2)).toEqual(['Pular', 'Abrir agora'])
      await bot.press('Pular')
    }
    expect(bot.text).toBe(bot.sentence('pedir_arquivos'))
    expect(bot.labels).toEqual(['Pronto'])
  })

  it('takes an option, a typed option and words of one’s own', async () => {
    const bot = await inTriage()
    await bot.press('Alguma vermelha')
    await bot.say('ainda não')
    await bot.say('desde ontem à noite, depois da chuva')
    expect(bot.session.draft?.answers.map(({ resposta }) => resposta)).toEqual([
      'Alguma vermelha',
      'Ainda não',
      'desde ontem à noite, depois da chuva',
    ])
  })

  it('keeps a long answer whole', async () => {
    const bot = await inTriage()
    const long = 'aconteceu de novo '.repeat(100).trim()
    await bot.say(long)
    expect(bot.session.draft?.answers[0]?.resposta).toBe(long)
  })

  it('takes a burst as one answer', async () => {
    const bot = await inTriage()
    await bot.say('tem uma luz', 'vermelha')
    expect(bot.session.draft?.answers).toHaveLength(1)
    expect(bot.session.draft?.answers[0]?.resposta).toBe('tem uma luz\nvermelha')
  })

  it('does not take an old question’s button for an answer', async () => {
    const bot = await inTriage()
    const data = bot.dataOf('Piscando')
    await bot.pressData(data)
    await bot.pressData(data)
    expect(bot.session.draft?.answers).toHaveLength(1)
    expect(bot.session.flow).toEqual({ name: 'triagem', pergunta: 1 })
  })

  it('takes Pular and Abrir agora typed, also after something else was shown', async () => {
    const bot = await inTriage()
    await bot.command('ajuda')
    await bot.say('pular')
    expect(bot.text).toContain('(2 de 3)')
    await bot.other('sticker')
    await bot.say('Abrir agora')
    expect(bot.text).toContain('Confira antes de enviar')
    expect(bot.session.draft?.answers).toEqual([])
  })

  it('ends with Abrir agora at any question', async () => {
    const bot = await inTriage()
    await bot.press('Alguma vermelha')
    await bot.press('Abrir agora')
    expect(bot.text).toContain('Confira antes de enviar')
    expect(bot.text).toContain('Alguma vermelha')
  })

  it('asks the category first where it is not known, by button, by words or skipped', async () => {
    for (const act of [
      (bot: Conversation) => bot.press('Internet lenta'),
      (bot: Conversation) => bot.say('está lenta demais'),
      (bot: Conversation) => bot.press('Pular'),
      (bot: Conversation) => bot.press('Abrir agora'),
    ]) {
      const bot = new Conversation()
      await bot.verify()
      await bot.say('preciso de ajuda com uma coisa aqui')
      expect(bot.text).toBe(bot.sentence('perguntar_categoria'))
      await act(bot)
      expect(bot.text).toMatch(/\(1 de \d\)|Confira antes/u)
    }
  })

  it('goes on where it was after an invoice was looked at', async () => {
    const bot = new Conversation()
    await bot.state()
    await bot.say('tô sem internet')
    await bot.press('Alguma vermelha')
    await bot.command('fatura')
    expect(bot.text).toContain(bot.sentence('precisa_verificar'))
    await bot.verify()
    expect(bot.text).toContain(bot.sentence('faturas_vazio', { servico: 'FIBRA 500 – Rua das Auroras, 10' }))
    expect(bot.text).toContain('(2 de 3)')
    await bot.say('já desliguei')
    expect(bot.session.draft?.answers).toHaveLength(2)
  })

  it('says that a button is of the past when its report is gone', async () => {
    const bot = await inTriage()
    const data = bot.dataOf('Pular')
    await bot.advance(25 * 3_600_000)
    await bot.pressData(data)
    expect(bot.text).toBe(bot.sentence('cartao_velho'))
  })

  it('takes a corrected message as a correction, not as an answer', async () => {
    const bot = await inTriage()
    await bot.sayWith('tô sem internet e sem telefone', { edited: true })
    expect(bot.text).toBe(bot.sentence('correcao_anotada'))
    expect(bot.session.flow).toEqual({ name: 'triagem', pergunta: 0 })
    expect(bot.session.draft?.words.at(-1)).toBe('corrigido: tô sem internet e sem telefone')
  })

  it('keeps what a message answers to', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.sayWith('isso aqui parou, a internet', { context: 'em resposta a "luz PON"' })
    expect(bot.session.draft?.words[0]).toContain('em resposta a "luz PON"')
  })
})

describe('the step of files', () => {
  it('takes more words, and “pronto” or “não tenho” typed', async () => {
    for (const typed of ['pronto', 'Pronto!', 'não tenho', 'só isso', 'nenhuma']) {
      const bot = await inTriage()
      for (let index = 0; index < 3; index++) await bot.press('Pular')
      await bot.say('esqueci: a luz LOS também piscou')
      expect(bot.text).toBe(bot.sentence('anotado'))
      await bot.command('menu')
      await bot.say(typed)
      expect(bot.text).toContain('Confira antes de enviar')
      expect(bot.session.draft?.words).toEqual(['tô sem internet', 'esqueci: a luz LOS também piscou'])
    }
  })

  it('Pronto pressed twice shows one card', async () => {
    const bot = await inTriage()
    for (let index = 0; index < 3; index++) await bot.press('Pular')
    const data = bot.dataOf('Pronto')
    await bot.pressData(data)
    await bot.pressData(data)
    expect(bot.said).toEqual([])
  })
})
