import { describe, expect, it } from 'vitest'

import { Conversation } from '../../support/conversation.js'

/** Wednesday, 1 July 2026, at these hours of São Paulo. */
const at = (hour: number, minute = 0): number => Date.UTC(2026, 6, 1, hour + 3, minute)
const HOUR = 3_600_000

const ATTENDANCE = {
  horarios: { quarta: ['08:00-12:00', '13:00-18:00'], quinta: ['08:00-18:00'] },
  feriados: [],
  espera_minutos: 15,
}

const OPEN = { result: { atendimento: 'T1', numero: '9001' } }

/** A chat at this time; `hours` undefined: the operator names none. */
function chatAt(now: number, hours?: typeof ATTENDANCE & { aviso?: string }): Conversation {
  const bot = new Conversation({
    provider: (provider) => ({ ...provider, lembrete_minutos: 0, atendimento_humano: hours }),
  })
  bot.now = now
  return bot
}

/** A verified customer who told a problem and asked for a person. */
async function asks(bot: Conversation): Promise<Conversation> {
  await bot.verify()
  await bot.say('tô sem internet desde ontem')
  await bot.say('quero falar com um atendente')
  return bot
}

const asked = (now: number): Promise<Conversation> => asks(chatAt(now, ATTENDANCE))

async function closed(): Promise<Conversation> {
  const bot = await asked(at(20))
  await bot.settle('tempbox.abrir', OPEN)
  return bot
}

const relayed = (bot: Conversation) => bot.payloads('tempbox.mensagem').map(({ mensagem }) => mensagem)
const told = (bot: Conversation) => bot.transcript.map(({ text }) => text)
/** *Esperar* and its like, in all that was said since. */
const choices = (bot: Conversation, since = 0) =>
  bot.transcript.slice(since).flatMap(({ buttons }) => buttons.map(({ label }) => label))

const ALL = ['Esperar', 'Abrir chamado', 'Me chamem na abertura']

