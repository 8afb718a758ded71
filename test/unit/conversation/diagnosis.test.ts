import { afterEach, describe, expect, it, vi } from 'vitest'

import type { Servico } from '../../../src/domain/cliente.js'
import type { Fatura } from '../../../src/domain/fatura.js'
import { Conversation } from '../../support/conversation.js'
import { makeAberto, makeCliente, makeServico } from '../../support/conversation-reads.js'

const MINUTE = 60_000
const SINCE = Date.UTC(2026, 6, 1, 11, 30)
const OUTAGE = 'Rompimento de fibra no bairro <Centro>, previsão 18h'
const VENCIDA: Fatura = {
  idFatura: 5,
  amountCents: 11_990,
  vencimento: '2026-06-10',
  situacao: 'vencida',
  pixCopiaCola: 'PIX-DA-ROSA',
  linhaDigitavel: '1234.5',
}
const VISIT = { idOrdemServico: 7, numero: '9007', tipo: 'Reparo', status: 'pendente', aberta: true, inicioProgramado: Date.UTC(2026, 6, 2, 12) }

const ONLINE = { ultimaConexao: { conectado: true, desde: SINCE } }
const OFFLINE = { ultimaConexao: { conectado: false, desde: SINCE } }

async function complain(servico: Partial<Servico> = {}, set: (bot: Conversation) => void = () => undefined, alertas: string[] = []) {
  const bot = new Conversation()
  bot.reads.clientes = [withServico(servico, alertas)]
  set(bot)
  await bot.verify()
  await bot.say('tô sem internet desde ontem')
  return bot
}

const withServico = (servico: Partial<Servico> = {}, alertas: string[] = []) =>
  makeCliente(11, { alertas, servicos: [{ ...makeServico(1100, 'FIBRA 500', 'Rua das Auroras, 10'), ...servico }] })

const SUSPENDED = { status: 'Suspenso por Débito', statusPrefixo: 'suspenso_debito' }

afterEach(() => {
  vi.useRealTimers()
})

