import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { POLICIES } from '../../src/outbox/policy.js'
import { sampleLog, samplePng } from '../../src/sandbox/sample-file.js'
import type { Ticket } from '../../src/sandbox/hubsoft/state.js'
import { audienceOf, startAudience, webhookEnv, type Audience } from '../support/audience.js'
import { sha256, type Customer, type SampleFile } from '../support/customer.js'

const LONG_MS = 60_000

let audience: Audience
beforeAll(async () => {
  audience = await startAudience(60)
})
afterAll(async () => {
  await audience.bot.stop()
})

/** Gives up a file at its first failure. */
const HASTY = { ...POLICIES, 'hubsoft.anexo': { ...POLICIES['hubsoft.anexo'], maxFaults: 0 } }

const picture = (mark: string): Buffer => Buffer.concat([samplePng(), Buffer.from(mark)])
const photo = (mark: string, more: { caption?: string; albumId?: string } = {}): SampleFile => {
  return { bytes: picture(mark), file: { as: 'photo', ...more } }
}

/** Says what is wrong, up to where files are awaited; gives the message's id. */
async function tell(customer: Customer, text: string): Promise<number> {
  const id = customer.user.sendText(text)
  await customer.identify()
  await customer.triage()
  return id
}

async function toCard(customer: Customer, text: string): Promise<number> {
  const id = await tell(customer, text)
  await customer.finishFiles()
  await customer.sees('Confirmar')
  return id
}

async function openTicket(customer: Customer): Promise<Ticket> {
  await customer.confirm()
  return customer.toldProtocolo()
}

async function withPeople(customer: Customer): Promise<Customer> {
  customer.say('/atendente')
  await customer.landed('the summary', () => customer.relayed().length > 0)
  return customer
}

/** Whatever was sent before is answered, or not, by the time this is. */
async function heardSince(customer: Customer, mark: number): Promise<string[]> {
  customer.say('/privacidade')
  await customer.hear((text) => text.includes('Para apagar esta conversa'), mark)
  return customer.user.messages.flatMap(({ seq, text }) => (seq > mark ? [text] : [])).slice(0, -1)
}

const saidTo = (customer: Customer, part: string): number =>
  customer.user.messages.filter(({ text }) => text.includes(part)).length

