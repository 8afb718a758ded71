import { describe, expect, it } from 'vitest'

import { Conversation } from '../../support/conversation.js'

const OPENED = { result: { idAtendimento: 9001, protocolo: '20260701000123' } } as const

async function inTriage(): Promise<Conversation> {
  const bot = new Conversation()
  await bot.verify()
  await bot.say('tô sem internet desde ontem')
  return bot
}

async function talking(): Promise<Conversation> {
  const bot = new Conversation()
  await bot.verify()
  await bot.command('atendente')
  await bot.settle('tempbox.abrir', { result: { atendimento: 'T1' } })
  return bot
}

const relayed = (bot: Conversation) =>
  bot.payloads('tempbox.mensagem').map(({ mensagem }) => mensagem).slice(1)

describe('an edited message', () => {
  it('replaces its words in the report; the card shows the new ones, the ticket both', async () => {
    const bot = await inTriage()
    await bot.press('Abrir agora')
    await bot.correct('tô sem internet desde terça')
    expect(bot.text).toContain('tô sem internet desde terça')
    expect(bot.text).not.toContain('ontem')
    await bot.press('Confirmar')
    const [ticket] = bot.payloads('hubsoft.atendimento')
    expect(ticket?.descricao).toContain('Relato do cliente: tô sem internet desde terça')
    expect(ticket?.descricao).toContain('Antes de corrigir, o cliente escreveu:\n- tô sem internet desde ontem')
  })

  it('of a burst leaves the others as they are', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.say('tô sem internet', 'desde ontem', 'e a TV também')
    await bot.correct('desde terça', 1)
    expect(bot.text).toBe(bot.sentence('correcao_anotada'))
    expect(bot.session.draft?.words).toEqual(['tô sem internet\ndesde terça\ne a TV também'])
  })

  it('may be edited again and again, and an edit that changes no word says nothing', async () => {
    const bot = await inTriage()
    await bot.correct('tô sem internet desde terça')
    await bot.correct('tô sem internet desde terça')
    expect(bot.said).toEqual([])
    await bot.correct('tô sem internet\ndesde segunda')
    expect(bot.session.draft?.words).toEqual(['tô sem internet\ndesde segunda'])
  })

  it('replaces an answer of the triage, and the question that stands goes on', async () => {
    const bot = await inTriage()
    await bot.say('verde')
    await bot.correct('vermelha, aliás')
    expect(bot.session.draft?.answers).toMatchObject([{ resposta: 'vermelha, aliás' }])
    expect(bot.session.draft?.before).toEqual(['verde'])
    expect(bot.session.flow).toEqual({ name: 'triagem', pergunta: 1 })
  })

  it('replaces what was told before it was known who asks', async () => {
    const bot = new Conversation()
    await bot.say('tô sem internet desde ontem')
    await bot.correct('tô sem internet desde terça')
    expect(bot.text).toBe(bot.sentence('correcao_anotada'))
    await bot.verify()
    expect(bot.session.draft?.words).toEqual(['tô sem internet desde terça'])
    await bot.correct('tô sem internet desde segunda', 1)
    expect(bot.session.draft?.words).toEqual(['tô sem internet desde segunda'])
  })

  it('after *Corrigir* is the report anew', async () => {
    const bot = await inTriage()
    await bot.press('Abrir agora')
    await bot.press('Corrigir')
    await bot.correct('tô sem internet desde terça')
    expect(bot.text).toContain('tô sem internet desde terça')
    expect(bot.labels).toContain('✅ Confirmar')
  })

  it('goes to the ticket its words are in, opening or open, and to no other', async () => {
    const bot = await inTriage()
    await bot.press('Abrir agora')
    await bot.press('Confirmar')
    await bot.correct('tô sem internet desde terça')
    await bot.settle('hubsoft.atendimento', OPENED)
    expect(bot.payloads('hubsoft.mensagem').at(-1)?.mensagem).toContain('corrigido: tô sem internet desde terça')
    await bot.correct('tô sem internet desde segunda')
    expect(bot.payloads('hubsoft.mensagem').at(-1)?.mensagem).toContain('Cliente: corrigido: tô sem internet desde segunda')
    expect(bot.text).toBe(bot.sentence('acrescentando', { protocolo: OPENED.result.protocolo }))
    await bot.press('Novo assunto')
    await bot.say('a TV não abre')
    await bot.correct('tô sem internet há dias', 1)
    expect(bot.payloads('hubsoft.mensagem')).toHaveLength(3)
    expect(bot.session.draft?.words).toEqual(['a TV não abre'])
  })

  it('is relayed as corrected', async () => {
    const bot = await talking()
    await bot.say('não funciona', 'desde ontem')
    await bot.correct('desde terça')
    await bot.correct('desde terça')
    expect(relayed(bot)).toEqual(['não funciona', 'desde ontem', 'corrigido: desde terça'])
    expect(bot.said).toEqual([])
  })

  it('told before people came is relayed as corrected', async () => {
    const bot = await inTriage()
    await bot.command('atendente')
    await bot.settle('tempbox.abrir', { result: { atendimento: 'T1' } })
    await bot.correct('tô sem internet desde terça')
    expect(relayed(bot)).toEqual(['corrigido: tô sem internet desde terça'])
  })

  it.each([
    ['of a report that was dropped', async (bot: Conversation) => bot.press('Cancelar')],
    ['of a conversation that is over', async (bot: Conversation) => bot.command('encerrar')],
    [
      'forgotten with all the rest',
      async (bot: Conversation) => {
        await bot.command('esquecer')
        await bot.pressData('fg:sim')
      },
    ],
  ])('%s changes nothing and says nothing', async (_, end) => {
    const bot = await inTriage()
    await bot.press('Abrir agora')
    await end(bot)
    const before = bot.effects.length
    await bot.correct('tô sem internet desde terça')
    expect(bot.said).toEqual([])
    expect(bot.effects).toHaveLength(before)
    expect(JSON.stringify(bot.session)).not.toContain('terça')
  })

  it('of people who have left changes nothing and says nothing', async () => {
    const bot = await talking()
    await bot.say('não funciona')
    await bot.staffClosed()
    await bot.correct('funciona sim')
    expect(bot.said).toEqual([])
    expect(relayed(bot)).toEqual(['não funciona'])
  })
})