describe('asking for a person in closed hours', () => {
  it('is opened all the same, and the customer hears when they open and chooses', async () => {
    const bot = await asks(chatAt(at(20), { ...ATTENDANCE, aviso: 'Aos domingos não abrimos.' }))
    expect(bot.text).toContain('Ela volta amanhã às 08:00. Aos domingos não abrimos.')
    expect(bot.labels).toEqual(ALL)
    expect(bot.decided('tempbox.abrir')).toHaveLength(1)
    await bot.settle('tempbox.abrir', OPEN)
    expect(bot.text).toBe(bot.sentence('atendente_pronto', { protocolo: '9001', aberto: false }))
    expect(bot.session.handover?.state).toBe('open')
  })

  it('says the hour of the same day where it opens again then', async () => {
    const bot = await asked(at(12, 30))
    expect(bot.text).toContain('hoje às 13:00')
  })

  it('is nothing special where the operator names no hours', async () => {
    const bot = await asks(chatAt(at(3)))
    expect(bot.text).toBe(bot.sentence('chamando_atendente'))
  })

  it('waiting: people hear of it when they open, and so does the customer', async () => {
    const bot = await closed()
    await bot.pressData(bot.dataOf('Esperar'))
    expect(bot.text).toContain('amanhã às 08:00')
    await bot.advance(13 * HOUR)
    expect(told(bot)).toContain(bot.sentence('atendimento_aberto', { retorno: false }))
    expect(relayed(bot)).toContain('O horário abriu e o cliente espera atendimento.')
  })

  it('a ticket: the conversation is closed there and nothing told is asked for again', async () => {
    const bot = await closed()
    await bot.say('e o telefone também')
    await bot.pressData(bot.dataOf('Abrir chamado'))
    expect(bot.payloads('tempbox.encerrar')).toEqual([{ atendimento: 'T1' }])
    expect(bot.session.handover).toBeUndefined()
    const words = bot.session.draft?.words.join(' ') ?? ''
    expect(words).toContain('tô sem internet desde ontem')
    expect(words).toContain('e o telefone também')
    expect(bot.timers.has('abertura')).toBe(false)
    expect(bot.watches.size).toBe(0)
  })

  it('a ticket while it is still being opened: it is closed as soon as it is open', async () => {
    const bot = await asked(at(20))
    await bot.pressData(bot.dataOf('Abrir chamado'))
    expect(bot.session.draft?.words.join(' ')).toContain('tô sem internet desde ontem')
    await bot.settle('tempbox.abrir', OPEN)
    expect(bot.said).toEqual([])
    expect(bot.payloads('tempbox.encerrar')).toEqual([{ atendimento: 'T1' }])
    expect(bot.session.draft).toBeDefined()
  })

  it('a call back: asked of TempBox for the opening, once, and told', async () => {
    const bot = await closed()
    await bot.pressData(bot.dataOf('Me chamem'))
    await bot.pressData(bot.dataOf('Me chamem'))
    expect(bot.payloads('tempbox.agendar')).toMatchObject([{ atendimento: 'T1', quando: '2026-07-02T08:00:00' }])
    expect(bot.decided('tempbox.agendar')[0]?.origin).toEqual({ level: 2, idClienteServico: 1100 })
    expect(bot.payloads('tempbox.agendar')[0]?.marker).toMatch(/^\[Plantão \d+\]$/u)
    await bot.settle('tempbox.agendar', { result: {} })
    expect(bot.text).toBe(bot.sentence('retorno_marcado', { abertura: 'amanhã às 08:00', protocolo: '9001' }))
    await bot.advance(13 * HOUR)
    expect(told(bot)).toContain(bot.sentence('atendimento_aberto', { retorno: true }))
    expect(relayed(bot).at(-1)).toContain('pediu para ser chamado agora')
  })

  it('a call back that the customer gives up: people are told not to call', async () => {
    const bot = await closed()
    await bot.pressData(bot.dataOf('Me chamem'))
    await bot.command('encerrar')
    expect(relayed(bot).at(-1)).toMatch(/encerrou.*não espera mais o retorno/u)
    expect(bot.payloads('tempbox.encerrar')).toEqual([{ atendimento: 'T1' }])
    expect(bot.effects.findIndex(({ kind }) => kind === 'tempbox.encerrar')).toBe(bot.effects.findLastIndex(({ lane }) => lane.startsWith('tb:')))
    expect(bot.timers.has('abertura')).toBe(false)
    const said = bot.transcript.length
    await bot.settle('tempbox.agendar', { result: {} })
    await bot.advance(HOUR)
    expect(bot.transcript).toHaveLength(said)
  })

  it('a call back asked for while it is being opened is made when it is open', async () => {
    const bot = await asked(at(20))
    await bot.pressData(bot.dataOf('Me chamem'))
    expect(bot.decided('tempbox.agendar')).toEqual([])
    await bot.settle('tempbox.abrir', OPEN)
    expect(bot.payloads('tempbox.agendar')).toMatchObject([{ atendimento: 'T1', quando: '2026-07-02T08:00:00' }])
  })

  it('a call back that TempBox refuses, or nobody knows of, is told with a way on, and people are reminded all the same', async () => {
    for (const state of ['rejected', 'dead'] as const) {
      const bot = await closed()
      await bot.pressData(bot.dataOf('Me chamem'))
      await bot.settle('tempbox.agendar', { state, reason: 'nao-confirmado' })
      expect(bot.text).toBe(bot.sentence('retorno_nao_marcado', { abertura: 'amanhã às 08:00' }))
      expect(bot.labels).toEqual(['Abrir chamado'])
      await bot.advance(13 * HOUR)
      expect(relayed(bot).at(-1)).toContain('pediu para ser chamado agora')
      expect(bot.decided('tempbox.agendar')).toHaveLength(1)
    }
  })
})

