import { describe, expect, it } from 'vitest'

import { Conversation } from '../../support/conversation.js'
import { ScriptedAgent } from '../../support/scripted-agent.js'

const BYTES = new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3])

async function withFiles(agent: ScriptedAgent, files: number): Promise<Conversation> {
  const bot = new Conversation({ agent })
  await bot.verify()
  await bot.say('tô sem internet')
  for (let file = 0; file < files; file += 1) await bot.file({ bytes: BYTES, name: `foto${String(file)}.jpg` })
  return bot
}

describe('a picture in a report', () => {
  it('is acknowledged without being looked at; what it shows stands in the ticket, marked', async () => {
    const agent = new ScriptedAgent('down')
    agent.seen = { kind: 'seen', texto: 'LED LOS vermelho\nCPF 529.982.247-25' }
    const bot = await withFiles(agent, 5)
    expect(agent.pictures).toEqual([])
    await bot.press('Abrir agora')
    expect(agent.pictures).toHaveLength(3)
    expect(agent.pictures[0]?.bytes).toEqual(BYTES)
    await bot.press('Confirmar')
    const descricao = bot.payloads('hubsoft.atendimento')[0]?.descricao ?? ''
    expect(descricao).toContain('Lido por máquina na imagem foto0.jpg: LED LOS vermelho')
    expect(descricao).not.toContain('529.982')
  })

  it('is looked at once', async () => {
    const agent = new ScriptedAgent('down')
    const bot = await withFiles(agent, 1)
    await bot.press('Abrir agora')
    await bot.press('Corrigir')
    await bot.say('sem internet desde ontem')
    await bot.file({ bytes: BYTES, name: 'outra.jpg' })
    expect(agent.pictures).toHaveLength(1)
  })

  it('costs nothing where it cannot be read', async () => {
    const agent = new ScriptedAgent('down')
    agent.look = async () => {
      throw new Error('made to fail')
    }
    const bot = await withFiles(agent, 1)
    bot.reads.fail('head')
    await bot.press('Abrir agora')
    await bot.press('Confirmar')
    expect(bot.payloads('hubsoft.atendimento')[0]?.descricao).not.toContain('Lido por máquina')
  })
})

describe('a voice message in a report', () => {
  it('becomes words of it, marked, which the card shows', async () => {
    const agent = new ScriptedAgent('down')
    agent.heard = { kind: 'seen', texto: 'a luz está vermelha desde ontem' }
    const bot = new Conversation({ agent })
    await bot.verify()
    await bot.say('tô sem internet')
    await bot.file({ bytes: new TextEncoder().encode('OggS'.padEnd(64, '0')), kind: 'voice', name: 'voz.ogg', mime: 'audio/ogg' })
    await bot.press('Abrir agora')
    expect(bot.text).toContain('a luz está vermelha desde ontem (transcrição automática)')
    expect(agent.pictures[0]?.mime).toBe('audio/ogg')
  })
})