describe.concurrent('an edited message', () => {
  it('replaces its words in the draft: the card shows the new ones, and none are lost', async () => {
    const customer = audience.next()
    const id = await toCard(customer, 'sem internet desde ontem')
    const mark = customer.user.mark()
    customer.user.editText(id, 'sem internet desde terça')
    const card = await customer.hear((text) => text.includes('Confira antes de enviar'), mark)
    expect(card.text).toContain('sem internet desde terça')
    expect(card.text).not.toContain('ontem')
    const { descricao } = await openTicket(customer)
    expect(descricao).toContain('Relato do cliente: sem internet desde terça')
    expect(descricao).toMatch(/Antes de corrigir.*\n- sem internet desde ontem/u)
  }, LONG_MS)

  it('replaces an answer of the triage', async () => {
    const customer = audience.next()
    customer.say('sem internet desde ontem')
    await customer.identify()
    await customer.press('Não resolveu')
    await customer.hear((text) => text.includes('1 de 3'))
    const id = customer.user.sendText('verde, piscando')
    await customer.hear((text) => text.includes('2 de 3'))
    const mark = customer.user.mark()
    customer.user.editText(id, 'vermelha, fixa')
    await customer.hear((text) => text.includes('correção'), mark)
    await customer.triage()
    await customer.finishFiles()
    const card = await customer.hear((text) => text.includes('Confira antes de enviar'))
    expect(card.text).toContain('vermelha, fixa')
    expect(card.text).not.toContain('verde')
    expect((await openTicket(customer)).descricao).toContain('vermelha, fixa')
  }, LONG_MS)

  it('that people have is relayed as corrected, each edit of its words once', async () => {
    const customer = await withPeople(audience.next())
    const id = customer.user.sendText('moro na rua das Flores')
    await customer.landed('the words', () => customer.relayed().includes('moro na rua das Flores'))
    customer.user.editText(id, 'moro na rua das Palmas')
    customer.user.editText(id, 'moro na rua das Palmas')
    await customer.landed('the correction', () => customer.relayed().includes('corrigido: moro na rua das Palmas'))
    customer.say('é isso')
    await customer.landed('what comes after', () => customer.relayed().at(-1) === 'é isso')
    expect(customer.relayed().slice(1)).toEqual([
      'moro na rua das Flores',
      'corrigido: moro na rua das Palmas',
      'é isso',
    ])
  }, LONG_MS)

  it('of an open ticket is a new mensagem of it', async () => {
    const customer = audience.next()
    const id = await toCard(customer, 'sem internet desde ontem')
    const ticket = await openTicket(customer)
    customer.user.editText(id, 'sem internet desde terça')
    const corrected = (): boolean => ticket.mensagens.some(({ texto }) => texto.includes('corrigido: sem internet desde terça'))
    await customer.landed('the correction', corrected)
    expect(ticket.descricao).toContain('sem internet desde ontem')
    expect(ticket.mensagens).toHaveLength(1)
  }, LONG_MS)

  it('that matters to nobody any more changes nothing and says nothing', async () => {
    const customer = audience.next()
    const id = await toCard(customer, 'sem internet desde ontem')
    await customer.press('Cancelar')
    await customer.hear((text) => text.includes('Cancelado'))
    const mark = customer.user.mark()
    customer.user.editText(id, 'sem internet desde terça')
    expect(await heardSince(customer, mark)).toEqual([])
    expect(customer.atendimentos()).toEqual([])
    // A live location's every step is an edit as well.
    customer.user.edit(id, { location: { latitude: -20, longitude: -45, live_period: 900 } })
    expect(await heardSince(customer, customer.user.mark())).toEqual([])
  }, LONG_MS)

  it('mends a CPF that was typed wrong', async () => {
    const customer = audience.next()
    customer.say('sem internet desde ontem')
    await customer.hear((text) => /\bCPF\b/u.test(text))
    const id = customer.user.sendText('123.456.789-00')
    await customer.hear((text) => text.includes('não confere'))
    customer.user.editText(id, customer.person.documento)
    await customer.shareContact()
    await customer.press('Não resolveu')
  }, LONG_MS)
})

