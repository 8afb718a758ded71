import { describe, expect, it } from 'vitest'

import type { InboxEvent } from '../../../src/domain/event.js'
import { Conversation } from '../../support/conversation.js'
import { rosa, ROSA_PHONE } from '../../support/conversation-reads.js'

/** A settled effect that no flow can read. */
const poison = (bot: Conversation): InboxEvent =>
  bot.event('fx:poison', {
    kind: 'effectSettled',
    effectId: bot.decided('hubsoft.atendimento')[0]?.id ?? '',
    effectKind: 'hubsoft.atendimento',
    state: 'confirmed',
    result: null,
  })

async function opening(): Promise<Conversation> {
  const bot = new Conversation()
  await bot.verify()
  await bot.collect()
  await bot.press('Confirmar')
  return bot
}

describe('a turn', () => {
  it('takes a chat’s updates in the order of update_id, whatever order they came in', async () => {
    const bot = new Conversation()
    const first = bot.update(bot.textInput(rosa.documento))
    const second = bot.update({ kind: 'contact', phone: ROSA_PHONE, own: true, messageId: 2, from: { firstName: 'Zé' } })
    const third = bot.update(bot.textInput('sem internet'))
    await bot.take([third, second, first])
    expect(bot.session.identity.level).toBe(2)
    expect(bot.session.draft?.words).toEqual(['sem internet'])
  })

  it('takes a burst as one problem', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.say('oi', 'tô sem internet', 'desde ontem')
    expect(bot.reads.calls.ask).toHaveLength(1)
    expect(bot.session.draft?.words).toEqual(['oi\ntô sem internet\ndesde ontem'])
  })

  it('is repeatable: the same events over the same session decide effects of the same ids', async () => {
    const one = new Conversation()
    await one.verify()
    await one.collect()
    const two = new Conversation()
    two.sessionJson = one.sessionJson
    const press = one.update({ kind: 'button', data: one.dataOf('Confirmar'), callbackId: 'c', messageId: 3, from: { firstName: 'Zé' } })
    await one.take([press])
    await two.take([press])
    const ids = (bot: Conversation) => bot.effects.filter(({ kind }) => kind !== 'telegram.callback').map(({ id }) => id)
    expect(ids(one).slice(-two.effects.length + 1)).toEqual(ids(two))
  })

  it('that fails keeps nothing, and the events after a bad one are taken', async () => {
    const bot = await opening()
    const before = bot.sessionJson
    const bad = poison(bot)
    const word = bot.update(bot.textInput('alguém aí?'))
    await expect(bot.take([bad, word])).rejects.toThrow()
    expect(bot.sessionJson).toBe(before)
    // Then one by one.
    await expect(bot.take([bad, word], 1)).rejects.toThrow()
    await expect(bot.take([bad, word], 2)).rejects.toThrow()
    await bot.take([bad, word], 3)
    await bot.take([word])
    expect(bot.text).toBe(bot.sentence('confirmando'))
    expect(bot.session.tickets[0]?.waitingWords).toEqual(['alguém aí?'])
  })

  it('gives a customer’s own bad event up with a word and a way on', async () => {
    const bot = new Conversation()
    await bot.command('menu')
    await bot.take([bot.update(bot.textInput('x'))], 3)
    expect(bot.text).toBe(bot.sentence('erro_interno'))
    expect(bot.labels.join()).toContain('atendente')
  })

  it('gives up in silence what the customer never sent', async () => {
    const bot = await opening()
    await bot.take([poison(bot)], 3)
    expect(bot.said).toEqual([])
  })

  it('begins anew where a session cannot be read', async () => {
    const bot = new Conversation()
    await bot.verify()
    bot.sessionJson = '{"v":99}'
    await bot.say('oi')
    expect(bot.text).toContain(bot.sentence('pedir_documento'))
  })

  it('reads a session of before a field was added', async () => {
    const bot = await opening()
    const old = JSON.parse(bot.sessionJson ?? '') as { tickets: { adding?: unknown }[]; relays?: number }
    delete old.tickets[0]?.adding
    delete old.relays
    bot.sessionJson = JSON.stringify(old)
    await bot.settle('hubsoft.atendimento', { result: { idAtendimento: 1, protocolo: '20261' } })
    expect(bot.text).toContain('20261')
  })
})

describe('two hours of silence', () => {
  it('end the conversation: the report goes, the tickets stay', async () => {
    const bot = await opening()
    await bot.settle('hubsoft.atendimento', { result: { idAtendimento: 1, protocolo: '20261' } })
    await bot.say('mais uma coisa: a luz piscou')
    await bot.advance(2 * 3_600_000)
    expect(bot.session.activeTicket).toBeUndefined()
    expect(bot.session.tickets).toHaveLength(1)
  })

  it('are counted from the customer’s last word, not from what systems tell', async () => {
    const bot = await opening()
    await bot.advance(3_600_000)
    await bot.settle('hubsoft.atendimento', { result: { idAtendimento: 1, protocolo: '20261' } })
    await bot.advance(3_600_000)
    expect(bot.session.activeTicket).toBeUndefined()
  })
})
