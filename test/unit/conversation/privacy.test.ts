import { describe, expect, it } from 'vitest'

import { Conversation } from '../../support/conversation.js'
import { makeCliente, rosa } from '../../support/conversation-reads.js'

const HOUR = 3_600_000
const OPENED = { result: { idAtendimento: 501, protocolo: '2026501' } }
const PERSONAL = /Rosa|Zé|Auroras|internet|2026501|PLT-|segredo|1100|F\d{4}|phoneTag/u

/** With an open ticket, a draft, a file and people. */
async function lived(): Promise<Conversation> {
  const bot = new Conversation()
  await bot.verify()
  await bot.collect()
  await bot.press('Confirmar')
  await bot.settle('hubsoft.atendimento', OPENED)
  await bot.press('assunto')
  await bot.say('agora a televisão, segredo')
  await bot.file({ caption: 'segredo' })
  return bot
}

async function forget(bot: Conversation): Promise<void> {
  await bot.command('esquecer')
  await bot.press('Sim, apagar tudo')
}

const esquecido = (bot: Conversation, protocolos = '', conversa = false): string =>
  bot.sentence('esquecido', { protocolos, conversa })

describe('/privacidade', () => {
  it('says what is kept, for how long as configured, who sees it, and how to erase it', async () => {
    const bot = new Conversation()
    await bot.command('privacidade')
    for (const words of ['90 dias', '24 horas', '30 dias', '180 dias', '15 minutos', 'equipe', '/esquecer', '/sair']) {
      expect(bot.text).toContain(words)
    }
  })
})