describe.concurrent('a ticket', () => {
  it('keeps what messages answer and that they were forwarded, in its words and below its files', async () => {
    const customer = audience.next()
    await tell(customer, 'sem internet desde ontem')
    const answered = { message_id: 1, date: 1, chat: { id: customer.id, type: 'private' }, text: 'A luz PON está acesa?' }
    const sender = { id: 9, is_bot: false, first_name: 'Técnico' }
    const mark = customer.user.mark()
    customer.user.send({ text: 'está apagada', reply_to_message: answered })
    customer.user.send({ text: 'manutenção às 15h', forward_origin: { type: 'user', sender_user: sender, date: 1 } })
    await customer.hear((text) => text.includes('Anotado'), mark)
    const before = customer.user.mark()
    const { file_id, file_unique_id } = { file_id: 'nowhere', file_unique_id: 'nowhere' }
    customer.user.send({
      photo: [{ file_id, file_unique_id, width: 9, height: 9, file_size: 9 }],
      caption: 'olha',
      reply_to_message: answered,
    })
    await customer.hear((text) => text.includes('Recebi'), before)
    await customer.finishFiles()
    const { descricao } = await openTicket(customer)
    expect(descricao).toContain('está apagada\n(em resposta a "A luz PON está acesa?")')
    expect(descricao).toContain('manutenção às 15h\n(mensagem encaminhada)')
    expect(descricao).toContain('foto.jpg: olha\n(em resposta a "A luz PON está acesa?")')
  }, LONG_MS)

  it('holds 4,096 characters whole', async () => {
    const customer = audience.next()
    const words = `sem internet ${'ação '.repeat(900)}`.slice(0, 4_090).trimEnd().padEnd(4_096, 'z')
    await toCard(customer, words)
    expect((await openTicket(customer)).descricao).toContain(words)
  }, LONG_MS)

  it('is readable whatever was typed: right-to-left, marks nobody sees, half an emoji', async () => {
    const customer = audience.next()
    customer.user.sendText('\u202Esem\u200B internet\u202C \ud83d desde\u00AD ontem \udc00👨‍👩‍👧')
    await customer.identify()
    await customer.triage()
    const mark = customer.user.mark()
    customer.say('الإنترنت لا يعمل\u200F\u0000')
    await customer.hear((text) => text.includes('Anotado'), mark)
    await customer.finishFiles()
    const { descricao } = await openTicket(customer)
    expect(descricao).toMatch(/sem internet {1,2}desde ontem 👨‍👩‍👧/u)
    expect(descricao).toContain('الإنترنت لا يعمل')
    expect(descricao.isWellFormed()).toBe(true)
    expect(descricao).not.toMatch(/[\u0000\u200B\u200F\u202A-\u202E]/u)
  }, LONG_MS)

  it('comes out of a draft that meets all that cannot be used', async () => {
    const customer = audience.next()
    await toCard(customer, 'sem internet desde ontem')
    const other = { id: 5, is_bot: false, first_name: 'Outra' }
    const strange: [string, Record<string, unknown>][] = [
      ['live location', { location: { latitude: -20, longitude: -45, live_period: 900 } }],
      ['venue', { venue: { location: { latitude: 1, longitude: 1 }, title: 'Praça', address: 'x' }, location: { latitude: 1, longitude: 1 } }],
      ['poll', { poll: { id: '1', question: 'Qual?', options: [], total_voter_count: 0, type: 'regular' } }],
      ['dice', { dice: { emoji: '🎲', value: 3 } }],
      ['story', { story: { id: 1, chat: { id: 5, type: 'private', first_name: 'Outra' } } }],
      ['contact of somebody else', { contact: { phone_number: '5537990009999', first_name: 'Outra', user_id: other.id } }],
      ['emoji', { text: '👍' }],
      ['nothing that can be seen', { text: '\u200F\u2060\u3164' }],
      ['kind nobody knows yet', { something_new: { id: 1 } }],
    ]
    for (const [what, content] of strange) {
      const mark = customer.user.mark()
      customer.user.send(content)
      await customer.hear((text) => text !== '', mark).catch((cause: unknown) => {
        throw new Error(`${what} was not answered`, { cause })
      })
    }
    expect((await openTicket(customer)).descricao).toContain('sem internet desde ontem')
    expect(customer.atendimentos()).toHaveLength(1)
  }, LONG_MS)

  it('is opened once by a card that is pressed again, which then names the protocolo', async () => {
    const customer = audience.next()
    await toCard(customer, 'sem internet desde ontem')
    const { message, data } = await customer.sees('Confirmar')
    customer.user.pressData(message.messageId, data)
    customer.user.pressData(message.messageId, data)
    const { protocolo } = await customer.toldProtocolo()
    for (const old of message.buttons.flat()) {
      const mark = customer.user.mark()
      const press = customer.user.pressData(message.messageId, old.data ?? '')
      const answer = await customer.hear((text) => text !== '', mark)
      expect(answer.text).toContain('já foi enviado')
      expect(answer.text).toContain(protocolo)
      await customer.user.until(() => customer.user.callbackAnswer(press) !== undefined || undefined)
    }
    expect(customer.atendimentos()).toHaveLength(1)
  }, LONG_MS)
})

