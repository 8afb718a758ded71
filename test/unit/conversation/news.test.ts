import { describe, expect, it } from 'vitest'

import type { News } from '../../../src/domain/event.js'
import { Conversation } from '../../support/conversation.js'
import { makeCliente, rosa } from '../../support/conversation-reads.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** A chat with a ticket open, at level 2, and staff who do things in it. */
class Followed extends Conversation {
  #news = 0

  static async begin(level: 1 | 2 = 2): Promise<Followed> {
    const chat = new Followed()
    await chat.say('tô sem internet desde ontem')
    await (level === 2 ? chat.verify() : chat.state())
    await chat.press('Abrir agora')
    await chat.press('Confirmar')
    await chat.settle('hubsoft.atendimento', { result: { idAtendimento: 71, protocolo: '20260701120000000071' } })
    return chat
  }

  async staffDo(news: News): Promise<void> {
    const { reference } = this.session.tickets[0] ?? { reference: 'none' }
    await this.take([this.event(`tk:news:${String(this.#news++)}`, { kind: 'ticketNews', reference, news })])
  }

  staffSay(text: string): Promise<void> {
    return this.staffDo({ what: 'message', text, author: 'Bia Inventada' })
  }

  get mensagens(): string[] {
    return this.payloads('hubsoft.mensagem').map(({ mensagem }) => mensagem)
  }
}

describe('a ticket that opens', () => {
  it('is followed from then on, and anew with every word of its customer', async () => {
    const chat = await Followed.begin()
    const [watch] = chat.watches.values()
    expect(watch).toMatchObject({ id: 'tk:700100:hubsoft:71', kind: 'hubsoft' })
    const state: unknown = JSON.parse(watch?.state ?? '')
    expect(state).toMatchObject({ idAtendimento: 71, dia: '2026-07-01', joined: false })
    chat.watches.clear()
    await chat.say('agora a luz apagou')
    expect(chat.watches.size).toBe(1)
  })

  it('is not followed at level 1', async () => {
    const chat = await Followed.begin(1)
    expect(chat.watches.size).toBe(0)
    await chat.staffSay('o cadastro diz que…')
    expect(chat.said).toEqual([])
  })

  it('is followed no longer after /sair and /esquecer, and nothing more is told', async () => {
    const left = await Followed.begin()
    await left.command('sair')
    expect(left.watches.size).toBe(0)
    await left.staffSay('Olá')
    expect(left.said).toEqual([])

    const forgotten = await Followed.begin()
    await forgotten.command('esquecer')
    await forgotten.press('Sim, apagar')
    expect(forgotten.watches.size).toBe(0)
  })
})

describe('words of the staff', () => {
  it('are told with the protocolo and a first name, and the next words are the answer, even "sim"', async () => {
    const chat = await Followed.begin()
    await chat.staffSay('Posso ir amanhã?')
    expect(chat.text).toContain('20260701120000000071')
    expect(chat.text).toContain('Posso ir amanhã?')
    expect(chat.text).toContain('Bia')
    expect(chat.text).not.toContain('Inventada')
    await chat.say('sim')
    expect(chat.mensagens.at(-1)).toContain('Cliente: sim')
    await chat.say('obrigado')
    expect(chat.mensagens).toHaveLength(1)
  })

  it('are answered also when the conversation had ended meanwhile', async () => {
    const chat = await Followed.begin()
    await chat.advance(3 * HOUR)
    await chat.staffSay('Posso ir amanhã?')
    await chat.advance(4 * HOUR)
    await chat.say('pode vir depois das nove')
    expect(chat.mensagens.at(-1)).toContain('pode vir depois das nove')
  })

  it('do not take what is written to another question', async () => {
    const chat = await Followed.begin()
    await chat.press('Novo assunto')
    await chat.say('o telefone fixo não faz ligação')
    expect(chat.session.draft).toBeDefined()
    await chat.staffSay('Posso ir amanhã?')
    expect(chat.labels).toContain('Responder')
    await chat.press('Responder')
    expect(chat.text).toBe(chat.sentence('termine_antes'))
    await chat.press('Abrir agora')
    await chat.press('Cancelar')
    await chat.press('Responder')
    await chat.say('pode sim, de manhã')
    expect(chat.mensagens.at(-1)).toContain('pode sim, de manhã')
  })

  it("are not the customer's own, in whatever form they come back", async () => {
    const chat = await Followed.begin()
    await chat.say('o portão fica aberto')
    for (const echo of ['O portão fica aberto', 'Cliente: o portão fica aberto', 'Bia: [PLT-AAAA1111/1] Cliente: o portão fica aberto']) {
      await chat.staffSay(echo)
      expect(chat.said).toEqual([])
    }
    await chat.staffSay('o portão fica aberto?? fechem')
    expect(chat.said).toHaveLength(1)
  })

  it("stop when the number has left the customer's record", async () => {
    const chat = await Followed.begin()
    chat.reads.clientes = [makeCliente(11, { telefones: ['37990000909'] })]
    await chat.advance(HOUR)
    await chat.staffSay('Olá')
    expect(chat.said).toEqual([])
    expect(chat.session.identity.level).toBe(0)
  })

  it('wait while a record long unread cannot be read', async () => {
    const chat = await Followed.begin()
    await chat.advance(25 * HOUR)
    chat.reads.fail('findByCodigo')
    await chat.staffSay('Olá')
    expect(chat.said).toEqual([])
    chat.reads.mend('findByCodigo')
    await chat.advance(6 * MINUTE)
    expect(chat.transcript.at(-1)?.text).toContain('Olá')
  })
})

