import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { readSession } from '../../../src/conversation/session.js'
import type { EffectKind } from '../../../src/domain/effect.js'
import { htmlToText } from '../../../src/lib/html.js'
import { Conversation } from '../../support/conversation.js'
import { makeAberto, rosa, ROSA_PHONE, UNKNOWN_CPF } from '../../support/conversation-reads.js'

const MAX_SESSION = 300_000

/** Something done in a chat, with a name for the counterexample. */
interface Act {
  what: string
  run: (bot: Conversation) => Promise<void>
}

const TEXTS = [
  'oi',
  'tô sem internet',
  'a tv parou',
  'não',
  'sim',
  'pular',
  'abrir agora',
  'pronto',
  'confirmar',
  'cancelar',
  'falar com atendente',
  '25/03/1985',
  '01/01/1980',
  '1',
  rosa.documento,
  UNKNOWN_CPF,
  'planos',
  '35999-000',
  'Beltrano Fictício',
  '(37) 99000-0707',
  'Rua das Auroras, 12',
  '<b>&amp;</i> "x" \u{1F534}\ud800',
]
const COMMANDS = ['start', 'menu', 'chamados', 'fatura', 'conexao', 'planos', 'esquecer', 'atendente', 'encerrar', 'privacidade', 'ajuda', 'sair', 'xyz']
const RESULTS: Partial<Record<EffectKind, unknown>> = {
  'hubsoft.atendimento': { idAtendimento: 7, protocolo: '20267' },
  'milvus.chamado': { codigo: '77' },
  'tempbox.abrir': { atendimento: 'T1' },
  'hubsoft.mensagem': {},
  'hubsoft.anexo': {},
  'milvus.acompanhamento': {},
  'milvus.anexo': {},
  'tempbox.mensagem': {},
  'tempbox.agendar': {},
  'telegram.arquivo': { messageId: 1 },
  'hubsoft.prospecto': {},
  'hubsoft.avaliacao': {},
}

const PLANOS = Array.from({ length: 60 }, (_, index) => ({ idServico: index, nome: `FIBRA ${'X'.repeat(200)}`, amountCents: 8_990 }))

const settleAny = (pick: number, state: 'confirmed' | 'rejected' | 'dead'): Act => ({
  what: `settle ${String(pick)} ${state}`,
  run: async (bot) => {
    const open = (Object.keys(RESULTS) as EffectKind[]).filter((kind) => bot.pending(kind).length > 0)
    const kind = open[pick % open.length]
    if (kind === undefined) return
    await bot.settle(kind, state === 'confirmed' ? { result: RESULTS[kind] as never } : { state })
  },
})

const pressAny = (pick: number): Act => ({
  what: `press ${String(pick)}`,
  run: async (bot) => {
    const shown = bot.transcript.flatMap(({ buttons }) => buttons)
    const button = shown.at(-1 - (pick % 12))
    if (button) await bot.pressData(button.data)
  },
})

const say = (text: string): Act => ({ what: `say ${text}`, run: (bot) => bot.say(text) })
const edit = (text: string): Act => ({ what: `edit ${text}`, run: (bot) => bot.sayWith(text, { edited: true }) })
const forge = (data: string): Act => ({ what: `forge ${data}`, run: (bot) => bot.pressData(data) })
const command = (name: string): Act => ({ what: `/${name}`, run: (bot) => bot.command(name) })
const contact = (own: boolean): Act => ({ what: `contact ${String(own)}`, run: (bot) => bot.contact(ROSA_PHONE, own) })
const wait = (ms: number): Act => ({ what: `wait ${String(ms)}`, run: (bot) => bot.advance(ms) })
const files = (count: number): Act => ({
  what: `files ${String(count)}`,
  run: (bot) => bot.file(...Array.from({ length: count }, () => ({ caption: 'veja' }))),
})
const OTHERS: Act[] = [
  { what: 'verify', run: (bot) => bot.verify() },
  { what: 'verify', run: (bot) => bot.verify() },
  { what: 'sticker', run: (bot) => bot.other('sticker') },
  { what: 'staff', run: (bot) => bot.staff('oi', { hasFile: true }) },
  { what: 'took', run: (bot) => bot.took('Bento') },
  { what: 'staff closes', run: (bot) => bot.staffClosed() },
  { what: 'block', run: (bot) => bot.block() },
  {
    what: 'forget',
    run: async (bot) => {
      await bot.command('esquecer')
      await bot.pressData('fg:sim')
    },
  },
]

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS).map(say) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }).map(say) },
  { weight: 1, arbitrary: fc.constantFrom(...TEXTS).map(edit) },
  { weight: 6, arbitrary: fc.nat(11).map(pressAny) },
  { weight: 1, arbitrary: fc.string({ maxLength: 64 }).map(forge) },
  { weight: 2, arbitrary: fc.constantFrom(...COMMANDS).map(command) },
  { weight: 1, arbitrary: fc.boolean().map(contact) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 4 }).map(files) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.nat(7), fc.constantFrom('confirmed' as const, 'confirmed' as const, 'rejected' as const, 'dead' as const))
      .map(([pick, state]) => settleAny(pick, state)),
  },
  { weight: 1, arbitrary: fc.constantFrom(5_000, 60_000, 16 * 60_000, 3 * 3_600_000).map(wait) },
  { weight: 2, arbitrary: fc.constantFrom(...OTHERS) },
)