describe.concurrent('files', () => {
  it('of every kind arrive byte for byte, the same one once, an empty one named', async () => {
    const customer = audience.next()
    await tell(customer, 'sem internet desde ontem')
    const ogg = Buffer.concat([Buffer.from('OggS\0\x02'), Buffer.alloc(96)])
    const mp4 = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom\0\0\x02\0isomiso2'), Buffer.alloc(64)])
    const sent: SampleFile[] = [
      photo('a', { caption: 'a luz do aparelho' }),
      { bytes: ogg, file: { as: 'voice' } },
      { bytes: mp4, file: { as: 'videoNote' } },
      { bytes: sampleLog(), file: { as: 'document' } },
    ]
    const mark = customer.user.mark()
    for (const { bytes, file } of sent) customer.user.sendFile(bytes, file)
    await customer.hear((text) => text.includes('total: 4'), mark)
    customer.user.sendFile(Buffer.alloc(0), { as: 'document', name: 'nada.txt', mime: 'text/plain' })
    await customer.hear((text) => text.includes('nada.txt') && text.includes('vazio'))
    customer.user.sendFile(picture('a'), { as: 'photo', caption: 'a mesma luz' })
    await customer.hear((text) => text.includes('já tinha recebido'))
    await customer.finishFiles()
    const ticket = await openTicket(customer)
    customer.user.sendFile(picture('a'), { as: 'photo' })
    await customer.landed('all', () => ticket.anexos.length >= sent.length)
    await customer.hear((text) => text.includes('Os 4 arquivos foram anexados'))
    customer.user.sendFile(picture('a'), { as: 'photo' })
    await customer.user.until(() => (saidTo(customer, 'já tinha recebido') >= 3 ? true : undefined))
    expect(ticket.anexos.map((anexo) => anexo.sha256)).toEqual(sent.map(({ bytes }) => sha256(bytes)))
    expect(ticket.descricao).toContain('foto.jpg: a luz do aparelho')
    expect(ticket.descricao).toContain('a mesma luz')
    expect(ticket.anexos.map(({ fileName }) => fileName.split('.').at(-1))).toEqual(['jpg', 'ogg', 'mp4', 'txt'])
  }, LONG_MS)

  it('of an album that come late land in the draft, and in the ticket once that is confirmed', async () => {
    const customer = audience.next()
    await tell(customer, 'sem internet desde ontem')
    const [first, second, third, fourth] = ['1', '2', '3', '4'].map((mark) => photo(`álbum ${mark}`, { albumId: 'A' }))
    const send = (late: SampleFile | undefined): void => {
      if (late) customer.user.sendFile(late.bytes, late.file)
    }
    send(first)
    await customer.hear((text) => text.includes('total: 1'))
    await customer.finishFiles()
    await customer.sees('Confirmar')
    send(second)
    await customer.hear((text) => text.includes('total: 2'))
    await customer.confirm()
    send(third)
    const ticket = await customer.toldProtocolo()
    await customer.landed('three of them', () => ticket.anexos.length === 3)
    send(fourth)
    await customer.landed('all of them', () => ticket.anexos.length === 4)
    const digests = [first, second, third, fourth].map((file) => sha256(file?.bytes ?? Buffer.alloc(0)))
    expect(ticket.anexos.map((anexo) => anexo.sha256)).toEqual(digests)
    expect(customer.atendimentos()).toHaveLength(1)
  }, LONG_MS)

  it('whose path has expired, or whose download is cut, are asked for anew', async (context) => {
    const { bot, next } = await audienceOf(context, 1)
    const customer = next()
    await tell(customer, 'sem internet desde ontem')
    await customer.sendFiles(photo('b'))
    await customer.finishFiles()
    bot.sandbox.faults.telegram.arm('GET /file/*', { kind: 'status', status: 404 })
    bot.sandbox.faults.telegram.arm('GET /file/*', { kind: 'cutAnswer' })
    const ticket = await openTicket(customer)
    await customer.hear((text) => text.includes('foi anexado'))
    expect(ticket.anexos.map((anexo) => anexo.sha256)).toEqual([sha256(picture('b'))])
    const asked = bot.sandbox.telegram.ledger.list('* */getFile').length
    expect(asked).toBe(bot.sandbox.telegram.ledger.list('GET /file/*').length)
    expect(asked).toBe(3)
  }, LONG_MS)

  it('that Telegram has lost are named, and the ticket stands', async (context) => {
    const { bot, next } = await audienceOf(context, 1, {}, { policies: HASTY })
    const customer = next()
    await tell(customer, 'sem internet desde ontem')
    await customer.sendFiles({ bytes: sampleLog(), file: { as: 'document', name: 'roteador.log', mime: 'text/plain' } })
    await customer.finishFiles()
    bot.sandbox.telegram.forgetFiles()
    await openTicket(customer)
    const told = await customer.hear((text) => text.includes('Não consegui anexar'))
    expect(told.text).toContain('roteador.log')
    // Sent again, it is another file to Telegram and the same to us.
    customer.user.sendFile(sampleLog(), { as: 'document', name: 'roteador.log', mime: 'text/plain' })
    await customer.hear((text) => text.includes('O arquivo foi anexado'))
  }, LONG_MS)
})

