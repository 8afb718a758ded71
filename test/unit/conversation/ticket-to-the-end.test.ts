import { describe, expect, it } from 'vitest'

import { LIMITS } from '../../../src/conversation/session.js'
import type { Atendimento } from '../../../src/domain/atendimento.js'
import type { News } from '../../../src/domain/event.js'
import { Conversation } from '../../support/conversation.js'
import { makeAberto, makeCliente, rosa } from '../../support/conversation-reads.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const PROTOCOLO = '20260701120000000071'

/** A chat at level 2 with an atendimento open, and staff who do things in it. */
class Followed extends Conversation {
  #news = 0

  static async begin(problem = 'tô sem internet desde ontem'): Promise<Followed> {
    const chat = new Followed()
    await chat.say(problem)
    await chat.verify()
    await chat.press('Abrir agora')
    await chat.press('Confirmar')
    return chat
  }

  static async withAtendimento(): Promise<Followed> {
    const chat = await Followed.begin()
    await chat.settle('hubsoft.atendimento', { result: { idAtendimento: 71, protocolo: PROTOCOLO } })
    return chat
  }

  async staffDo(news: News): Promise<void> {
    const { reference } = this.session.tickets[0] ?? { reference: 'none' }
    await this.take([this.event(`tk:news:${String(this.#news++)}`, { kind: 'ticketNews', reference, news })])
  }

  connected(conectado: boolean | undefined): void {
    const servicos = rosa.servicos.map((one) => (conectado === undefined ? one : { ...one, ultimaConexao: { conectado } }))
    this.reads.clientes = [{ ...rosa, servicos }]
  }

  /** What is said in so much time. */
  async over(ms: number): Promise<string[]> {
    const before = this.transcript.length
    await this.advance(ms)
    return this.transcript.slice(before).map(({ text }) => text)
  }
}

const fechado = (idAtendimento: number, given: Partial<Atendimento> = {}): Atendimento => ({
  ...makeAberto(idAtendimento, 1100),
  aberto: false,
  status: 'Resolvido',
  tipo: 'Suporte',
  cadastradoEm: Date.UTC(2026, 5, 20, 15),
  fechadoEm: Date.UTC(2026, 5, 22, 15),
  ...given,
})

describe('/chamados', () => {
  async function listed(...fechados: Atendimento[]): Promise<Conversation> {
    const bot = new Conversation()
    bot.reads.abertos = [{ ...makeAberto(31, 1100), mensagens: [{ id: 1, texto: '@cliente Vamos amanhã' }] }]
    bot.reads.fechados = fechados
    await bot.verify()
    await bot.command('chamados')
    return bot
  }

  it('tells open ones and those closed lately, with dates and the last public words, by one reading', async () => {
    const bot = await listed(
      fechado(21, { fechamento: '@cliente Cabo trocado' }),
      fechado(20, { fechamento: 'recado interno', mensagens: [{ id: 5, texto: '@cliente Chegou a peça' }, { id: 6, texto: 'nota' }] }),
      fechado(11, { fechadoEm: Date.UTC(2026, 3, 1) }),
      { ...fechado(12), idClienteServico: 1200 },
    )
    expect(bot.text).toMatch(/202631.*Pendente.*Vamos amanhã.*202621.*aberto em 20\/06\/2026.*encerrado em 22\/06\/2026.*Cabo trocado.*202620.*Chegou a peça/su)
    for (const hidden of ['interno', 'nota', '202611', '202612']) expect(bot.text).not.toContain(hidden)
    expect(bot.reads.calls.listRecent).toEqual([1100])
    expect(bot.reads.calls.listOpen).toEqual([])
  })

  it('lets one that was not opened here be reported again, with its protocolo, unless that was done', async () => {
    const bot = await listed(fechado(21))
    await bot.press('❌ Não resolveu 202621')
    expect(bot.text).toContain(bot.sentence('reabrir', { protocolo: '202621' }))
    await bot.press('Abrir agora')
    await bot.press('Abrir outro')
    await bot.press('Confirmar')
    const [again] = bot.payloads('hubsoft.atendimento')
    expect(again?.descricao).toContain('Protocolo anterior: 202621')
    expect(again?.idClienteServico).toBe(1100)

    bot.reads.abertos = [{ ...makeAberto(40, 1100), descricao: again?.descricao.toUpperCase() ?? '' }]
    await bot.pressData('ch:nao:21')
    expect(bot.text).toBe(bot.sentence('ja_enviado', { protocolo: '202640' }))
    await bot.command('chamados')
    expect(bot.labels.join()).not.toContain('Não resolveu')
  })

  it('reads again at the press: one that is open takes more words, what is not of the service does nothing', async () => {
    const bot = await listed(fechado(21))
    await bot.pressData('ch:nao:31')
    expect(bot.text).toBe(bot.sentence('acrescentar_pronto', { protocolo: '202631' }))
    await bot.pressData('ch:nao:999')
    expect(bot.text).toBe(bot.sentence('cartao_velho'))
    expect(bot.session.draft).toBeUndefined()
    const stranger = new Conversation()
    stranger.reads.fechados = [fechado(21)]
    await stranger.state()
    await stranger.pressData('ch:nao:21')
    expect(stranger.text).toContain(stranger.sentence('precisa_verificar'))
    expect(stranger.reads.calls.listRecent).toEqual([])
  })

  it('tells the last public words of a chamado, never private, deleted or own ones, and stands without them', async () => {
    const bot = await Followed.begin('a televisão não pega nenhum canal')
    await bot.settle('milvus.chamado', { result: { codigo: '8123' } })
    await bot.say('o decodificador está com a luz vermelha')
    const one = { pessoa: 'Bia Inventada', privado: false, excluido: false }
    bot.reads.acompanhamentos.set('8123', [
      { ...one, data: '2026-07-01 14:00:00', texto: 'Troque o cabo' },
      { ...one, data: '2026-07-01 13:00:00', texto: 'Bom dia' },
      { ...one, data: '2026-07-01 15:00:00', texto: 'segredo', privado: true },
      { ...one, data: '2026-07-01 15:01:00', texto: 'apagado', excluido: true },
      { ...one, data: '2026-07-01 15:02:00', texto: '[PLT-AAAA1111/1] Cliente: oi' },
      { ...one, data: '2026-07-01 15:03:00', texto: 'Cliente: o decodificador está com a luz vermelha' },
    ])
    await bot.command('chamados')
    expect(bot.text).toMatch(/8123.*“Troque o cabo”/su)
    expect(bot.text).not.toMatch(/segredo|apagado|oi”|luz vermelha/u)
    bot.reads.fail('readAcompanhamentos')
    await bot.command('chamados')
    expect(bot.text).toContain('8123')
    expect(bot.labels.join()).toMatch(/Acrescentar.*8123/u)
  })
})

