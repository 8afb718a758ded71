import { describe, expect, it } from 'vitest'

import { Conversation } from '../../support/conversation.js'

const HOUR = 3_600_000
const OPENED = { result: { idAtendimento: 501, protocolo: '2026501' } }

describe('where an effect comes from, for the audit record', () => {
  it('is the level and the service, of all that changes another system and of nothing else', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.say('tô sem internet')
    await bot.file({})
    await bot.press('Abrir agora')
    await bot.press('Confirmar')
    await bot.settle('hubsoft.atendimento', OPENED)
    await bot.say('caiu de novo agora há pouco')
    await bot.command('atendente')
    await bot.command('conexao')
    await bot.pressData('cx:reconexao')
    await bot.press('Confirmar')
    const others = bot.effects.filter(({ kind }) => !kind.startsWith('telegram.'))
    expect(new Set(others.map(({ kind }) => kind))).toEqual(
      new Set(['hubsoft.atendimento', 'hubsoft.anexo', 'hubsoft.mensagem', 'tempbox.abrir', 'hubsoft.reconexao']),
    )
    for (const { origin } of others) expect(origin).toEqual({ level: 2, idClienteServico: 1100 })
    expect(bot.effects.filter(({ kind, origin }) => kind.startsWith('telegram.') && origin)).toEqual([])
  })

  it('of a ticket that goes on after level 1 has ended is the level it was asked for', async () => {
    const bot = new Conversation()
    await bot.state()
    await bot.collect()
    await bot.file({})
    await bot.press('Confirmar')
    await bot.advance(3 * HOUR)
    await bot.settle('hubsoft.atendimento', OPENED)
    expect(bot.session.identity.level).toBe(0)
    for (const kind of ['hubsoft.atendimento', 'hubsoft.anexo'] as const) {
      expect(bot.decided(kind)[0]?.origin).toEqual({ level: 1, idClienteServico: 1100 })
    }
  })

  it('of a stranger who calls for people is level 0 and no service', async () => {
    const bot = new Conversation()
    await bot.command('atendente')
    expect(bot.decided('tempbox.abrir')[0]?.origin).toEqual({ level: 0 })
  })
})
