import type { Message, Update } from 'grammy/types'
import { describe, expect, it } from 'vitest'

import type { Input } from '../../../src/domain/event.js'
import { toInboxEvent } from '../../../src/telegram/updates.js'
import { ANA, editedUpdate, message, messageUpdate } from './messages.js'

const NOW = 1_800_000_000_000

const inputOf = (content: Partial<Message>): Input | undefined => toInboxEvent(messageUpdate(content), NOW)?.input

const GROUP = { id: -100, type: 'group', title: 'Vizinhos' } as const
const FORWARDED = { type: 'user', date: 1, sender_user: ANA } as const
const FILE = { file_id: 'F', file_unique_id: 'U' }

describe('a text message', () => {
  it('becomes an event that waits for more of the same', () => {
    expect(toInboxEvent(messageUpdate({ text: ' tô sem internet\u200B ' }, 55), NOW)).toEqual({
      id: 'tg:55',
      chatId: '7001',
      at: 1_790_000_000_000,
      order: 55,
      quietMs: 600,
      input: { kind: 'text', text: 'tô sem internet', messageId: 10, from: { firstName: 'Ana' } },
    })
  })

  it('with nothing to see in it is something else, not an empty text', () => {
    expect(inputOf({ text: '\u200B\u2060' })).toMatchObject({ kind: 'other', what: 'empty' })
  })

  it('carries what it answers, a quote before the whole message, shortened', () => {
    const answered = { ...message({ text: `Qual é o problema?\n${'x'.repeat(500)}` }), reply_to_message: undefined }
    const reply = answered as NonNullable<Message['reply_to_message']>
    const whole = inputOf({ text: 'esse', reply_to_message: reply })
    expect(whole).toMatchObject({ context: expect.stringMatching(/^em resposta a "Qual é o problema\? x+"$/u) })
    expect(whole?.kind === 'text' && whole.context?.length).toBeLessThan(230)
    const quote = { text: 'o problema', position: 7 }
    expect(inputOf({ text: 'esse', reply_to_message: reply, quote })).toMatchObject({
      context: 'em resposta a "o problema"',
    })
  })

  it('says that it was forwarded, without naming from whom', () => {
    expect(inputOf({ text: 'aviso do condomínio', forward_origin: FORWARDED })).toMatchObject({
      kind: 'text',
      context: 'mensagem encaminhada',
    })
  })

  it.each([
    ['only an emoji', '👍🏽', '👍🏽'],
    ['4,096 characters', 'ç'.repeat(4096), 'ç'.repeat(4096)],
    ['written right to left', '\u200Fשלום\u202E', 'שלום'],
    ['broken surrogates', 'caiu\uD83D a\uDE00 luz', 'caiu a luz'],
    ['fillers that look like spaces', '\u3164\u2063oi\u034F', 'oi'],
  ])('with %s is that text', (_what, text, clean) => {
    expect(inputOf({ text })).toMatchObject({ kind: 'text', text: clean })
  })

  it.each(['\u3164', '\uFE0F\u200D', '\u{E0041}', '\uD83D'])('of %j alone is empty', (text) => {
    expect(inputOf({ text })).toMatchObject({ kind: 'other', what: 'empty' })
  })

  it('with blocks and formats is their words', () => {
    const blocks = [
      { type: 'heading', text: 'Sem internet', size: 1 },
      { type: 'paragraph', text: ['Desde ', { type: 'bold', text: 'ontem' }, ' à noite.'] },
      { type: 'list', items: [{ label: '1', blocks: [{ type: 'paragraph', text: 'luz vermelha' }] }] },
    ]
    const content = JSON.parse(JSON.stringify({ rich_message: { blocks } })) as Partial<Message>
    expect(inputOf(content)).toMatchObject({ kind: 'text', text: 'Sem internet\nDesde ontem à noite.\nluz vermelha' })
  })
})

describe('a command', () => {
  it('is taken at once, with its arguments, in lower case, whatever bot it names', () => {
    const entities = [{ type: 'bot_command', offset: 0, length: 17 }] as const
    const event = toInboxEvent(messageUpdate({ text: '/Start@plantao_bot  via-site ', entities: [...entities] }), NOW)
    expect(event?.input).toMatchObject({ kind: 'command', name: 'start', args: 'via-site' })
    expect(event).not.toHaveProperty('quietMs')
  })

  it('may carry what a link gave it, and stand behind marks that nobody sees', () => {
    const entities = [{ type: 'bot_command' as const, offset: 1, length: 6 }]
    expect(inputOf({ text: '\u200F/start fatura', entities })).toMatchObject({
      kind: 'command',
      name: 'start',
      args: 'fatura',
    })
  })

  it('is recognised without entities too', () => {
    expect(inputOf({ text: '/menu' })).toMatchObject({ kind: 'command', name: 'menu', args: '' })
  })

  it.each([
    ['inside code', { text: '/menu', entities: [{ type: 'code' as const, offset: 0, length: 5 }] }],
    ['further on', { text: 'use /menu', entities: [{ type: 'bot_command' as const, offset: 4, length: 5 }] }],
    ['in a forwarded message', { text: '/menu', forward_origin: FORWARDED }],
    ['that is a path', { text: '/etc/hosts' }],
  ])('%s is text', (_where, content) => {
    expect(inputOf(content)).toMatchObject({ kind: 'text' })
  })
})