describe('a rating after staff close', () => {
  async function rated(nota: string): Promise<Followed> {
    const chat = await Followed.withAtendimento()
    await chat.staffDo({ what: 'closed' })
    await chat.press('✅ Resolveu')
    const data = chat.dataOf(nota)
    await chat.pressData(data)
    await chat.pressData(data.replace(/\d$/u, '1'))
    return chat
  }

  it('is offered to HubSoft once, kept apart from the ticket, and its refusal is not told', async () => {
    const chat = await rated('⭐⭐⭐⭐⭐')
    const [ticket] = chat.session.tickets
    expect(chat.decided('hubsoft.avaliacao')).toMatchObject([
      { payload: { idAtendimento: 71, avaliacao: ticket?.avaliacao, reference: ticket?.reference }, notify: false },
    ])
    expect(chat.session.avaliacoes).toMatchObject([{ reference: ticket?.reference, nota: ticket?.avaliacao }])
    await chat.settle('hubsoft.avaliacao', { state: 'rejected', reason: 'refused' })
    expect(chat.said).toEqual([])
  })

  it('outlives its ticket, bounded, and goes with /esquecer', async () => {
    const chat = await rated('⭐⭐⭐⭐⭐')
    const json = JSON.stringify({ ...chat.session, tickets: [] })
    chat.sessionJson = json
    await chat.command('menu')
    expect(chat.session.avaliacoes).toHaveLength(1)
    await chat.command('esquecer')
    await chat.press('Sim, apagar')
    expect(chat.session.avaliacoes).toEqual([])
  })

  it('of a chamado of Milvus is kept here alone', async () => {
    const chat = await Followed.begin('a televisão não pega nenhum canal')
    await chat.settle('milvus.chamado', { result: { codigo: '8123' } })
    await chat.staffDo({ what: 'closed' })
    await chat.press('✅ Resolveu')
    await chat.press('⭐⭐⭐⭐')
    expect(chat.session.avaliacoes).toHaveLength(1)
    expect(chat.decided('hubsoft.avaliacao')).toEqual([])
  })

  it('given with the closing at the customer’s wish is kept too, also of one not opened here', async () => {
    const bot = new Conversation()
    bot.reads.abertos = [makeAberto(501, 1100)]
    await bot.verify()
    await bot.command('chamados')
    await bot.press('Fechar')
    await bot.press('3 ★')
    await bot.settle('hubsoft.fechamento', { result: {} })
    expect(bot.session.avaliacoes).toMatchObject([{ reference: 'hubsoft:501', nota: 3 }])
  })
})