describe('the same file twice', () => {
  const FILE = { fileId: 'A', uniqueId: 'same' }

  it('is kept once, in a report, on its way and in the ticket', async () => {
    const bot = await inTriage()
    await bot.file(FILE, { ...FILE, fileId: 'B' })
    expect(bot.text).toBe(bot.sentence('arquivos_recebidos', { quantidade: 1, total: 1 }))
    await bot.press('Abrir agora')
    await bot.press('Confirmar')
    await bot.file({ ...FILE, fileId: 'C', caption: 'é esta' })
    expect(bot.text).toContain(bot.sentence('arquivo_repetido', { quantidade: 1 }))
    await bot.settle('hubsoft.atendimento', OPENED)
    await bot.file({ ...FILE, fileId: 'D' })
    expect(bot.text).toBe(bot.sentence('arquivo_repetido', { quantidade: 1 }))
    expect(bot.payloads('hubsoft.anexo')).toHaveLength(1)
    expect(bot.payloads('hubsoft.mensagem')[0]?.mensagem).toContain('é esta')
  })

  it('is taken again when it could not be attached', async () => {
    const bot = await inTriage()
    await bot.file(FILE)
    await bot.press('Abrir agora')
    await bot.press('Confirmar')
    await bot.settle('hubsoft.atendimento', OPENED)
    await bot.settle('hubsoft.anexo', { state: 'rejected', reason: 'refused' })
    await bot.file(FILE)
    expect(bot.payloads('hubsoft.anexo')).toHaveLength(2)
  })
})