describe('nobody who comes in time', () => {
  it('is told once, with the same choice, by the timer', async () => {
    const bot = await asked(at(9))
    await bot.settle('tempbox.abrir', OPEN)
    const since = bot.transcript.length
    await bot.advance(14 * 60_000)
    expect(choices(bot, since)).toEqual([])
    await bot.advance(2 * 60_000)
    expect(told(bot)).toContain(bot.sentence('sem_atendente_ainda', { minutos: 15 }))
    expect(choices(bot, since)).toEqual(ALL)
    await bot.advance(2 * HOUR)
    expect(choices(bot, since)).toEqual(ALL)
  })

  it('is not said where somebody took it, or wrote', async () => {
    for (const act of [(bot: Conversation) => bot.took('Rita'), (bot: Conversation) => bot.staff('oi')]) {
      const bot = await asked(at(9))
      await bot.settle('tempbox.abrir', OPEN)
      await act(bot)
      const since = bot.transcript.length
      await bot.advance(HOUR)
      expect(bot.transcript).toHaveLength(since)
    }
  })

  it('begins to be counted at the opening', async () => {
    const bot = await asked(at(7))
    await bot.settle('tempbox.abrir', OPEN)
    const late = bot.sentence('sem_atendente_ainda', { minutos: 15 })
    await bot.advance(HOUR + 14 * 60_000)
    expect(told(bot)).not.toContain(late)
    await bot.advance(2 * 60_000)
    expect(told(bot)).toContain(late)
  })

  it('until they close is told as closed hours', async () => {
    const bot = await asked(at(17, 50))
    await bot.settle('tempbox.abrir', OPEN)
    await bot.advance(20 * 60_000)
    expect(bot.transcript.at(-2)?.text).toContain('amanhã às 08:00')
  })

  it('offers no opening where there is none', async () => {
    const bot = await asks(chatAt(at(9)))
    await bot.settle('tempbox.abrir', OPEN)
    const since = bot.transcript.length
    await bot.advance(11 * 60_000)
    expect(choices(bot, since)).toEqual(['Esperar', 'Abrir chamado'])
  })
})

describe('a button of the choice', () => {
  it('does nothing once an attendant is there, or when the conversation is over', async () => {
    const bot = await closed()
    const pressed = ALL.map((label) => bot.dataOf(label))
    await bot.took('Rita')
    for (const data of pressed) {
      await bot.pressData(data)
      expect(bot.text).toBe(bot.sentence('ja_com_atendente'))
    }
    await bot.staffClosed()
    for (const data of pressed) {
      await bot.pressData(data)
      expect(bot.text).toBe(bot.sentence('cartao_velho'))
    }
    expect(bot.decided('tempbox.encerrar')).toEqual([])
    expect(bot.decided('tempbox.agendar')).toEqual([])
    expect(bot.session.draft).toBeUndefined()
  })

  it('of an earlier conversation does nothing to this one', async () => {
    const bot = await closed()
    const old = bot.dataOf('Abrir chamado')
    await bot.command('encerrar')
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', { result: { atendimento: 'T2' } })
    await bot.pressData(old)
    expect(bot.text).toBe(bot.sentence('cartao_velho'))
    expect(bot.session.handover?.atendimento).toBe('T2')
  })

  it('that was never offered, or is made up, does nothing', async () => {
    const bot = await asked(at(9))
    await bot.settle('tempbox.abrir', OPEN)
    const id = bot.session.handover?.id ?? ''
    for (const data of [`pe:chamado:${id}`, 'pe:chamado:', 'pe::', `pe:retorno:${id}`]) {
      await bot.pressData(data)
      expect(bot.text).toBe(bot.sentence('cartao_velho'))
    }
    expect(bot.session.handover?.state).toBe('open')
  })

  it('shows a stranger who chooses a ticket no data, and asks who they are', async () => {
    const bot = chatAt(at(20), ATTENDANCE)
    await bot.say('sem internet')
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', OPEN)
    await bot.pressData(bot.dataOf('Abrir chamado'))
    expect(bot.text).toContain('CPF')
    expect(bot.decided('hubsoft.atendimento')).toEqual([])
  })
})
