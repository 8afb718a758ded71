import { describe, expect, it } from 'vitest'

import { Conversation } from '../../support/conversation.js'
import { dalva, makeAberto, makeCliente, makeServico, rosa } from '../../support/conversation-reads.js'

const DALVA_PHONE = '5537990000202'
const HOUR = 3_600_000
const FATURA = { idFatura: 5, amountCents: 7_777, vencimento: '2026-06-10', situacao: 'vencida' } as const
const SUSPENDED = { status: 'Suspenso', statusPrefixo: 'suspenso_debito' }
const VISITA = { idOrdemServico: 78, numero: '54', tipo: 'INSTALAÇÃO', status: 'pendente', aberta: true, idAgenda: 3 }
const SLOT = { inicio: Date.UTC(2026, 6, 2, 12) }

type End = (bot: Conversation) => void

const ENDS: [string, End][] = [
  [
    'ninety days were over',
    (bot) => {
      const session = bot.session
      if (session.identity.level === 2) session.identity.until = bot.now
      bot.sessionJson = JSON.stringify(session)
    },
  ],
  [
    'the number left the record',
    (bot) => {
      const session = bot.session
      if (session.identity.level === 2) session.identity.checkedAt = bot.now - HOUR
      bot.sessionJson = JSON.stringify(session)
      bot.reads.clientes = [makeCliente(11, { telefones: ['37990000777'] }), dalva]
    },
  ],
]

async function verified(change: (bot: Conversation) => void = () => undefined): Promise<Conversation> {
  const bot = new Conversation()
  change(bot)
  await bot.verify()
  return bot
}

/** Each is one press away from doing, or showing, something. */
const FLOWS: [string, () => Promise<Conversation>, (bot: Conversation) => Promise<void>][] = [
  [
    'the card of a report',
    async () => {
      const bot = await verified()
      await bot.collect()
      return bot
    },
    (bot) => bot.press('Confirmar'),
  ],
  [
    'a yes below the card',
    async () => {
      const bot = await verified()
      await bot.collect()
      return bot
    },
    (bot) => bot.say('sim'),
  ],
  [
    'more words below the card',
    async () => {
      const bot = await verified()
      await bot.collect()
      return bot
    },
    (bot) => bot.say('e a luz está vermelha'),
  ],
  ['adding to what is open', existing, (bot) => bot.press('Acrescentar')],
  ['adding to what is open, typed', existing, (bot) => bot.say('nesse mesmo')],
  ['opening another beside what is open', existing, (bot) => bot.press('Abrir outro')],
  [
    'an unlock',
    async () => {
      const bot = await verified((one) => {
        one.reads.clientes = [makeCliente(11, { servicos: [{ ...makeServico(1100, 'FIBRA 500'), ...SUSPENDED }] })]
      })
      await bot.pressData('ub')
      return bot
    },
    (bot) => bot.press('Confirmar'),
  ],
  [
    'a reconnection',
    async () => {
      const bot = await verified()
      await bot.pressData('cx:reconexao')
      return bot
    },
    (bot) => bot.press('Confirmar'),
  ],
  [
    'an invoice by SMS',
    async () => {
      const bot = await verified((one) => (one.reads.faturas = [FATURA]))
      await bot.pressData('fa:sms:5')
      return bot
    },
    (bot) => bot.press('Confirmar'),
  ],
  ['the PDF of an invoice', () => verified((one) => (one.reads.faturas = [FATURA])), (bot) => bot.pressData('fa:pdf:5')],
  [
    'a proof of payment',
    async () => {
      const bot = await verified((one) => (one.reads.faturas = [FATURA]))
      await bot.pressData('jp')
      return bot
    },
    (bot) => bot.press('Pronto'),
  ],
  [
    'a closing with a rating',
    async () => {
      const bot = await verified((one) => (one.reads.abertos = [makeAberto(501, 1100)]))
      await bot.pressData('ch:fechar:501')
      return bot
    },
    (bot) => bot.press('5 ★'),
  ],
  [
    'the time of a visit',
    async () => {
      const bot = await verified((one) => Object.assign(one.reads, { visitas: [VISITA], livres: [SLOT] }))
      await bot.pressData(`vh:78:${String(SLOT.inicio)}`)
      return bot
    },
    (bot) => bot.press('Confirmar'),
  ],
  ['trying again what failed', failed, (bot) => bot.press('Tentar de novo')],
  ['words for a ticket', opened, (bot) => bot.say('e a luz está vermelha')],
  ['a service picked', two, (bot) => bot.pressData('sv:1101')],
]

