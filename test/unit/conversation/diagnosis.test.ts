import { describe, expect, it } from 'vitest'

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

const OFFLINE = { ultimaConexao: { conectado: false, desde: SINCE } }

async function complain(servico: Partial<Servico> = {}, set: (bot: Conversation) => void = () => undefined, alertas: string[] = []) {
  const bot = new Conversation()
  bot.reads.clientes = [withServico(servico, alertas)]
  set(bot)
  await bot.verify()
  await bot.say('tô sem internet desde ontem')
  return bot
}

const withServico = (servico: Partial<Servico>, alertas: string[] = []) =>
  makeCliente(11, { alertas, servicos: [{ ...makeServico(1100, 'FIBRA 500', 'Rua das Auroras, 10'), ...servico }] })

const SUSPENDED = { status: 'Suspenso por Débito', statusPrefixo: 'suspenso_debito' }

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

  it('tells an outage in the words of the provider, and when the alert is gone', async () => {
    const bot = await complain(OFFLINE, ({ reads }) => (reads.answer = 'Reinicie o roteador'), [OUTAGE])
    expect(bot.text).toContain(OUTAGE)
    expect(bot.text).not.toContain('Reinicie')
    await bot.press('Avise-me')
    expect(bot.text).toBe(bot.sentence('aviso_marcado'))
    await bot.advance(25 * MINUTE)
    expect(bot.transcript.at(-1)?.text).toBe(bot.sentence('aviso_marcado'))
    bot.reads.clientes = [withServico({ ultimaConexao: { conectado: true, desde: SINCE } })]
    await bot.advance(10 * MINUTE)
    expect(bot.transcript.at(-1)?.text).toMatch(/não consta mais.*conectada desde 01\/07\/2026, 08:30/su)
    expect(bot.payloads('hubsoft.atendimento')).toEqual([])
    await bot.advance(60 * MINUTE)
    expect(bot.transcript.filter(({ text }) => text.includes('não consta mais'))).toHaveLength(1)
  })

  it('says the words of an outage once where the proof came in the same turn', async () => {
    const bot = new Conversation()
    bot.reads.clientes = [withServico({}, [OUTAGE])]
    await bot.say('tô sem internet')
    await bot.verify()
    expect(bot.text.split(OUTAGE)).toHaveLength(2)
    expect(bot.labels.join()).toContain('Avise-me')
  })

  it('looks no longer than a day, and stops when the customer leaves', async () => {
    const bot = await complain({}, undefined, [OUTAGE])
    await bot.press('Avise-me')
    await bot.advance(26 * 60 * MINUTE)
    expect(bot.transcript.at(-1)?.text).toContain('parei de acompanhar')
    const left = await complain({}, undefined, [OUTAGE])
    await left.press('Avise-me')
    await left.command('sair')
    const before = left.reads.calls.findByCodigo.length
    await left.advance(60 * MINUTE)
    expect(left.reads.calls.findByCodigo).toHaveLength(before)
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

  it('tells of a visit that is open when nothing else explains it', async () => {
    const bot = await complain({ ultimaConexao: { conectado: true, desde: SINCE } }, ({ reads }) => (reads.visitas = [VISIT]))
    expect(bot.text).toMatch(/Reparo.*9007.*02\/07\/2026, 09:00/su)
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