/** A chat after all of it. */
async function live(acts: readonly Act[], bot = new Conversation()): Promise<Conversation> {
  bot.reads.abertos = [makeAberto(31, 1100)]
  bot.reads.oferta = { kind: 'planos', planos: PLANOS }
  await bot.command('menu')
  for (const { run } of acts) await run(bot)
  return bot
}

function check(bot: Conversation): void {
  const json = bot.sessionJson ?? ''
  expect(json.length).toBeLessThan(MAX_SESSION)
  expect(JSON.parse(JSON.stringify(readSession(json)))).toEqual(JSON.parse(json))
  expect(new Set(bot.effects.map(({ id }) => id)).size).toBe(bot.effects.length)
  for (const { html, buttons } of bot.payloads('telegram.message')) {
    expect(html.length).toBeLessThanOrEqual(4_096)
    expect(htmlToText(html).trim()).not.toBe('')
    for (const { label, data } of (buttons ?? []).flat()) {
      expect(label).not.toBe('')
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64)
    }
  }
}

describe('whatever a customer does', () => {
  it('no turn fails, nothing grows without bound, every message can be sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 60 }), fc.boolean(), async (acts, people) => {
        check(await live(acts, new Conversation(people ? {} : { relayBudget: undefined })))
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  it('what they type is answered or passed on to people', async () => {
    const passedOn = (bot: Conversation) =>
      bot.decided('tempbox.mensagem').length + (bot.session.handover?.queue.length ?? 0)
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 40 }), async (acts) => {
        const bot = await live(acts)
        const before = passedOn(bot)
        await bot.say('a conexão está estranha hoje')
        expect(bot.said.length + passedOn(bot) - before).toBeGreaterThan(0)
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  it('what they typed is in the session, a ticket or with people, unless it was a try at proving something', async () => {
    const words = 'a conexão está estranha hoje'
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 40 }), async (acts) => {
        const bot = await live(acts)
        await bot.say(words)
        expect((bot.sessionJson ?? '') + JSON.stringify(bot.effects)).toContain(words)
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})

describe('a flood', () => {
  const long = 'a internet caiu de novo "aqui" '.repeat(140).slice(0, 4_096)

  it.each([
    ['of a stranger', async () => undefined],
    ['at level 2', (bot: Conversation) => bot.verify()],
    ['to people who are being called', (bot: Conversation) => bot.command('atendente')],
  ])('%s stays within bounds', async (_, prepare: (bot: Conversation) => Promise<unknown>) => {
    const bot = new Conversation()
    await prepare(bot)
    for (let index = 0; index < 60; index++) {
      await bot.say(long, long)
      await bot.file(...Array.from({ length: 10 }, () => ({ caption: long.slice(0, 1_024), name: `${'n'.repeat(110)}.jpg` })))
    }
    check(bot)
  })

  it('of tickets that never open stays within bounds', async () => {
    const bot = new Conversation()
    await bot.verify()
    for (let index = 0; index < 20; index++) {
      await bot.command('menu')
      await bot.press('Suporte')
      await bot.say(`sem internet ${long}`)
      await bot.press('Abrir agora')
      await bot.press('Confirmar')
      if (index % 2 === 0) await bot.settle('hubsoft.atendimento', { state: 'dead' })
    }
    check(bot)
    expect(bot.session.tickets.length).toBeLessThanOrEqual(10)
  })

  it('of files to an open ticket is told of, and does not grow what is kept', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.collect()
    await bot.press('Confirmar')
    await bot.settle('hubsoft.atendimento', { result: { idAtendimento: 7, protocolo: '20267' } })
    for (let index = 0; index < 50; index++) await bot.file({}, {}, {})
    expect(bot.pending('hubsoft.anexo')).toHaveLength(30)
    expect(bot.text).toContain(bot.sentence('arquivos_demais', { maximo: 30 }))
    check(bot)
  })
})