async function existing(): Promise<Conversation> {
  const bot = await verified((one) => (one.reads.abertos = [makeAberto(501, 1100)]))
  await bot.collect()
  return bot
}

async function opened(): Promise<Conversation> {
  const bot = await verified()
  await bot.collect()
  await bot.press('Confirmar')
  await bot.settle('hubsoft.atendimento', { result: { idAtendimento: 71, protocolo: '2026071' } })
  return bot
}

async function failed(): Promise<Conversation> {
  const bot = await verified()
  await bot.collect()
  await bot.press('Confirmar')
  await bot.settle('hubsoft.atendimento', { state: 'dead' })
  return bot
}

async function two(): Promise<Conversation> {
  const servicos = [makeServico(1100, 'FIBRA 500', 'Rua das Auroras, 10'), makeServico(1101, 'RÁDIO 20', 'Rua dos Ipês, 8')]
  return verified((one) => (one.reads.clientes = [makeCliente(11, { servicos })]))
}

const SHOWN = /Auroras|FIBRA|RÁDIO|Ipês|77,77|06\/2026|20260?71|2026501|Visita 54/u

describe.each(ENDS)('when %s in the middle of it', (_, end) => {
  it.each(FLOWS)('%s does nothing, shows nothing and says why', async (_name, begin, press) => {
    const bot = await begin()
    end(bot)
    const before = bot.effects.length
    await press(bot)
    const done = bot.effects.slice(before).filter(({ kind }) => !/^telegram\.(?:message|callback|clearButtons)$/u.test(kind))
    expect(done).toEqual([])
    expect(bot.text).toContain(bot.sentence('vinculo_encerrado'))
    expect(bot.text.replace(bot.sentence('vinculo_encerrado'), '')).not.toMatch(SHOWN)
    expect(bot.session.identity.level).toBe(0)
  })

  it('a report goes on for the same customer, with every word', async () => {
    const bot = await verified()
    await bot.collect()
    end(bot)
    await bot.press('Confirmar')
    bot.reads.clientes = [rosa, dalva]
    await bot.verify()
    await bot.press('Abrir agora')
    await bot.press('Confirmar')
    expect(bot.payloads('hubsoft.atendimento')).toMatchObject([{ codigoCliente: 11 }])
    expect(bot.payloads('hubsoft.atendimento')[0]?.descricao).toContain('tô sem internet desde ontem')
  })

  it('nothing of it reaches the customer who is identified next in the same chat', async () => {
    const bot = await verified()
    await bot.say('tô sem internet, a capivara roeu o cabo')
    await bot.file({ name: 'capivara.jpg' })
    end(bot)
    await bot.command('fatura')
    await bot.say('minha televisão parou de novo')
    await bot.verify(dalva.documento, DALVA_PHONE)
    expect(bot.session.identity).toMatchObject({ level: 2, codigos: [12] })
    expect(bot.sessionJson).not.toContain('capivara')
    await bot.press('Suporte')
    for (let step = 0; step < 4 && !bot.labels.some((label) => label.includes('Confirmar')); step += 1) {
      await bot.press(bot.labels.some((label) => label.includes('Abrir agora')) ? 'Abrir agora' : 'Pronto')
    }
    await bot.press('Confirmar')
    const sent = [...bot.payloads('milvus.chamado'), ...bot.payloads('hubsoft.atendimento')]
    expect(sent).toMatchObject([{ codigoCliente: 12 }])
    expect(JSON.stringify(sent)).toContain('minha televisão parou de novo')
    expect(JSON.stringify(sent)).not.toContain('capivara')
  })

  it('a ticket of before takes nothing of the next customer, and tells them nothing', async () => {
    const bot = await verified()
    await bot.collect()
    await bot.press('Confirmar')
    await bot.say('e a luz está vermelha')
    end(bot)
    await bot.command('fatura')
    await bot.verify(dalva.documento, DALVA_PHONE)
    const said = bot.transcript.length
    await bot.settle('hubsoft.atendimento', { result: { idAtendimento: 71, protocolo: '2026071' } })
    await bot.advance(10 * 60_000)
    expect(bot.transcript).toHaveLength(said)
    expect(bot.watches.size).toBe(0)
    await bot.say('a televisão está sem imagem')
    expect(JSON.stringify(bot.payloads('hubsoft.mensagem'))).not.toContain('televisão')
    await bot.command('atendente')
    expect(bot.session.handover?.queue[0]?.mensagem).not.toMatch(/2026071|sem internet desde ontem/u)
  })
})

