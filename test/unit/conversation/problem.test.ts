import { describe, expect, it } from 'vitest'

import { AppError } from '../../../src/domain/errors.js'
import { Conversation } from '../../support/conversation.js'
import { rosa } from '../../support/conversation-reads.js'

const HOUR = 3_600_000

/** A verified customer whose problem the knowledge base answers. */
async function answered(answer: string, problem = 'minha internet está muito lenta'): Promise<Conversation> {
  const bot = new Conversation()
  bot.reads.answer = answer
  await bot.verify()
  await bot.say(problem)
  return bot
}

describe('the knowledge base', () => {
  it('answers a problem in the customer’s words, with Resolveu and Não resolveu', async () => {
    const bot = await answered('Reinicie o roteador <agora> & espere 2 minutos.')
    expect(bot.text).toContain('Reinicie o roteador <agora> & espere 2 minutos.')
    expect(bot.labels).toEqual(['✅ Resolveu', '❌ Não resolveu'])
  })

  it('is asked with CPF, phones, e-mails and links masked', async () => {
    const words = `internet lenta, cpf ${rosa.documento}, ligue (37) 99000-0101 ou rosa@exemplo.com, veja https://x.example/a`
    const bot = await answered('Algo', words)
    const asked = String(bot.reads.calls.ask[0])
    expect(asked).toContain('internet lenta')
    expect(asked).not.toMatch(/99000|rosa@|x\.example/u)
    expect(asked).not.toContain(rosa.documento)
  })

  it.each(['', '   ', 'Não encontrei nada sobre isso.', 'Desculpe, não sei responder.', 'Nenhum resultado encontrado.'])(
    'that answers %j goes straight to triage, with no word about systems',
    async (answer) => {
      const bot = await answered(answer)
      expect(bot.text).toMatch(/^\(1 de 3\)/u)
      expect(bot.text).not.toMatch(/base|sistema|encontr/iu)
    },
  )

  it('that fails or is slow goes straight to triage', async () => {
    for (const code of ['timeout', 'server-error', 'circuit-open', 'unauthorized'] as const) {
      const bot = new Conversation()
      bot.reads.fail('ask', new AppError(code, 'made to fail', { retry: 'safe' }))
      await bot.verify()
      await bot.say('minha internet está muito lenta')
      expect(bot.text).toMatch(/^\(1 de 3\)/u)
    }
  })

  it('is not asked without Milvus', async () => {
    const bot = new Conversation({ milvus: false })
    await bot.verify()
    await bot.say('minha internet está muito lenta')
    expect(bot.reads.calls.ask).toEqual([])
    expect(bot.text).toMatch(/^\(1 de 3\)/u)
  })

  it('answers at level 1 too', async () => {
    const bot = new Conversation()
    bot.reads.answer = 'Reinicie o roteador.'
    await bot.state()
    await bot.say('minha internet está muito lenta')
    expect(bot.text).toContain('Reinicie o roteador.')
  })

  it('is closed to level 0 by default, and open where the operator says so', async () => {
    const closed = new Conversation()
    closed.reads.answer = 'Reinicie o roteador.'
    await closed.say('minha internet está muito lenta')
    expect(closed.reads.calls.ask).toEqual([])
    await closed.command('menu')
    await closed.press('Suporte')
    expect(closed.reads.calls.ask).toEqual([])

    const open = new Conversation({
      routing: (routing) => ({ ...routing, baseConhecimento: { ...routing.baseConhecimento, nivelZero: true } }),
    })
    open.reads.answer = 'Reinicie o roteador.'
    await open.command('start')
    await open.say('minha internet está muito lenta')
    expect(open.text).toContain('Reinicie o roteador.')
    await open.press('Não resolveu')
    expect(open.text).toContain(open.sentence('guardei_relato'))
    await open.verify()
    expect(open.text).toContain('(1 de 3)')
    expect(open.session.draft?.words).toEqual(['minha internet está muito lenta'])
  })

  it('is asked within the limits of an hour and of a day', async () => {
    const bot = new Conversation({
      routing: (routing) => ({
        ...routing,
        baseConhecimento: { ...routing.baseConhecimento, limitePorHoraChat: 2, limitePorDiaChat: 3 },
      }),
    })
    bot.reads.answer = 'Reinicie.'
    await bot.verify()
    for (let index = 0; index < 4; index++) {
      await bot.say('minha internet está lenta')
      if (index < 2) await bot.press('✅ Resolveu')
      else await bot.command('encerrar')
    }
    expect(bot.reads.calls.ask).toHaveLength(2)
    await bot.advance(HOUR)
    for (let index = 0; index < 2; index++) {
      await bot.say('minha internet está lenta')
      await bot.command('encerrar')
    }
    expect(bot.reads.calls.ask).toHaveLength(3)
  })

  it('may answer at any length without growing what is kept', async () => {
    const bot = await answered('Faça assim. '.repeat(2_000))
    expect(bot.said.length).toBeGreaterThan(4)
    expect(bot.labels).toEqual(['✅ Resolveu', '❌ Não resolveu'])
    expect(bot.sessionJson?.length).toBeLessThan(10_000)
  })
})