describe('diagnosis before advice', () => {
  it('reads the record, atendimentos, visits and invoices before the knowledge base', async () => {
    const bot = await complain(OFFLINE)
    const { findByCodigo, listOpen, listByServico, listPending } = bot.reads.calls
    expect([findByCodigo, listOpen, listByServico, listPending]).toEqual([[11], [1100], [1100], [1100]])
  })

  it('tells a service suspended for debt with its invoice, Pix, unlock and "já paguei", and opens nothing', async () => {
    const bot = await complain({ ...SUSPENDED, ...OFFLINE }, ({ reads }) => (reads.faturas = [VENCIDA]), [OUTAGE])
    expect(bot.text).toMatch(/Suspenso por Débito.*119,90.*10\/06\/2026.*PIX-DA-ROSA/su)
    expect(bot.labels.join()).toMatch(/Desbloquear.*Já paguei.*abrir chamado mesmo assim/u)
    expect(bot.reads.calls.ask).toEqual([])
    await bot.press('mesmo assim')
    expect(bot.text).toContain('1 de 3')
  })

  it.each(['o boleto não chegou e to sem net', 'paguei ontem e continua cortado', 'já paguei a fatura, bloquearam minha internet'])(
    'tells one who names an invoice and has no internet of the debt before anything else: "%s"',
    async (words) => {
      const bot = new Conversation()
      bot.reads.clientes = [withServico({ ...SUSPENDED, ...OFFLINE })]
      bot.reads.faturas = [VENCIDA]
      await bot.verify()
      await bot.say(words)
      expect(bot.text).toMatch(/Suspenso por Débito.*PIX-DA-ROSA/su)
      expect(bot.labels.join()).toMatch(/Desbloquear.*Já paguei/u)
    },
  )

  it('leaves a question about an invoice alone to the knowledge base, whatever speed it names', async () => {
    const bot = new Conversation()
    bot.reads.clientes = [withServico({ ...SUSPENDED, ...OFFLINE })]
    bot.reads.answer = 'A fatura chega no dia 5.'
    await bot.verify()
    await bot.say('a fatura veio com 300 mega e pago 500')
    expect(bot.text).toContain('A fatura chega no dia 5.')
  })

  it('tells an outage in the words of the provider, and offers to tell of its end', async () => {
    const bot = await complain(OFFLINE, ({ reads }) => (reads.answer = 'Reinicie o roteador'), [OUTAGE])
    expect(bot.text).toContain(OUTAGE)
    expect(bot.text).not.toContain('Reinicie')
    expect(bot.labels.join()).toMatch(/Avise-me.*Não resolveu/u)
  })

  it('says the words of an outage once where the proof came in the same turn', async () => {
    const bot = new Conversation()
    bot.reads.clientes = [withServico({}, [OUTAGE])]
    await bot.say('tô sem internet')
    await bot.verify()
    expect(bot.text.split(OUTAGE)).toHaveLength(2)
    expect(bot.labels.join()).toContain('Avise-me')
  })

  it('gives the steps to one who is offline, then believes only what it reads', async () => {
    const bot = await complain(OFFLINE, ({ reads }) => (reads.answer = 'Desligue a ONU por um minuto.'))
    expect(bot.text).toMatch(/sem conexão desde 01\/07\/2026, 08:30.*Desligue a ONU/su)
    bot.reads.clientes = [withServico({ ultimaConexao: { conectado: true, desde: SINCE + MINUTE } })]
    await bot.say('já reiniciei')
    expect(bot.text).toMatch(/conectada desde 01\/07\/2026, 08:31.*Resolveu/su)
    await bot.press('✅ Resolveu')
    expect(bot.text).toBe(bot.sentence('que_bom'))
    expect(bot.session.draft).toBeUndefined()
  })

  it.each(['sim, já reiniciei', 'Já fiz isso e a luz continua vermelha', 'acabei de reiniciar', 'pronto', 'sim', 'ok'])(
    'reads again on "%s", and believes nothing of it',
    async (words) => {
      const bot = await complain(OFFLINE)
      const before = bot.reads.calls.findByCodigo.length
      await bot.say(words)
      expect(bot.reads.calls.findByCodigo).toHaveLength(before + 1)
      expect(bot.text).toContain('ainda 🔴 sem conexão')
      expect(bot.session.draft?.words.join()).toContain(words.includes(' ') ? words : '')
    },
  )

  it('says once more what can be done about a suspension, before it asks about the router', async () => {
    const bot = await complain(SUSPENDED)
    await bot.say('isso é um absurdo, eu preciso trabalhar')
    expect(bot.text).toBe(bot.sentence('diagnostico_opcoes'))
    await bot.say('continua um absurdo')
    expect(bot.text).toContain('(1 de 3)')
  })

  it('offers the unlock to one who cannot pay, and the invoice to one who will', async () => {
    const bot = await complain(SUSPENDED)
    await bot.say('tô sem dinheiro esse mês')
    expect(bot.text).toContain('desbloqueio em confiança')
    await bot.say('pode fazer')
    expect(bot.text).toBe(bot.sentence('toque_em_confirmar'))
    expect(bot.payloads('hubsoft.desbloqueio')).toEqual([])
    bot.reads.faturas = [VENCIDA]
    await bot.say('quero pagar então')
    expect(bot.text).toContain('PIX-DA-ROSA')
  })

  it('says the words of an outage again to one who asks when it ends', async () => {
    const bot = await complain({}, undefined, [OUTAGE])
    await bot.say('que horas volta??')
    expect(bot.text).toContain('previsão 18h')
    expect(bot.labels).toContain('🔔 Avise-me quando voltar')
  })

  it('waits for one who says to be about to try', async () => {
    const bot = await complain(OFFLINE)
    await bot.say('ok obrigada vou tentar')
    expect(bot.text).toBe(bot.sentence('sem_pressa'))
    await bot.press('Já fiz')
    expect(bot.text).toContain('ainda')
  })

  it('does not ask who has done the steps whether the router was restarted', async () => {
    const bot = await complain(OFFLINE)
    await bot.say('já reiniciei umas dez vezes')
    await bot.press('Alguma vermelha')
    expect(bot.text).toContain('(3 de 3)')
    expect(bot.session.draft?.answers.map(({ resposta }) => resposta)).toContain('Sim e não voltou')
  })

  it('looks into a complaint of the connection that no category knows', async () => {
    const bot = new Conversation()
    bot.reads.clientes = [withServico(OFFLINE)]
    await bot.verify()
    await bot.say('a internet tá uma bosta')
    expect(bot.text).toContain('sem conexão')
  })

  it('takes a "sim" for what was offered, not for a solution', async () => {
    const outage = await complain(OFFLINE, undefined, [OUTAGE])
    await outage.say('sim, por favor')
    expect(outage.text).toBe(outage.sentence('aviso_marcado'))
    const suspended = await complain(SUSPENDED)
    await suspended.say('sim')
    expect(suspended.text).toContain('desbloqueio em confiança')
    expect(suspended.labels).toContain('✅ Confirmar')
  })

  it('goes on to triage for one who cannot do the steps', async () => {
    const bot = await complain(OFFLINE)
    await bot.say('não consigo reiniciar agora')
    expect(bot.text).toContain('1 de 3')
    expect(bot.session.draft?.words.join()).toContain('não consigo')
  })

  it('goes on to triage when it is still offline, and both readings are in the ticket', async () => {
    const bot = await complain(OFFLINE, ({ reads }) => {
      reads.faturas = [VENCIDA]
      reads.abertos = [makeAberto(501, 1100)]
    })
    await bot.press('Já fiz')
    expect(bot.text).toContain('ainda 🔴 sem conexão desde 01/07/2026, 08:30')
    await bot.press('Abrir agora')
    await bot.press('Abrir outro')
    await bot.press('Confirmar')
    const descricao = bot.payloads('hubsoft.atendimento')[0]?.descricao ?? ''
    expect(descricao).toMatch(/Diagnóstico: lido em 01\/07\/2026, 12:00; situação: Serviço Habilitado; sem conexão desde/u)
    expect(descricao).toMatch(/2026501.*10\/06\/2026.*119,90.*lido de novo/su)
  })

  it('tells of a visit that is open when nothing else explains it, of several the one that is next', async () => {
    const { inicioProgramado: _none, ...undated } = { ...VISIT, idOrdemServico: 8, numero: '9008' }
    const past = { ...VISIT, numero: '9006', inicioProgramado: Date.UTC(2026, 5, 1, 12) }
    const done = { ...VISIT, numero: '9005', aberta: false, inicioProgramado: Date.UTC(2026, 6, 1, 18) }
    const later = { ...VISIT, numero: '9004', inicioProgramado: VISIT.inicioProgramado + MINUTE }
    const bot = await complain(ONLINE, ({ reads }) => (reads.visitas = [undated, past, done, later, VISIT]))
    expect(bot.text).toMatch(/Reparo.*9007.*02\/07\/2026, 09:00/su)
    expect(bot.payloads('hubsoft.atendimento')).toEqual([])
  })

  it('tells one who is still offline after the steps of the visit that is open, before a new ticket', async () => {
    const bot = await complain(OFFLINE, ({ reads }) => (reads.visitas = [VISIT]))
    await bot.press('Já fiz')
    expect(bot.text).toMatch(/ainda 🔴 sem conexão.*9007.*02\/07\/2026, 09:00/su)
    expect(bot.text).not.toContain('Vamos abrir um chamado')
    await bot.press('mesmo assim')
    expect(bot.text).toContain('1 de 3')
  })

  it('claims no connection, up or down, where the record holds none', async () => {
    const bot = await complain()
    expect(bot.text).not.toMatch(/conectad|sem conexão/u)
    const gone = await complain(OFFLINE)
    gone.reads.clientes = [withServico()]
    await gone.say('já reiniciei')
    expect(gone.text).toContain(gone.sentence('leitura_indisponivel'))
    expect(gone.text).not.toContain('sem conexão')
  })

  it.each(['findByCodigo', 'listOpen', 'listByServico', 'listPending'] as const)(
    'answers what the others prove when %s fails',
    async (failing) => {
      const bot = await complain({ ...SUSPENDED }, ({ reads }) => {
        reads.faturas = [VENCIDA]
        reads.visitas = [VISIT]
        reads.fail(failing)
      })
      const known = { findByCodigo: /9007/u, listOpen: /PIX-DA-ROSA/u, listByServico: /PIX-DA-ROSA/u, listPending: /Suspenso por Débito/u }
      expect(bot.text).toMatch(known[failing])
      if (failing === 'listPending') expect(bot.text).not.toMatch(/PIX|R\$/u)
    },
  )

  it('makes the other readings although an earlier one of the turn failed', async () => {
    const bot = new Conversation()
    bot.reads.clientes = [withServico(OFFLINE)]
    bot.reads.visitas = [VISIT]
    await bot.verify()
    await bot.advance(40 * MINUTE)
    // The link is to be held against the record, which cannot be read.
    bot.reads.fail('findByCodigo')
    await bot.say('tô sem internet')
    expect(bot.text).toContain('9007')
    expect(bot.text).not.toContain('sem conexão')
  })

  it('waits six seconds at most for a reading that hangs', async () => {
    vi.useFakeTimers()
    const bot = new Conversation()
    bot.reads.clientes = [withServico(OFFLINE)]
    await bot.verify()
    bot.reads.hang('listPending')
    const turn = bot.say('tô sem internet desde ontem')
    await vi.advanceTimersByTimeAsync(6_000)
    await turn
    expect(bot.text).toContain('sem conexão desde')
    await bot.press('Não resolveu')
    expect(bot.session.draft?.diagnostico).toContain('não foi possível ler: faturas')
  })

  it('says nothing of what it does not know: a failed read is left out, and the usual way goes on', async () => {
    const bot = await complain(undefined, ({ reads }) => reads.fail('listByServico'))
    await bot.press('Abrir agora')
    await bot.press('Confirmar')
    expect(bot.payloads('hubsoft.atendimento')[0]?.descricao).toContain('não foi possível ler: ordens de serviço')
  })

  it('reads nothing for level 1, nor for another kind of problem', async () => {
    const stated = new Conversation()
    await stated.state()
    await stated.say('tô sem internet')
    const verified = new Conversation()
    await verified.verify()
    await verified.say('quero a segunda via do boleto')
    for (const { reads } of [stated, verified]) expect(reads.calls.listByServico).toEqual([])
  })

  it('tells level 1 nothing when an old button of the diagnosis is pressed', async () => {
    const bot = await complain(OFFLINE, undefined, [OUTAGE])
    const forged = [bot.dataOf('Avise-me'), `jf:${bot.session.draft?.id ?? ''}`]
    await bot.command('sair')
    await bot.state()
    for (const data of forged) {
      await bot.pressData(data)
      expect(bot.text).not.toMatch(/conexão desde|Rompimento/u)
      expect(bot.watches.size).toBe(0)
    }
  })

  it('is made once the category is picked, too', async () => {
    const bot = new Conversation()
    bot.reads.clientes = [withServico(OFFLINE)]
    await bot.verify()
    await bot.say('aconteceu uma coisa estranha aqui')
    await bot.press('Sem internet')
    expect(bot.text).toContain('sem conexão')
    expect(bot.labels).toContain('Já fiz')
  })
})
