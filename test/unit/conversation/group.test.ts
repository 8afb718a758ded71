import { describe, expect, it } from 'vitest'

import { Conversation } from '../../support/conversation.js'

describe('a group', () => {
  it('is told once a stay that customers are served in private, and left each time', async () => {
    const group = new Conversation({ chatId: '-1007' })
    const leaves = (): number => group.effects.filter(({ kind }) => kind === 'telegram.leaveChat').length
    await group.take([group.event('e1', { kind: 'group', added: true })])
    expect(group.text).toContain('particular')
    expect(leaves()).toBe(1)
    await group.take([group.event('e2', { kind: 'group', added: false })])
    expect(group.said).toEqual([])
    expect(leaves()).toBe(2)
    await group.take([group.event('e3', { kind: 'group', added: true })])
    expect(group.text).toContain('particular')
  })

  it('is told before it is left', async () => {
    const group = new Conversation({ chatId: '-1007' })
    await group.take([group.event('e4', { kind: 'group', added: false })])
    expect(group.effects.map(({ kind, lane }) => [kind, lane])).toEqual([
      ['telegram.message', 'tg:-1007'],
      ['telegram.leaveChat', 'tg:-1007'],
    ])
  })
})

describe('a link', () => {
  it('goes on as the command it names, and as a start when it names none', async () => {
    const chat = new Conversation()
    await chat.command('start', 'ajuda')
    const help = chat.text
    const other = new Conversation()
    await other.command('ajuda')
    expect(help).toBe(other.text)
    const campaign = new Conversation()
    await campaign.command('start', 'sair')
    const plain = new Conversation()
    await plain.command('start')
    expect(campaign.text).toBe(plain.text)
  })

  it('keeps words that a customer wrote behind /start', async () => {
    const chat = new Conversation()
    await chat.command('start', 'tô sem internet desde ontem')
    expect(chat.session.intent).toEqual(['tô sem internet desde ontem'])
  })
})

describe('a flood', () => {
  it('is told of ahead of all that waits to be said', async () => {
    const chat = new Conversation()
    await chat.take([chat.event('e5', { kind: 'flood', seconds: 60 })])
    expect(chat.text).toContain('60 segundos')
    expect(chat.effects.map(({ lane }) => lane)).toEqual([`ah:${chat.chatId}`])
  })
})