describe('an answer', () => {
  it.each(['Resolveu', 'sim', 'obrigado', 'deu certo!', 'voltou', 'Valeu, funcionou'])('that helped, said as %j, opens nothing', async (said) => {
    const bot = await answered('Reinicie.')
    await bot.say(said)
    expect(bot.text).toBe(bot.sentence('que_bom'))
    expect(bot.session.draft).toBeUndefined()
  })

  it('that helped may be pressed twice', async () => {
    const bot = await answered('Reinicie.')
    const data = bot.dataOf('✅ Resolveu')
    await bot.pressData(data)
    await bot.pressData(data)
    expect(bot.text).toBe(bot.sentence('que_bom'))
  })

  it.each(['Não resolveu', 'não', 'continua lenta', 'obrigado, mas continua lenta', 'voltou a cair', 'resolveu nada'])(
    'that did not, said as %j, goes to triage',
    async (said) => {
      const bot = await answered('Reinicie.')
      await bot.say(said)
      expect(bot.text).toMatch(/^\(1 de 3\)/u)
      expect(bot.session.draft?.resposta).toBe('Reinicie.')
    },
  )

  it('that did not help keeps what more was said', async () => {
    const bot = await answered('Reinicie.')
    await bot.say('já reiniciei duas vezes e continua')
    expect(bot.session.draft?.words).toEqual(['minha internet está muito lenta', 'já reiniciei duas vezes e continua'])
  })

  it('pressed as no help twice asks the first question once', async () => {
    const bot = await answered('Reinicie.')
    const data = bot.dataOf('Não resolveu')
    await bot.pressData(data)
    await bot.pressData(data)
    expect(bot.said).toEqual([])
  })
})

describe('Suporte', () => {
  it('asks what is going on, in words or by category', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.press('Suporte')
    expect(bot.text).toBe(bot.sentence('perguntar_problema'))
    expect(bot.labels).toContain('Sem internet')
    await bot.say('oi')
    expect(bot.text).toBe(bot.sentence('perguntar_problema'))
    await bot.press('Internet lenta')
    expect(bot.session.draft?.categoria).toBe('lentidao')
    expect(bot.text).toMatch(/^\(1 de 3\)/u)
  })

  it('a category tapped twice asks its first question once', async () => {
    const bot = new Conversation()
    bot.reads.answer = 'Reinicie.'
    await bot.verify()
    await bot.press('Suporte')
    const data = bot.dataOf('Internet lenta')
    await bot.pressData(data)
    await bot.pressData(data)
    expect(bot.said).toEqual([])
    expect(bot.session.flow.name).toBe('resposta')
  })

  it('pressed with a report half told goes on with it, as nothing of it may be lost', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.say('sem internet aqui')
    await bot.press('Alguma vermelha')
    await bot.command('menu')
    await bot.press('Suporte')
    expect(bot.text).toMatch(/^\(2 de 3\)/u)
    expect(bot.session.draft).toMatchObject({ words: ['sem internet aqui'], answers: [{ resposta: 'Alguma vermelha' }] })
  })

  it('a problem of no known kind is asked for its category', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.say('o cachorro comeu alguma coisa aqui')
    expect(bot.text).toBe(bot.sentence('perguntar_categoria'))
    await bot.press('Sem internet')
    expect(bot.session.draft).toMatchObject({ categoria: 'sem_conexao', words: ['o cachorro comeu alguma coisa aqui'] })
    expect(bot.text).toMatch(/^\(1 de 3\)/u)
  })

  it('is refused while people have the conversation', async () => {
    const bot = new Conversation()
    await bot.command('menu')
    await bot.command('atendente')
    await bot.press('Suporte')
    expect(bot.text).toBe(bot.sentence('ja_com_atendente'))
  })
})