describe('silent hours', () => {
  it('hold news back until they end, in order, and once', async () => {
    const chat = await Followed.begin()
    await chat.advance(11 * HOUR)
    await chat.staffDo({ what: 'status', status: 'Em execução' })
    await chat.staffSay('Chegamos às 8h')
    expect(chat.said).toEqual([])
    const before = chat.transcript.length
    await chat.advance(7.9 * HOUR)
    expect(chat.transcript).toHaveLength(before)
    await chat.advance(0.2 * HOUR)
    const told = chat.transcript.slice(before).map(({ text }) => text)
    expect(told).toHaveLength(2)
    expect(told[0]).toContain('Em execução')
    expect(told[1]).toContain('Chegamos às 8h')
    await chat.advance(24 * HOUR)
    expect(chat.transcript.slice(before)).toHaveLength(2)
  })

  it('do not hold back what answers words of the last half hour', async () => {
    const chat = await Followed.begin()
    await chat.advance(9.5 * HOUR)
    await chat.staffSay('Posso ir?')
    await chat.advance(1.5 * HOUR)
    await chat.say('pode')
    await chat.staffSay('Já estamos a caminho')
    expect(chat.text).toContain('Já estamos a caminho')
    await chat.advance(HOUR)
    await chat.staffSay('Até amanhã')
    expect(chat.said).toEqual([])
  })
})

describe('status and visits', () => {
  it('are told once, and not at all after "Não avisar"', async () => {
    const chat = await Followed.begin()
    await chat.staffDo({ what: 'visit', inicio: Date.UTC(2026, 6, 3, 12), fim: Date.UTC(2026, 6, 3, 14) })
    expect(chat.text).toMatch(/sexta-feira, 03\/07.*das 09:00 às 11:00/u)
    await chat.staffDo({ what: 'visit', inicio: Date.UTC(2026, 6, 3, 12) })
    expect(chat.said).toEqual([])
    await chat.press('Não avisar')
    await chat.advance(HOUR)
    await chat.staffDo({ what: 'status', status: 'Em execução' })
    expect(chat.said).toEqual([])
    await chat.staffSay('Olá')
    expect(chat.said).toHaveLength(1)
    await chat.press('Voltar a avisar')
    await chat.staffDo({ what: 'status', status: 'Pausado' })
    expect(chat.text).toContain('Pausado')
  })
})

describe('a ticket that staff closed', () => {
  it('is asked about, thanked for and rated', async () => {
    const chat = await Followed.begin()
    await chat.staffDo({ what: 'closed', text: 'Cabo trocado' })
    expect(chat.text).toContain('Cabo trocado')
    expect(chat.watches.size).toBe(0)
    await chat.press('✅ Resolveu')
    await chat.press('⭐⭐⭐⭐')
    expect(chat.session.tickets[0]?.avaliacao).toBeGreaterThanOrEqual(4)
    await chat.say('minha televisão está sem canal')
    expect(chat.mensagens).toEqual([])
  })

  it('that solved nothing becomes a new ticket, which names it, once', async () => {
    const chat = await Followed.begin()
    await chat.staffDo({ what: 'closed' })
    await chat.press('❌ Não resolveu')
    await chat.press('Abrir agora')
    await chat.press('Confirmar')
    const [, again] = chat.payloads('hubsoft.atendimento')
    expect(again?.descricao).toContain('Protocolo anterior: 20260701120000000071')
    expect(again?.idClienteServico).toBe(rosa.servicos[0]?.idClienteServico)
    const nao = chat.transcript.flatMap(({ buttons }) => buttons).find(({ data }) => data.startsWith('nw:nao'))
    await chat.pressData(nao?.data ?? '')
    expect(chat.text).toBe(chat.sentence('cartao_velho'))
  })

  it('does nothing by its buttons for whoever is not its customer any more', async () => {
    const chat = await Followed.begin()
    await chat.staffDo({ what: 'closed' })
    const datas = chat.said.flatMap(({ buttons }) => buttons).map(({ data }) => data)
    const reference = chat.session.tickets[0]?.reference ?? ''
    await chat.command('sair')
    for (const data of [...datas, `nw:responder:${reference}`, `nw:nota:${reference}:5`, 'nw:nao:PLT-ZZZZ9999', 'nw:x']) {
      await chat.pressData(data)
      expect(chat.text).toBe(chat.sentence('cartao_velho'))
    }
  })
})
