import { describe, expect, it } from 'vitest'

import { Conversation } from '../../support/conversation.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const OPENED = { result: { idAtendimento: 501, protocolo: '2026501' } }

const keeping = (conversa_dias: number): Conversation =>
  new Conversation({
    provider: (provider) => ({ ...provider, lembrete_minutos: 0, retencao: { ...provider.retencao, conversa_dias } }),
  })

describe('a conversation', () => {
  it('is erased without a word so many days after its customer’s last one', async () => {
    const bot = keeping(30)
    await bot.verify()
    await bot.advance(20 * DAY)
    await bot.command('menu')
    const said = bot.transcript.length
    await bot.advance(29 * DAY)
    expect(bot.session.identity.level).toBe(2)
    await bot.advance(2 * DAY)
    expect(bot.sessionJson).toBeUndefined()
    expect(bot.transcript).toHaveLength(said)
    expect(bot.journal).toEqual([])
    expect(bot.timers.size).toBe(0)
  })

  it('sets one timer for it, whatever is written', async () => {
    const bot = keeping(30)
    await bot.say('oi')
    const set = bot.timers.get('retencao')?.dueAt
    await bot.say('oi de novo')
    expect(bot.timers.get('retencao')?.dueAt).toBe(set)
  })

  it('is held while people have it', async () => {
    const bot = keeping(30)
    await bot.verify()
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', { result: { atendimento: 'T1' } })
    await bot.advance(40 * DAY)
    expect(bot.session.identity.level).toBe(2)
    await bot.staffClosed('T1')
    await bot.advance(2 * DAY)
    expect(bot.sessionJson).toBeUndefined()
  })

  it('is held by an open ticket, but not for ever', async () => {
    const bot = keeping(30)
    await bot.verify()
    await bot.collect()
    await bot.press('Confirmar')
    await bot.settle('hubsoft.atendimento', OPENED)
    await bot.advance(59 * DAY)
    expect(bot.session.tickets).toHaveLength(1)
    await bot.advance(2 * DAY)
    expect(bot.sessionJson).toBeUndefined()
  })

  it('begins anew afterwards', async () => {
    const bot = keeping(1)
    await bot.verify()
    await bot.advance(3 * DAY)
    await bot.say('oi')
    expect(bot.text).toContain(bot.sentence('boas_vindas', { nome: 'Zé' }))
    expect(bot.session.identity.level).toBe(0)
  })
})

describe('a report that was not sent', () => {
  it('outlives the conversation at level 2, and goes on where it was', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.say('tô sem internet')
    await bot.say('a luz está vermelha')
    await bot.advance(5 * HOUR)
    expect(bot.session.flow.name).toBe('idle')
    await bot.say('e piscando')
    expect(bot.text).toContain(bot.sentence('rascunho_retomado', { relato: 'tô sem internet' }))
    expect(bot.text).toContain('(2 de 3)')
    expect(bot.session.draft?.words).toEqual(['tô sem internet', 'e piscando'])
    expect(bot.session.draft?.answers).toHaveLength(1)
  })

  it('of level 1 waits for who it is, and proves nothing', async () => {
    const bot = new Conversation()
    await bot.state()
    await bot.say('tô sem internet')
    await bot.advance(5 * HOUR)
    expect(bot.session.identity.level).toBe(0)
    const data = bot.dataOf('Abrir agora')
    await bot.pressData(data)
    expect(bot.text).toContain(bot.sentence('guardei_relato'))
    await bot.state()
    expect(bot.session.draft?.words).toEqual(['tô sem internet'])
    expect(bot.text).toMatch(/\d de 3/u)
  })

  it('of a stranger is not asked for again', async () => {
    const bot = new Conversation()
    await bot.say('tô sem internet desde ontem')
    await bot.advance(5 * HOUR)
    await bot.verify()
    expect(bot.session.draft?.words).toEqual(['tô sem internet desde ontem'])
  })

  it('is shown again by its old card, and sent by nothing but a fresh press', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.collect()
    const old = bot.dataOf('Confirmar')
    await bot.advance(5 * HOUR)
    await bot.pressData(old)
    expect(bot.text).toContain('Confira antes de enviar')
    expect(bot.decided('hubsoft.atendimento')).toEqual([])
    await bot.press('Confirmar')
    expect(bot.decided('hubsoft.atendimento')).toHaveLength(1)
  })

  it('is erased after its time, which is said once', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.say('tô sem internet, segredo')
    await bot.advance(23.9 * HOUR)
    expect(bot.session.draft).toBeDefined()
    await bot.advance(HOUR)
    expect(bot.text).toBe(bot.sentence('rascunho_expirou'))
    expect(bot.sessionJson).not.toContain('segredo')
    const said = bot.transcript.length
    await bot.advance(3 * DAY)
    expect(bot.transcript).toHaveLength(said)
  })

  it('is erased in silent hours without a word, said at their end or at the next message', async () => {
    const dusk = async () => {
      const bot = new Conversation()
      // 23h in Brasília.
      bot.now = Date.UTC(2026, 6, 2, 2)
      await bot.verify()
      await bot.say('tô sem internet, segredo')
      const said = bot.transcript.length
      await bot.advance(24.5 * HOUR)
      expect(bot.sessionJson).not.toContain('segredo')
      expect(bot.transcript).toHaveLength(said)
      return bot
    }
    const waiting = await dusk()
    await waiting.advance(8 * HOUR)
    expect(waiting.text).toBe(waiting.sentence('rascunho_expirou'))
    const writing = await dusk()
    await writing.say('oi')
    expect(writing.text).toContain(writing.sentence('rascunho_expirou'))
    const said = writing.transcript.length
    await writing.advance(8 * HOUR)
    expect(writing.transcript).toHaveLength(said)
  })

  it('is erased also where the timer came late', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.say('tô sem internet, segredo')
    bot.now += 30 * HOUR
    await bot.say('bom dia')
    expect(bot.text).toContain(bot.sentence('rascunho_expirou'))
    expect(bot.sessionJson).not.toContain('segredo')
  })
})