describe('half an hour after a closing', () => {
  async function closed(conectado: boolean | undefined): Promise<Followed> {
    const chat = await Followed.withAtendimento()
    await chat.staffDo({ what: 'closed' })
    chat.connected(conectado)
    return chat
  }

  it.each([
    ['off', false, 'aparece desligada'],
    ['unknown', undefined, 'não consegui confirmar'],
  ])('a connection that is %s is asked about, once, and a new report names the old protocolo', async (_, conectado, words) => {
    const chat = await closed(conectado)
    expect(await chat.over(29 * MINUTE)).toEqual([])
    const [text, ...more] = await chat.over(2 * MINUTE)
    expect(text).toContain(words)
    expect(text).toContain(PROTOCOLO)
    expect(more).toEqual([])
    expect(await chat.over(DAY)).toEqual([])
    await chat.press('❌ Não resolveu')
    expect(chat.session.draft?.anterior).toBe(PROTOCOLO)
  })

  it('a connection that cannot be read is unknown', async () => {
    const chat = await closed(true)
    chat.reads.fail('findByCodigo')
    expect((await chat.over(31 * MINUTE)).join()).toContain('não consegui confirmar')
  })

  it('nothing is said of one that works, was solved, was reported again, or is nobody’s here any more', async () => {
    const works = await closed(true)
    const solved = await closed(false)
    await solved.press('✅ Resolveu')
    const again = await closed(false)
    await again.press('❌ Não resolveu')
    const left = await closed(false)
    await left.command('sair')
    const moved = await closed(false)
    moved.reads.clientes = [makeCliente(11, { telefones: ['37990000909'] })]
    for (const chat of [works, solved, again, left, moved]) {
      expect((await chat.over(40 * MINUTE)).join()).not.toContain(PROTOCOLO)
    }
  })

  it('silence holds the question until it ends', async () => {
    const chat = await Followed.withAtendimento()
    await chat.advance(9.75 * HOUR)
    await chat.say('oi')
    await chat.staffDo({ what: 'closed' })
    chat.connected(false)
    expect(await chat.over(8 * HOUR)).toEqual([])
    expect(await chat.over(2 * HOUR)).toHaveLength(1)
  })

  it('a ticket closed at the customer’s wish is looked at where it was about the connection', async () => {
    const chat = await Followed.withAtendimento()
    chat.reads.abertos = [{ ...makeAberto(71, 1100), protocolo: PROTOCOLO }]
    await chat.command('chamados')
    await chat.press('Fechar')
    await chat.press('Fechar sem')
    await chat.settle('hubsoft.fechamento', { result: {} })
    chat.connected(false)
    expect((await chat.over(31 * MINUTE)).join()).toContain('aparece desligada')
  })

  it('leaves the buttons of what is being asked where they are', async () => {
    const chat = await closed(false)
    await chat.say('agora a televisão parou')
    await chat.press('Novo assunto').catch(() => undefined)
    const { keyboard, flow } = chat.session
    expect(flow.name).not.toBe('idle')
    await chat.advance(31 * MINUTE)
    expect(chat.transcript.some(({ text }) => text.includes('aparece desligada'))).toBe(true)
    expect(chat.session.keyboard).toEqual(expect.arrayContaining(keyboard))
  })
})

describe('what is kept of tickets', () => {
  it('of a closed one the words go when it is solved, reported again, or a week later', async () => {
    const solved = await Followed.withAtendimento()
    await solved.say('a luz ficou vermelha agora')
    await solved.staffDo({ what: 'closed' })
    await solved.press('✅ Resolveu')
    const late = await Followed.withAtendimento()
    await late.staffDo({ what: 'closed' })
    expect(late.sessionJson).toContain('desde ontem')
    await late.advance(8 * DAY)
    const again = await Followed.withAtendimento()
    await again.staffDo({ what: 'closed' })
    await again.press('❌ Não resolveu')
    for (const chat of [solved, late, again]) expect(JSON.stringify(chat.session.tickets)).not.toContain('desde ontem')
  })

  it('open ones are not pushed out by closed ones; the one too many is followed no longer', async () => {
    const bot = new Conversation()
    await bot.verify()
    bot.reads.abertos = Array.from({ length: 30 }, (_, index) => makeAberto(100 + index, 1100))
    await bot.command('chamados')
    for (let index = 0; index < LIMITS.openTickets; index += 1) await bot.pressData(`ch:mais:${String(100 + index)}`)
    expect(bot.session.tickets).toHaveLength(LIMITS.openTickets)
    expect(bot.watches.size).toBe(LIMITS.openTickets)
    await bot.pressData('ch:mais:129')
    expect(bot.session.tickets.map(({ id }) => id)).not.toContain('100')
    expect(bot.session.tickets.at(-1)?.id).toBe('129')
    expect([...bot.watches.keys()].sort()).toEqual(bot.session.tickets.map(({ id }) => `tk:700100:hubsoft:${id ?? ''}`).sort())
  })
})