describe('an edit', () => {
  it('of a text is that text again, marked', () => {
    expect(toInboxEvent(editedUpdate({ text: 'desde ontem' }), NOW)).toMatchObject({
      at: 1_790_000_060_000,
      quietMs: 600,
      input: { kind: 'text', text: 'desde ontem', edited: true },
    })
  })

  it('of a file or its caption is that file, marked: who saw it before can tell which', () => {
    expect(toInboxEvent(editedUpdate({ caption: 'luz vermelha', document: FILE }), NOW)?.input).toMatchObject({
      kind: 'file',
      file: { uniqueId: 'U', caption: 'luz vermelha' },
      edited: true,
    })
  })

  it.each([
    ['a live location', { location: { latitude: 0, longitude: 0, live_period: 60 } }],
    ['a contact', { contact: { phone_number: '+5511900000000', first_name: 'Ana', user_id: ANA.id } }],
  ])('of %s says nothing', (_what, content) => {
    expect(toInboxEvent(editedUpdate(content), NOW)).toBeUndefined()
  })
})

describe('a contact', () => {
  const contact = { phone_number: '+55 11 90000-0000', first_name: 'Ana', user_id: ANA.id }

  it('is the sender’s own when Telegram says it is theirs', () => {
    expect(inputOf({ contact })).toMatchObject({ kind: 'contact', phone: '+5511900000000', own: true })
  })

  it.each([
    ['of somebody else', { contact: { ...contact, user_id: 9 } }],
    ['typed in, that Telegram ties to nobody', { contact: { phone_number: '5511900000000', first_name: 'Ana' } }],
    ['forwarded', { contact, forward_origin: FORWARDED }],
    ['put there by another bot', { contact, via_bot: { id: 3, is_bot: true, first_name: 'b', username: 'b_bot' } }],
  ])('%s is not', (_what, content) => {
    expect(inputOf(content)).toMatchObject({ kind: 'contact', own: false })
  })
})

describe('a file', () => {
  const sizes = [
    { file_id: 'S', file_unique_id: 's', width: 90, height: 67, file_size: 1000 },
    { file_id: 'L', file_unique_id: 'l', width: 1280, height: 960, file_size: 90_000 },
    { file_id: 'M', file_unique_id: 'm', width: 320, height: 240, file_size: 9000 },
  ]

  it('that is a photo is its largest size, with caption and album', () => {
    expect(inputOf({ photo: sizes, caption: ' luz piscando ', media_group_id: 'A1' })).toEqual({
      kind: 'file',
      file: {
        fileId: 'L',
        uniqueId: 'l',
        kind: 'photo',
        name: 'foto.jpg',
        mime: 'image/jpeg',
        size: 90_000,
        caption: 'luz piscando',
      },
      albumId: 'A1',
      messageId: 10,
      from: { firstName: 'Ana' },
    })
  })

  it('keeps what it answers and that it was forwarded', () => {
    const answered = { ...message({ text: 'Mande uma foto da luz' }), reply_to_message: undefined }
    const reply = answered as NonNullable<Message['reply_to_message']>
    expect(inputOf({ document: FILE, reply_to_message: reply, forward_origin: FORWARDED })).toMatchObject({
      kind: 'file',
      context: 'mensagem encaminhada, em resposta a "Mande uma foto da luz"',
    })
  })

  const video = { ...FILE, width: 1, height: 1, duration: 1 }
  it.each<[string, Partial<Message>, string, string]>([
    ['document', { document: { ...FILE, file_name: 'log do roteador.txt' } }, 'document', 'log do roteador.txt'],
    ['nameless PDF', { document: { ...FILE, mime_type: 'application/pdf' } }, 'document', 'arquivo.pdf'],
    ['nameless unknown', { document: FILE }, 'document', 'arquivo'],
    ['video', { video }, 'video', 'video.mp4'],
    ['voice message', { voice: { ...FILE, duration: 1 } }, 'voice', 'voz.ogg'],
    ['nameless song', { audio: { ...FILE, duration: 1 } }, 'audio', 'audio.mp3'],
    ['round video', { video_note: { ...FILE, length: 1, duration: 1 } }, 'videoNote', 'recado.mp4'],
    ['animation, not its document', { animation: video, document: FILE }, 'animation', 'animacao.mp4'],
    ['live photo as a still', { live_photo: { ...video, photo: sizes } }, 'photo', 'foto.jpg'],
  ])('(%s) has a kind and a name', (_what, content, kind, name) => {
    expect(inputOf(content)).toMatchObject({ kind: 'file', file: { kind, name } })
  })

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\fotos\\tela.PNG', 'tela.PNG'],
    ['a"b\r\nc;\u202Egpj.exe', 'a_b c;gpj.exe'],
    ['..', 'arquivo'],
    [`${'n'.repeat(300)}.pdf`, `${'n'.repeat(116)}.pdf`],
  ])('named %j is called %j', (given, name) => {
    expect(inputOf({ document: { ...FILE, file_name: given } })).toMatchObject({ file: { name } })
  })
})

