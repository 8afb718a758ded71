import { describe, expect, it } from 'vitest'

import type { OutageNotice } from '../../../src/domain/event.js'
import { createTagger } from '../../../src/lib/tags.js'
import { readOutageState } from '../../../src/watchers/outage-state.js'
import { Conversation } from '../../support/conversation.js'
import { makeCliente, makeServico, ROSA_PHONE } from '../../support/conversation-reads.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const OUTAGE = 'Rompimento de fibra no bairro <Centro>, previsão 18h'
const SINCE = Date.UTC(2026, 6, 1, 11, 30)
const PHONE_TAG = createTagger(new Uint8Array(32).fill(7))('telefone', `+${ROSA_PHONE}`)
const AT = { codigoCliente: 11, idClienteServico: 1100 }

/** A customer of an outage who asks to hear of its end. */
class Waiting extends Conversation {
  #notices = 0

  static async begin(): Promise<Waiting> {
    const bot = new Waiting()
    const servicos = [makeServico(1100, 'FIBRA 500', 'Rua das Auroras, 10')]
    bot.reads.clientes = [makeCliente(11, { alertas: [OUTAGE], servicos })]
    await bot.verify()
    await bot.say('tô sem internet desde ontem')
    await bot.press('Avise-me')
    return bot
  }

  get watch() {
    const watch = this.watches.get(`av:${this.chatId}:1100`)
    return watch && { ...watch, read: readOutageState(watch.state) }
  }

  /** The watch found something, and so has ended. */
  async hears(given: Partial<OutageNotice> = {}): Promise<void> {
    const { em, vez } = this.watch?.read ?? { em: 0, vez: 0 }
    this.watches.delete(`av:${this.chatId}:1100`)
    const found = { ...AT, em, vez, what: 'over' as const, telefones: [PHONE_TAG], conectado: true, desde: SINCE }
    await this.take([this.event(`av:${String(this.#notices++)}`, { kind: 'outageNotice', ...found, ...given })])
  }

  get silent(): boolean {
    return this.said.length === 0
  }
}