describe('what is read of the record', () => {
  it('of an invoice that was paid is told to nobody below level 2, however the draft goes on', async () => {
    const bot = await verified((one) => (one.reads.faturas = [FATURA]))
    await bot.pressData('jp')
    await bot.file({})
    ENDS[0]?.[1](bot)
    await bot.press('Pronto')
    await bot.say(rosa.documento)
    await bot.press('Não consigo enviar')
    await bot.say('25/03/1985')
    await bot.press('Pronto')
    expect(bot.labels.join()).toContain('Confirmar')
    expect(bot.transcript.slice(-4).map(({ text }) => text).join()).not.toMatch(/77,77|06\/2026/u)
    await bot.press('Confirmar')
    expect(bot.payloads('hubsoft.atendimento')[0]?.descricao).toMatch(/NÃO VERIFICADO.*Já paguei a fatura\./su)
    expect(bot.payloads('hubsoft.atendimento')[0]?.descricao).not.toMatch(/77,77|06\/2026/u)
  })

  it('of a paid invoice does not stand in what is said when the report is taken up again', async () => {
    const bot = await verified((one) => (one.reads.faturas = [FATURA]))
    await bot.pressData('jp')
    await bot.advance(3 * HOUR)
    ENDS[0]?.[1](bot)
    await bot.say('oi')
    expect(bot.text).toContain('Já paguei a fatura.')
    expect(bot.text).not.toMatch(/77,77|06\/2026/u)
  })

  it('of a service that has gone over to another customer is shown no longer', async () => {
    const bot = await verified((one) => (one.reads.faturas = [FATURA]))
    bot.reads.clientes = [makeCliente(11, { servicos: [makeServico(1102, 'FIBRA 300', 'Rua do Sol, 1')] }), dalva]
    await bot.advance(HOUR)
    for (const command of ['fatura', 'chamados']) await bot.command(command)
    expect(bot.reads.calls.listPending).toEqual([1102])
    expect(bot.reads.calls.listRecent).toEqual([1102])
  })
})

describe('/sair while people have the conversation', () => {
  it('ends that of a verified customer, and leaves that of nobody in particular', async () => {
    const bot = await verified()
    await bot.command('atendente', 'a capivara fugiu')
    await bot.settle('tempbox.abrir', { result: { atendimento: 'T1', numero: '777' } })
    await bot.command('sair')
    expect(bot.payloads('tempbox.encerrar')).toEqual([{ atendimento: 'T1' }])
    expect(bot.session.handover).toBeUndefined()
    const stranger = new Conversation()
    await stranger.command('atendente')
    await stranger.settle('tempbox.abrir', { result: { atendimento: 'T2' } })
    await stranger.command('sair')
    expect(stranger.session.handover?.atendimento).toBe('T2')
  })

  it('while it is opening, gives its words to nobody, and both conversations are closed in the end', async () => {
    const bot = await verified()
    await bot.command('atendente', 'a capivara fugiu')
    await bot.command('sair')
    await bot.verify(dalva.documento, DALVA_PHONE)
    await bot.command('atendente', 'a televisão parou')
    const [first, second] = bot.payloads('tempbox.abrir')
    expect([first, second]).toMatchObject([{ codigoCliente: 11 }, { codigoCliente: 12 }])
    expect(JSON.stringify(bot.session.handover)).not.toContain('capivara')
    await bot.settle('tempbox.abrir', { result: { atendimento: 'T1' } })
    expect(bot.payloads('tempbox.encerrar')).toEqual([{ atendimento: 'T1' }])
    await bot.settle('tempbox.abrir', { result: { atendimento: 'T2' } })
    expect(bot.payloads('tempbox.mensagem').map(({ atendimento }) => atendimento)).not.toContain('T1')
    expect(JSON.stringify(bot.payloads('tempbox.mensagem'))).not.toContain('capivara')
    expect(bot.session.handover?.atendimento).toBe('T2')
  })
})
