import { describe, expect, it } from 'vitest'

import { encodedLength } from '../../../src/lib/plain-text.js'
import { Conversation } from '../../support/conversation.js'

const OPEN = { result: { atendimento: 'T1' } }

const notes = (bot: Conversation) => bot.payloads('tempbox.mensagem').filter(({ file }) => file !== undefined)

/** With people, after these files. */
async function talking(bot: Conversation, ...before: string[]): Promise<Conversation> {
  for (const name of before) await bot.file({ name, uniqueId: `U-${name}`, kind: 'document' })
  await bot.command('atendente')
  await bot.settle('tempbox.abrir', OPEN)
  return bot
}

describe('files for people', () => {
  it('sent during the conversation are told of with what a link needs, their words apart', async () => {
    const bot = await talking(new Conversation({ fileLinks: true }))
    await bot.file({ name: 'tela.png', caption: 'veja', size: 812_345 })
    const [note] = notes(bot)
    expect(note?.mensagem).toMatch(/“tela\.png” \(812,3 kB\), guardado/u)
    expect(note?.file).toMatchObject({ name: 'tela.png', size: 812_345 })
    expect(note?.file?.caption).toBeUndefined()
    expect(bot.payloads('tempbox.mensagem').at(-1)).toMatchObject({ mensagem: 'veja' })
    expect(bot.text).toBe(bot.sentence('arquivo_ao_atendente', { nome: 'tela.png', protocolo: '', link: true }))
  })

  it('whose note is given up are told of, with a way on', async () => {
    const bot = await talking(new Conversation({ fileLinks: true }), 'antes.png')
    await bot.file({ name: 'tela.png' })
    const texts: string[] = []
    while (bot.pending('tempbox.mensagem').length > 0) {
      await bot.settle('tempbox.mensagem', { state: 'dead', reason: 'nao-confirmado' })
      texts.push(bot.text)
    }
    const lost = bot.sentence('arquivo_nao_entregue')
    expect(texts).toEqual(['', lost, lost])
    expect(lost).toMatch(/arquivo.*de novo/su)
  })

  it('sent before it follow the summary, the last ten', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `tela ${String(index)}.png`)
    const bot = await talking(new Conversation({ fileLinks: true }), ...names)
    expect(notes(bot).map(({ file }) => file?.name)).toEqual(names.slice(2))
    expect(bot.payloads('tempbox.mensagem')[0]?.file).toBeUndefined()
    const markers = bot.payloads('tempbox.mensagem').map(({ marker }) => marker)
    expect(new Set(markers).size).toBe(markers.length)
  })

  it('of a draft go too', async () => {
    const bot = new Conversation({ fileLinks: true })
    await bot.verify()
    await bot.say('tô sem internet')
    await bot.press('Abrir agora')
    await bot.file({ name: 'a.png' })
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', OPEN)
    expect(notes(bot).map(({ file }) => file?.name)).toEqual(['a.png'])
  })

  it('go once where people were called, left and called again before they came', async () => {
    const bot = new Conversation({ fileLinks: true })
    await bot.file({ name: 'a.png' })
    await bot.command('atendente')
    await bot.command('encerrar')
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', OPEN)
    expect(bot.session.heldFiles).toHaveLength(1)
    expect(notes(bot).map(({ file }) => file?.name)).toEqual(['a.png'])
  })

  it('sent before it are counted only, where people could not open them', async () => {
    const bot = await talking(new Conversation(), 'tela.png')
    expect(bot.payloads('tempbox.mensagem')).toHaveLength(1)
    expect(notes(bot)).toEqual([])
  })

  it('cannot pass for an address by their name, and leave room for the link', async () => {
    const bot = await talking(new Conversation({ fileLinks: true }))
    await bot.file({ name: `https://exemplo.invalid/entrar ${'ção'.repeat(60)}.png` })
    const [note] = notes(bot)
    expect(note?.mensagem).not.toMatch(/:\/\/|invalid\/|exemplo\.invalid/u)
    expect(encodedLength(note?.mensagem ?? '')).toBeLessThan(600)
  })
})