describe.concurrent('commands and links', () => {
  it('lead where they name, with whatever stands behind them', async () => {
    const customer = audience.next()
    customer.say('/start fatura')
    await customer.identify()
    await customer.hear((text) => text.includes('fatura em aberto'))
    for (const [typed, answer] of [
      ['/start chamados', /atendimento aberto/u],
      ['/start conexao', /Situação:/u],
      ['/START FATURA', /fatura em aberto/u],
      ['/start campanha_de_verao', /posso ajudar/u],
      ['/start', /posso ajudar/u],
      ['/menu por favor', /posso ajudar/u],
      ['/fatura@plantao_demo_bot de maio', /fatura em aberto/u],
      ['/nada disso', /Não conheço esse comando/u],
    ] as const) {
      const mark = customer.user.mark()
      customer.say(typed)
      await customer.hear((text) => answer.test(text), mark)
    }
    customer.say('/start atendente')
    await customer.landed('the summary', () => customer.relayed().length > 0)
    expect(customer.conversations()).toHaveLength(1)
  }, LONG_MS)

  it('to a person take the words along', async () => {
    const customer = audience.next()
    customer.say('/atendente meu roteador queimou')
    await customer.landed('the summary', () => customer.relayed().length > 0)
    expect(customer.relayed().join('\n')).toContain('meu roteador queimou')
  }, LONG_MS)
})

describe.concurrent('people', () => {
  it('read 4,096 characters in order, no URL over 2,000, and what else was sent by its name', async () => {
    const customer = await withPeople(audience.next())
    const words = Array.from({ length: 819 }, (_, index) => `ç${String(index).padStart(3, '0')}`).join(' ')
    customer.say(words)
    await customer.landed('the words', () => customer.relayed().join(' ').includes('ç818'))
    expect(customer.relayed().slice(1).join(' ')).toBe(words)
    const { url, ledger } = customer.sandbox.tempbox
    for (const { path, query } of ledger.list()) {
      const written = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      expect(`${url}${path}?${written.join('&')}`.length).toBeLessThanOrEqual(2_000)
    }
    customer.user.sendPoll()
    await customer.landed('the poll', () => customer.relayed().at(-1)?.includes('uma enquete') === true)
    customer.user.send({ text: 'isso', reply_to_message: { message_id: 1, date: 1, chat: { id: 1, type: 'private' }, text: 'reiniciou?' } })
    await customer.landed('the answer', () => customer.relayed().at(-1) === 'isso\n(em resposta a "reiniciou?")')
  }, LONG_MS)
})

describe.concurrent('on a webhook', () => {
  it('edits, late siblings, old cards and links are what they are when polled for', async (context) => {
    const { bot, next } = await audienceOf(context, 2, await webhookEnv())
    const [customer, another] = [next(), next()]
    const id = await toCard(customer, 'sem internet desde ontem')
    customer.user.sendFile(picture('w'), { as: 'photo', albumId: 'W' })
    await customer.hear((text) => text.includes('total: 1'))
    const mark = customer.user.mark()
    customer.user.editText(id, 'sem internet desde terça')
    await customer.hear((text) => text.includes('Relato: sem internet desde terça'), mark)
    const { message, data } = await customer.sees('Confirmar')
    const ticket = await openTicket(customer)
    customer.user.sendFile(picture('x'), { as: 'photo', albumId: 'W' })
    await customer.landed('both', () => ticket.anexos.length === 2)
    customer.user.pressData(message.messageId, data)
    await customer.hear((text) => text.includes('já foi enviado'))
    customer.user.editText(id, 'sem internet desde segunda')
    await customer.landed('the correction', () => ticket.mensagens.some(({ texto }) => texto.includes('corrigido: ')))
    another.say('/start atendente')
    await another.landed('the summary', () => another.relayed().length > 0)
    const group = bot.sandbox.telegram.group(-2001, 'supergroup')
    group.add()
    await group.until(() => !group.hasBot || undefined)
    expect(group.messages).toHaveLength(1)
    expect(customer.atendimentos()).toHaveLength(1)
  }, LONG_MS)
})