describe('anything else in a private chat', () => {
  const location = { latitude: 0, longitude: 0 }
  it.each<[string, Partial<Message>]>([
    ['location', { location }],
    ['venue', { venue: { location, title: '', address: '' }, location }],
    ['dice', { dice: { emoji: '🎲', value: 3 } }],
    ['story', { story: { id: 1, chat: GROUP } }],
    ['location', { location: { ...location, live_period: 900 } }],
    ['poll', { poll: JSON.parse('{"id":"1","question":"?","options":[]}') as NonNullable<Message['poll']> }],
    ['unknown', {}],
  ])('(%s) is told by its kind', (what, content) => {
    expect(inputOf(content)).toEqual({ kind: 'other', what, messageId: 10, from: { firstName: 'Ana' } })
  })

  it('that is a notice of Telegram’s own is passed over', () => {
    expect(inputOf({ pinned_message: { ...message({}), date: 0 } })).toBeUndefined()
    expect(inputOf({ write_access_allowed: {} })).toBeUndefined()
  })
})

describe('a press of a button', () => {
  const press = (more: object): Update => ({
    update_id: 3,
    callback_query: { id: 'Q', from: ANA, chat_instance: 'c', message: message({}), data: 'menu:1', ...more },
  })

  it('is taken at once and dated by us', () => {
    expect(toInboxEvent(press({}), NOW)).toEqual({
      id: 'tg:3',
      chatId: '7001',
      at: NOW,
      order: 3,
      input: { kind: 'button', data: 'menu:1', callbackId: 'Q', messageId: 10, from: { firstName: 'Ana' } },
    })
  })

  it.each([
    ['in a group', { message: message({ chat: GROUP }) }],
    ['below an inline message', { message: undefined }],
    ['of a game', { data: undefined }],
  ])('%s concerns no conversation', (_where, more) => {
    expect(toInboxEvent(press(more), NOW)).toBeUndefined()
  })
})

describe('a chat’s membership', () => {
  const change = (status: string, chat: object, before = 'member'): Update =>
    ({
      update_id: 4,
      my_chat_member: {
        chat,
        from: ANA,
        date: 1_790_000_000,
        old_chat_member: { status: before, user: ANA },
        new_chat_member: { status, user: ANA },
      },
    }) as Update

  it('tells that the customer blocked the bot', () => {
    const event = toInboxEvent(change('kicked', message({}).chat), NOW)
    expect(event).toMatchObject({ chatId: '7001', input: { kind: 'blocked' } })
  })

  it('tells that the customer unblocked the bot', () => {
    const event = toInboxEvent(change('member', message({}).chat, 'kicked'), NOW)
    expect(event).toMatchObject({ chatId: '7001', input: { kind: 'unblocked' } })
  })

  it('says nothing when a chat begins, or the bot is put out of a group', () => {
    expect(toInboxEvent(change('member', message({}).chat), NOW)).toBeUndefined()
    expect(toInboxEvent(change('kicked', GROUP), NOW)).toBeUndefined()
  })

  it.each(['group', 'supergroup', 'channel'])('tells that the bot was put into a %s', (type) => {
    const added = change('administrator', { id: -100, type, title: 'Vizinhos' })
    added.my_chat_member!.old_chat_member = { status: 'left', user: ANA }
    expect(toInboxEvent(added, NOW)).toEqual({
      id: 'tg:4',
      chatId: '-100',
      at: 1_790_000_000_000,
      input: { kind: 'group', added: true },
    })
  })
})

describe('what is written in a group', () => {
  const inGroup = (content: Partial<Message>, id: number): Update => messageUpdate({ ...content, chat: GROUP }, id)

  it('is one event a day, however much it is', () => {
    const events = [inGroup({ text: 'oi' }, 5), inGroup({ text: '/start' }, 6), inGroup({ photo: [] }, 7)]
    const made = events.map((update) => toInboxEvent(update, NOW))
    expect(new Set(made.map((event) => event?.id))).toEqual(new Set(['gr:-100:20717']))
    expect(made[0]).toEqual({
      id: 'gr:-100:20717',
      chatId: '-100',
      at: 1_790_000_000_000,
      input: { kind: 'group', added: false },
    })
  })

  it('and posted in a channel is the same', () => {
    const post = { update_id: 8, channel_post: { ...message({ text: 'aviso' }), chat: { ...GROUP, type: 'channel' } } } as Update
    expect(toInboxEvent(post, NOW)?.input).toEqual({ kind: 'group', added: false })
  })

  it('that it became a supergroup, says nothing of the group that is no more', () => {
    expect(toInboxEvent(inGroup({ migrate_to_chat_id: -1007 }, 9), NOW)).toBeUndefined()
    expect(toInboxEvent(inGroup({ migrate_from_chat_id: -5 }, 9), NOW)).toMatchObject({ chatId: '-100' })
  })
})

describe('a kind not asked for', () => {
  it('concerns no conversation', () => {
    expect(toInboxEvent({ update_id: 9 }, NOW)).toBeUndefined()
  })
})