describe('/esquecer', () => {
  it('leaves a tombstone that tells nothing of anybody', async () => {
    const bot = await lived()
    await forget(bot)
    expect(bot.sessionJson).not.toMatch(PERSONAL)
    const { esquecido: tomb, limits, relays, lastText, lastMessage, lastAt, ...rest } = bot.session
    expect(tomb).toEqual({ em: lastAt, ordem: expect.any(Number), mensagem: lastMessage, vazio: true })
    expect(limits.lookups).toHaveLength(1)
    expect([relays, lastText]).toEqual([0, expect.any(Number)])
    expect(rest).toMatchObject({ identity: { level: 0 }, tickets: [], intent: [], written: [], telegramName: '', welcomed: false })
    expect(rest.timers).toEqual(['retencao'])
    expect(bot.journal).toEqual([])
  })

  it('ends every timer and every watch, and drops what was not tried', async () => {
    const bot = await lived()
    expect(bot.watches.size).toBeGreaterThan(0)
    await forget(bot)
    expect([...bot.timers.keys()]).toEqual(['retencao'])
    expect(bot.watches.size).toBe(0)
  })

  it('says what stays with the provider, with the protocolos of what is open, and whom to ask', async () => {
    const bot = await lived()
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', { result: { atendimento: 'T1' } })
    await forget(bot)
    expect(bot.text).toContain(esquecido(bot, '2026501', true))
    expect(bot.text).toContain('0800')
    expect(bot.payloads('tempbox.encerrar')).toEqual([{ atendimento: 'T1' }])
  })

  it('does nothing that was asked for in the very moment before, but closes what is open with people', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.collect()
    const confirm = bot.dataOf('Confirmar')
    await bot.command('esquecer')
    await bot.take(['cf', 'fg:sim'].map((what) => bot.pressInput(what === 'cf' ? confirm : what)).map((input) => bot.update(input)))
    expect(bot.text).toContain(esquecido(bot))
    expect(bot.payloads('hubsoft.atendimento')).toEqual([])
    expect(bot.decided('telegram.callback').length).toBeGreaterThanOrEqual(2)
    const talking = await lived()
    await talking.command('atendente')
    await talking.settle('tempbox.abrir', { result: { atendimento: 'T1' } })
    await talking.command('esquecer')
    const last = talking.payloads('tempbox.mensagem').length
    await talking.take([talking.update(talking.textInput('um segredo')), talking.update(talking.pressInput('fg:sim'))])
    expect(talking.payloads('tempbox.mensagem').slice(last)).toEqual([])
    expect(talking.payloads('tempbox.encerrar')).toEqual([{ atendimento: 'T1' }])
  })

  it('names no protocolo of a record that is not proved any more', async () => {
    const bot = await lived()
    bot.reads.clientes = [makeCliente(11, { telefones: ['11999990000'] })]
    await bot.advance(HOUR)
    await bot.command('fatura')
    await forget(bot)
    expect(bot.text).not.toContain('2026501')
  })

  it('keeps of cooldowns only digests', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.command('conexao')
    await bot.pressData('cx:reconexao')
    await bot.press('Confirmar')
    await forget(bot)
    expect(Object.keys(bot.session.limits.acoes)).toHaveLength(1)
    expect(JSON.stringify(bot.session.limits)).not.toMatch(/reconexao|1100/u)
  })

  it('twice is answered, and changes nothing', async () => {
    const bot = await lived()
    await forget(bot)
    const { esquecido: tomb } = bot.session
    await forget(bot)
    expect(bot.text).toBe(esquecido(bot))
    expect(bot.session.esquecido).toEqual(tomb)
    expect(bot.sessionJson).not.toMatch(PERSONAL)
  })

  it('is not done by an old yes: after it, it changes nothing, and days later it asks first', async () => {
    const bot = await lived()
    await forget(bot)
    await bot.pressData('fg:sim')
    expect(bot.text).toBe(bot.sentence('ja_esquecido'))
    expect(bot.sessionJson).not.toMatch(PERSONAL)
    await bot.verify()
    await bot.pressData('fg:sim')
    expect(bot.text).toBe(bot.sentence('confirmar_esquecer'))
    expect(bot.session.identity.level).toBe(2)
  })

  it('lets nothing of before back in that comes later', async () => {
    const bot = await lived()
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', { result: { atendimento: 'T1' } })
    const sibling = bot.fileEvent({ caption: 'segredo' })
    const timer = { name: 'slow:PLT-1', dueAt: bot.now, arg: 'PLT-1' }
    const [reference = ''] = bot.session.tickets.map((ticket) => ticket.reference)
    await forget(bot)
    const left = bot.session
    const said = bot.transcript.length
    await bot.take([sibling])
    await bot.staff('segredo', { atendimento: 'T1' })
    await bot.staffClosed('T1')
    await bot.fire(timer)
    await bot.sayWith('segredo corrigido', { edited: true, messageId: 3 })
    await bot.take([bot.event('tk:1', { kind: 'ticketNews', reference, news: { what: 'message', text: 'segredo' } })])
    await bot.take([
      bot.event('fx:late', { kind: 'effectSettled', effectId: 'D:mensagem:1', effectKind: 'hubsoft.mensagem', state: 'dead' }),
    ])
    expect(bot.transcript).toHaveLength(said)
    expect(bot.session).toEqual(left)
    expect(bot.journal).toEqual([])
  })

  it('does not silence what is written afterwards', async () => {
    const bot = await lived()
    await forget(bot)
    await bot.say('oi')
    expect(bot.text).toContain(bot.sentence('boas_vindas', { nome: 'Zé' }))
    await bot.file({})
    expect(bot.session.heldFiles).toHaveLength(1)
    await bot.verify(rosa.documento)
    expect(bot.session.identity.level).toBe(2)
  })

  it('is gone itself after two days, and a stranger has no new tries before that', async () => {
    const bot = await lived()
    await forget(bot)
    await bot.advance(47 * HOUR)
    expect(bot.session.esquecido).toBeDefined()
    await bot.advance(2 * HOUR)
    expect(bot.sessionJson).toBeUndefined()
    expect(bot.timers.size).toBe(0)
  })
})
