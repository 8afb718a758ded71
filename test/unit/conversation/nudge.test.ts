import { describe, expect, it } from 'vitest'

import { Conversation } from '../../support/conversation.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const nudging = (lembrete_minutos = 15): Conversation =>
  new Conversation({ provider: (provider) => ({ ...provider, lembrete_minutos }) })

const nudges = (bot: Conversation): number => bot.transcript.filter(({ text }) => text.endsWith('Quer continuar?')).length

async function inTriage(bot = nudging()): Promise<Conversation> {
  await bot.verify()
  await bot.say('tô sem internet')
  return bot
}

describe('a silence in the middle of something', () => {
  it('is spoken to once: what it was, and how to go on', async () => {
    const bot = await inTriage()
    await bot.advance(14 * MINUTE)
    expect(nudges(bot)).toBe(0)
    await bot.advance(2 * MINUTE)
    expect(bot.text).toBe(bot.sentence('lembrete', { fazendo: 'relato' }))
    expect(bot.labels.join()).toMatch(/Continuar.*Abrir agora.*Cancelar/u)
    await bot.advance(20 * HOUR)
    expect(nudges(bot)).toBe(1)
  })

  it('is counted anew from each word', async () => {
    const bot = await inTriage()
    await bot.advance(10 * MINUTE)
    await bot.say('vermelha')
    await bot.advance(10 * MINUTE)
    expect(nudges(bot)).toBe(0)
    await bot.advance(6 * MINUTE)
    expect(nudges(bot)).toBe(1)
  })

  it.each([
    ['the questions', inTriage, '(1 de 3)'],
    [
      'the card',
      async () => {
        const bot = await inTriage()
        await bot.press('Abrir agora')
        return bot
      },
      'Confira antes de enviar',
    ],
    [
      'the documento',
      async () => {
        const bot = nudging()
        await bot.command('start')
        return bot
      },
      'CPF ou CNPJ',
    ],
    [
      'a correction',
      async () => {
        const bot = await inTriage()
        await bot.press('Abrir agora')
        await bot.press('Corrigir')
        return bot
      },
      'Escreva',
    ],
  ])('goes on with %s by “Continuar”', async (_, prepare, words) => {
    const bot = await prepare()
    await bot.advance(16 * MINUTE)
    await bot.press('Continuar')
    expect(bot.text).toContain(words)
  })

  it('still takes the words of what was asked before', async () => {
    const bot = await inTriage()
    await bot.advance(16 * MINUTE)
    await bot.say('Pular')
    expect(bot.text).toContain('(2 de 3)')
  })

  it('opens now, or drops it, by a press', async () => {
    const open = await inTriage()
    await open.advance(16 * MINUTE)
    await open.press('Abrir agora')
    expect(open.text).toContain('Confira antes de enviar')
    const cancel = await inTriage()
    await cancel.advance(16 * MINUTE)
    await cancel.press('Cancelar')
    expect(cancel.session.draft).toBeUndefined()
    const stranger = nudging()
    await stranger.command('start')
    await stranger.advance(16 * MINUTE)
    await stranger.press('Cancelar')
    expect(stranger.session.flow.name).toBe('idle')
  })

  it('waits for the end of silent hours', async () => {
    const bot = nudging()
    // 22h50 in Brasília.
    bot.now = Date.UTC(2026, 6, 2, 1, 50)
    await inTriage(bot)
    await bot.advance(8 * HOUR)
    expect(nudges(bot)).toBe(0)
    await bot.advance(HOUR)
    expect(nudges(bot)).toBe(1)
  })

  it.each<[string, (bot: Conversation) => Promise<unknown>]>([
    ['nothing is under way', (bot) => bot.command('encerrar')],
    ['people have it', (bot) => bot.command('atendente')],
    ['the report was sent', async (bot) => bot.press('Abrir agora').then(() => bot.press('Confirmar'))],
    ['the chat is gone', (bot) => bot.block()],
    ['it was forgotten', async (bot) => bot.command('esquecer').then(() => bot.press('Sim, apagar tudo'))],
  ])('is left alone where %s', async (_, act) => {
    const bot = await inTriage()
    await act(bot)
    await bot.advance(20 * HOUR)
    expect(nudges(bot)).toBe(0)
  })

  it('is left alone where the operators want none', async () => {
    const bot = await inTriage(nudging(0))
    await bot.advance(HOUR)
    expect(nudges(bot)).toBe(0)
  })

  it('ends nothing by an old “Cancelar” while people have the conversation', async () => {
    const bot = nudging()
    await bot.command('start')
    await bot.advance(16 * MINUTE)
    const data = bot.dataOf('Cancelar')
    await bot.command('atendente')
    await bot.pressData(data)
    expect(bot.session.handover).toBeDefined()
    expect(bot.text).toBe(bot.sentence('ja_com_atendente'))
  })
})
