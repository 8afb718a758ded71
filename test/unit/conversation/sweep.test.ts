import { describe, expect, it } from 'vitest'

import { Conversation } from '../../support/conversation.js'
import { dalva, makeCliente, makeServico, rosa } from '../../support/conversation-reads.js'
import { fill, RichChat, THEIR_SERVICES, THEIRS } from '../../support/rich-customer.js'

const COMMANDS = ['start', 'menu', 'chamados', 'fatura', 'conexao', 'planos', 'ajuda', 'privacidade', 'encerrar', 'esquecer', 'xyz', 'atendente', 'sair']
const LAST = new Set(['menu:atendente', 'fg:sim'])
const dalvaAlone = { ...dalva, servicos: [makeServico(1200, 'OUTRO PLANO')] }
const DALVA_PHONE = '5537990000202'

/** Whoever is not the customer that saw the buttons. */
const OTHERS: Record<string, () => Promise<Conversation>> = {
  'the same chat after /sair': async () => {
    const chat = await RichChat.lived()
    await chat.command('sair')
    return chat
  },
  'the same chat after /esquecer': async () => {
    const chat = await RichChat.lived()
    await chat.command('esquecer')
    await chat.pressData('fg:sim')
    return chat
  },
  'the same chat when the number has left the record': async () => {
    const chat = await RichChat.lived()
    chat.reads.clientes = [makeCliente(11, { telefones: ['37990000777'] }), dalvaAlone]
    await chat.advance(3_600_000)
    await chat.command('fatura')
    await chat.command('encerrar')
    return chat
  },
  'the same chat when another customer has it': async () => {
    const chat = await RichChat.lived()
    chat.reads.clientes = [makeCliente(11, { telefones: ['37990000777'] }), dalvaAlone]
    await chat.advance(3_600_000)
    await chat.command('fatura')
    await chat.verify(dalva.documento, DALVA_PHONE)
    return chat
  },
  'another chat at level 0': () => other(async () => undefined),
  'another chat at level 1 of the same record': () => other((chat) => chat.state(rosa.documento)),
  'another chat at level 1 of another record': () => other((chat) => chat.state(dalva.documento, '02/01/1970')),
  'another customer, verified': () => other((chat) => chat.verify(dalva.documento, DALVA_PHONE)),
}

async function other(identify: (chat: Conversation) => Promise<void>): Promise<Conversation> {
  const chat = new Conversation({ chatId: '700900', firstName: 'Zé' })
  fill(chat.reads)
  await identify(chat)
  return chat
}

/** What is read below a service is that of whoever presses: nothing of the customer's. */
function emptied(chat: Conversation): void {
  Object.assign(chat.reads, { faturas: [], pagas: [], visitas: [], livres: [] })
}

describe.each(Object.keys(OTHERS))('%s gets nothing of a customer', (name) => {
  async function begin() {
    const rich = await RichChat.lived()
    const chat = await (OTHERS[name] ?? (() => other(async () => undefined)))()
    emptied(chat)
    const readings = () => {
      const { listOpen, listRecent, listPending, listPaid, listByServico, listConexoes } = chat.reads.calls
      return [listOpen, listRecent, listPending, listPaid, listByServico, listConexoes].flatMap((made) => made).filter((id) => THEIR_SERVICES.includes(id)).length
    }
    return { rich, chat, readings, read: readings(), said: chat.transcript.length, effects: chat.effects.length }
  }

  function nothingGot({ chat, readings, read, said, effects }: Awaited<ReturnType<typeof begin>>, typed: readonly string[] = []): void {
    const told = chat.transcript.slice(said).flatMap(({ text, buttons }) => [text, ...buttons.map(({ label }) => label)])
    const own = typed.reduce((all, words) => all.replaceAll(words, ''), told.join('\n'))
    expect(THEIRS.exec(own)?.[0]).toBeUndefined()
    expect(readings()).toBe(read)
    const outside = chat.effects.slice(effects).filter(({ kind }) => !kind.startsWith('telegram.') && !kind.startsWith('tempbox.'))
    expect(outside.map(({ kind }) => kind)).toEqual([])
    const people = chat.effects.slice(effects).filter(({ kind }) => kind.startsWith('tempbox.'))
    expect(THEIRS.exec(typed.reduce((all, words) => all.replaceAll(words, ''), JSON.stringify(people)))?.[0]).toBeUndefined()
    expect(chat.decided('telegram.fatura').filter(({ id }) => chat.effects.slice(effects).some((one) => one.id === id))).toEqual([])
  }

  it('by any button it ever saw', async () => {
    const tried = await begin()
    const buttons = [...tried.rich.shown, ...(tried.chat instanceof RichChat ? tried.chat.shown : [])].map(({ data }) => data)
    const all = [...new Set(buttons)].sort((a, b) => Number(LAST.has(a)) - Number(LAST.has(b)))
    expect(all.length).toBeGreaterThan(70)
    for (const data of all) {
      const before = tried.chat.decided('telegram.callback').at(-1)?.id
      await tried.chat.pressData(data)
      const answered = tried.chat.decided('telegram.callback').at(-1)?.id
      expect([data, answered !== undefined && answered !== before]).toEqual([data, true])
    }
    nothingGot(tried)
  })

  it('by any command, with words behind it or without', async () => {
    const tried = await begin()
    const words = ['fatura', '501', 'ch:mais:501', 'quero ver o chamado']
    for (const command of COMMANDS) {
      for (const args of ['', ...words]) {
        await tried.chat.command(command, args)
        expect([command, tried.chat.said.length > 0 || tried.chat.session.handover !== undefined]).toEqual([command, true])
      }
    }
    nothingGot(tried, words)
  })

  it('by typing what stood on a button', async () => {
    const tried = await begin()
    const labels = [...new Set(tried.rich.shown.map(({ label }) => label))].filter((label) => !/atendente/iu.test(label))
    for (const label of labels) await tried.chat.say(label)
    nothingGot(tried, labels.toSorted((a, b) => b.length - a.length))
  })
})