describe('"avise-me quando voltar"', () => {
  it('is a watch of the record with neither the words of the alert nor a name, and opens nothing', async () => {
    const bot = await Waiting.begin()
    expect(bot.text).toBe(bot.sentence('aviso_marcado'))
    expect(bot.watch).toMatchObject({ kind: 'aviso', read: { ...AT, vez: 0 } })
    expect(bot.watch?.read?.alerta).toMatch(/^[\w-]{16}$/u)
    expect((bot.watch?.read?.ate ?? 0) - (bot.watch?.read?.em ?? 0)).toBe(24 * HOUR)
    expect(bot.watch?.state).not.toMatch(/rompimento|centro|rosa|aurora/iu)
    expect(bot.payloads('hubsoft.atendimento')).toEqual([])
  })

  it('is told once, as a notice, with the connection as it was read and a way on', async () => {
    const bot = await Waiting.begin()
    const input = { ...bot.watch?.read }
    await bot.hears()
    expect(bot.text).toMatch(/não consta mais.*conectada desde 01\/07\/2026, 08:30/su)
    expect(bot.labels.join()).toMatch(/Conexão.*Suporte/u)
    expect(bot.payloads('telegram.message').at(-1)?.notice).toBe(true)
    await bot.hears({ em: input.em ?? 0 })
    expect(bot.silent).toBe(true)
  })

  it('claims no connection that the record does not tell of', async () => {
    const bot = await Waiting.begin()
    const { em = 0 } = bot.watch?.read ?? {}
    const { conectado: _c, desde: _d, ...bare } = { ...AT, em, vez: 0, what: 'over' as const, telefones: [PHONE_TAG], conectado: true, desde: 0 }
    await bot.take([bot.event('av:bare', { kind: 'outageNotice', ...bare })])
    expect(bot.text).toContain('não consta mais')
    expect(bot.text).not.toMatch(/conectada|sem conexão/u)
  })

  it('asked of an earlier version, which looked by a timer, is watched from that timer on', async () => {
    const bot = await Waiting.begin()
    bot.watches.clear()
    const { aviso, ...rest } = bot.session
    bot.sessionJson = JSON.stringify({ ...rest, aviso: { ...AT, rotulo: aviso?.rotulo, restam: 7 } })
    await bot.fire({ name: 'voltou', dueAt: bot.now, arg: '' })
    expect(bot.silent).toBe(true)
    expect(bot.watch).toMatchObject({ kind: 'aviso', read: { em: 0, lidoEm: 0 } })
    await bot.hears()
    expect(bot.text).toContain('não consta mais')
  })

  it('says after a day that nobody knows', async () => {
    const bot = await Waiting.begin()
    await bot.hears({ what: 'unknown' })
    expect(bot.text).toContain('Não sei dizer quando volta')
    expect(bot.session.aviso).toBeUndefined()
  })

  it.each([
    ['left', (bot: Waiting) => bot.command('sair')],
    ['is forgotten', async (bot: Waiting) => {
      await bot.command('esquecer')
      await bot.pressData('fg')
    }],
  ])('tells nothing to a customer who %s, and is watched no longer', async (_name, leave) => {
    const bot = await Waiting.begin()
    const { em = 0 } = bot.watch?.read ?? {}
    await leave(bot)
    expect(bot.watch).toBeUndefined()
    await bot.hears({ em })
    expect(bot.silent).toBe(true)
  })

  it('tells nothing once the number has left the record, or the chat is another customer’s', async () => {
    const moved = await Waiting.begin()
    moved.reads.clientes = [makeCliente(11, { telefones: ['37999998888'] })]
    await moved.hears({ telefones: ['another'] })
    expect(moved.silent).toBe(true)
    expect(moved.session.identity.level).toBe(0)

    const other = await Waiting.begin()
    await other.hears({ codigoCliente: 12 })
    expect(other.silent).toBe(true)
    const expired = await Waiting.begin()
    expired.now += 91 * 24 * HOUR
    await expired.hears()
    expect(expired.silent).toBe(true)
  })

  it('waits for the end of silence, and is read again then, unless the customer wrote within half an hour', async () => {
    const bot = await Waiting.begin()
    bot.now = Date.UTC(2026, 6, 2, 2, 30)
    await bot.hears()
    expect(bot.silent).toBe(true)
    expect(bot.watch).toMatchObject({ dueAt: Date.UTC(2026, 6, 2, 10), read: { vez: 1, lidoEm: 0 } })
    expect(bot.watch?.read?.ate).toBeGreaterThan(Date.UTC(2026, 6, 2, 12))
    bot.now = Date.UTC(2026, 6, 2, 10, 1)
    await bot.hears()
    expect(bot.text).toContain('não consta mais')

    const awake = await Waiting.begin()
    awake.now = Date.UTC(2026, 6, 2, 2, 30)
    await awake.command('menu')
    awake.now += 20 * MINUTE
    await awake.hears()
    expect(awake.text).toContain('não consta mais')
  })

  it('leaves the buttons of what is being asked meanwhile', async () => {
    const bot = await Waiting.begin()
    await bot.say('a minha tv está sem canal nenhum')
    const { keyboard, flow } = bot.session
    expect(flow.name).not.toBe('idle')
    await bot.hears()
    expect(bot.text).toContain('não consta mais')
    expect(bot.session).toMatchObject({ keyboard, flow })
  })

  it('is asked for by level 2 alone, and an old or forged button says so', async () => {
    const bot = await Waiting.begin()
    await bot.pressData('aq:forged')
    expect(bot.text).toBe(bot.sentence('aviso_marcado'))
    const stranger = new Conversation()
    await stranger.pressData('aq:forged')
    expect(stranger.watches.size).toBe(0)
    expect(stranger.text).toContain('CPF')
  })
})
