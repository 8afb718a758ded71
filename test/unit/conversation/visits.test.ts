import { describe, expect, it } from 'vitest'

import type { OrdemServico } from '../../../src/domain/ordem-servico.js'
import { Conversation } from '../../support/conversation.js'

const HOUR = 3_600_000
const START = Date.UTC(2026, 6, 1, 15)
const SLOT = { inicio: START + 24 * HOUR, fim: START + 26 * HOUR }
const OTHER = { inicio: START + 48 * HOUR, fim: START + 50 * HOUR }
const SEM_AGENDA: OrdemServico = {
  idOrdemServico: 78,
  numero: '54',
  tipo: 'SUPORTE',
  status: 'pendente',
  aberta: true,
  inicioProgramado: START + 72 * HOUR,
  terminoProgramado: START + 73 * HOUR,
}
const VISITA: OrdemServico = { ...SEM_AGENDA, idAgenda: 3 }

async function verified(visita: Partial<OrdemServico> = {}): Promise<Conversation> {
  const bot = new Conversation()
  bot.reads.visitas = [{ ...VISITA, ...visita }]
  bot.reads.livres = [SLOT, OTHER]
  await bot.verify()
  return bot
}


describe('a visit', () => {
  it('is shown with date and status, and moved to a free time after a card that names old and new', async () => {
    const bot = await verified()
    await bot.command('chamados')
    await bot.press('Visita 54')
    expect(bot.text).toMatch(/Visita 54.*pendente.*04\/07\/2026/su)
    await bot.press('02/07 12:00–14:00')
    expect(bot.text).toMatch(/FIBRA 500.*04\/07\/2026.*02\/07 12:00–14:00/su)
    expect(bot.payloads('hubsoft.agendamento')).toEqual([])
    const confirm = bot.dataOf('Confirmar')
    await bot.pressData(confirm)
    await bot.pressData(confirm)
    expect(bot.payloads('hubsoft.agendamento')).toEqual([
      { idClienteServico: 1100, idOrdemServico: 78, idAgenda: 3, ...SLOT },
    ])
    await bot.settle('hubsoft.agendamento', { result: { inicio: SLOT.inicio, status: 'pendente' } })
    expect(bot.text).toMatch(/Li de novo.*02\/07\/2026/su)
  })

  it('that stands elsewhere after all is told as it is read', async () => {
    const bot = await verified()
    await bot.pressData(`vh:78:${String(SLOT.inicio)}`)
    await bot.press('Confirmar')
    await bot.settle('hubsoft.agendamento', { result: { inicio: OTHER.inicio, status: 'pendente' } })
    expect(bot.text).toMatch(/o sistema mostra.*03\/07\/2026/su)
    expect(bot.labels).toContain('👤 Falar com atendente')
  })

  it('cannot have a time that was taken before the press, or before Confirmar: the free ones are shown again', async () => {
    const bot = await verified()
    await bot.pressData(`vh:78:${String(SLOT.inicio)}`)
    bot.reads.livres = [OTHER]
    await bot.press('Confirmar')
    expect(bot.text).toContain(bot.sentence('visita_horario_ocupado'))
    expect(bot.labels.some((label) => label.includes('03/07'))).toBe(true)
    await bot.pressData(`vh:78:${String(SLOT.inicio)}`)
    expect(bot.text).toContain(bot.sentence('visita_horario_ocupado'))
    expect(bot.payloads('hubsoft.agendamento')).toEqual([])
  })

  it('refused as taken can be given another time at once', async () => {
    const bot = await verified()
    await bot.pressData(`vh:78:${String(SLOT.inicio)}`)
    await bot.press('Confirmar')
    await bot.settle('hubsoft.agendamento', { state: 'rejected', reason: 'ocupado', vendorMessage: 'Técnico FULANO ocupado' })
    expect(bot.text).toBe(bot.sentence('visita_horario_ocupado'))
    await bot.press('Ver outros horários')
    await bot.pressData(`vh:78:${String(OTHER.inicio)}`)
    await bot.press('Confirmar')
    expect(bot.payloads('hubsoft.agendamento')).toHaveLength(2)
  })

  it('just moved is not moved again before its cooldown', async () => {
    const bot = await verified()
    await bot.pressData(`vh:78:${String(SLOT.inicio)}`)
    await bot.press('Confirmar')
    await bot.settle('hubsoft.agendamento', { result: { inicio: SLOT.inicio, status: 'pendente' } })
    await bot.pressData(`vh:78:${String(OTHER.inicio)}`)
    expect(bot.text).toContain('Há pouco já pedi o horário da visita')
    await bot.advance(5 * 60_000)
    await bot.pressData(`vh:78:${String(OTHER.inicio)}`)
    expect(bot.labels).toContain('✅ Confirmar')
  })

  it('without an agenda shows its schedule and asks for a change as a ticket', async () => {
    const bot = await verified()
    bot.reads.visitas = [SEM_AGENDA]
    await bot.pressData('vs:78')
    expect(bot.text).toMatch(/04\/07\/2026.*Pedir mudança/su)
    expect(bot.reads.calls.listHorarios).toEqual([])
    await bot.press('Pedir mudança')
    await bot.press('Abrir agora')
    expect(bot.text).toContain('horário da visita')
    await bot.press('Confirmar')
    expect(bot.payloads('hubsoft.atendimento')[0]?.descricao).toContain('Diagnóstico: visita 54')
  })

  it('uses the configured agenda where the ordem tells none', async () => {
    const bot = new Conversation({ routing: (routing) => ({ ...routing, visitas: { agenda: 9, dias: 3 } }) })
    bot.reads.visitas = [SEM_AGENDA]
    bot.reads.livres = [SLOT]
    await bot.verify()
    await bot.pressData('vs:78')
    expect(bot.reads.calls.listHorarios).toEqual([9])
  })

  it.each([
    ['no free time', (bot: Conversation) => { bot.reads.livres = [] }, 'Não há horário livre'],
    ['an agenda that cannot be read', (bot: Conversation) => { bot.reads.fail('listHorarios') }, 'Não consegui ver os horários'],
    ['times too soon', (bot: Conversation) => { bot.reads.livres = [{ inicio: START + 60_000 }] }, 'Não há horário livre'],
  ])('with %s says so, and the way on', async (_, change, words) => {
    const bot = await verified()
    change(bot)
    await bot.pressData('vs:78')
    expect(bot.text).toContain(words)
    expect(bot.labels).toEqual(['Pedir mudança', '👤 Falar com atendente', '☰ Menu'])
  })

  it('that awaits its schedule is not told with the placeholder it holds', async () => {
    const bot = await verified({ status: 'aguardando_agendamento' })
    await bot.pressData('vs:78')
    expect(bot.text).toContain('Ainda sem horário marcado')
    expect(bot.text).not.toContain('04/07/2026')
  })

  it('of somebody else, or closed, cannot be had by a forged press', async () => {
    const bot = await verified({ aberta: false })
    for (const data of ['vs:78', 'vs:79', `vh:79:${String(SLOT.inicio)}`, 'vt:79', 'vs:x', `vh:78:${String(SLOT.inicio)}`]) {
      await bot.pressData(data)
      expect(bot.text).toBe(bot.sentence('visita_sumiu'))
    }
  })

  it('is nothing for level 0 and 1, however old the button', async () => {
    const bot = new Conversation()
    bot.reads.visitas = [VISITA]
    bot.reads.livres = [SLOT]
    for (const level of [0, 1]) {
      if (level === 1) await bot.state()
      for (const data of ['vs:78', `vh:78:${String(SLOT.inicio)}`, 'vt:78']) {
        await bot.pressData(data)
        expect(bot.text).not.toMatch(/54|SUPORTE|\d\d\/07/u)
      }
    }
    expect(bot.reads.calls.listByServico).toEqual([])
    expect(bot.payloads('hubsoft.agendamento')).toEqual([])
  })

  it('that is the cause of a complaint can be moved from there', async () => {
    const bot = await verified()
    await bot.say('minha internet está lenta')
    expect(bot.labels).toContain('📅 Visita 54')
    await bot.press('Visita 54')
    expect(bot.text).toContain('Visita 54')
  })
})
