import { describe, expect, it } from 'vitest'

import type { Fatura } from '../../../src/domain/fatura.js'
import { Conversation } from '../../support/conversation.js'
import { rosa } from '../../support/conversation-reads.js'

const FATURA: Fatura = { idFatura: 5, amountCents: 11_990, vencimento: '2026-06-10', situacao: 'vencida', pixCopiaCola: 'PIX' }

async function known(): Promise<Conversation> {
  const bot = new Conversation()
  await bot.verify()
  return bot
}

describe('what a sentence asks for', () => {
  it.each(['me manda o boleto pfv', 'qual o pix pra eu pagar', 'qnto ta minha conta', 'queria a 2 via', 'cade o carnê'])(
    'is the invoice in %j',
    async (said) => {
      const bot = await known()
      bot.reads.faturas.push(FATURA)
      await bot.say(said)
      expect(bot.text).toContain('Pix copia e cola')
      expect(bot.session.draft).toBeUndefined()
    },
  )

  it.each(['o boleto veio errado', 'minha fatura tá mais cara', 'tem como parcelar o que eu devo', 'dá pra mudar o dia do boleto?'])(
    'is a report in %j',
    async (said) => {
      const bot = await known()
      await bot.say(said)
      expect(bot.session.draft?.categoria).toBe('fatura')
    },
  )

  it.each(['que horas o tecnico vem hj?', 'o tecnico nao veio de novo!!!', 'e o meu chamado, deu em que?', 'quero cancelar a visita do tecnico'])(
    'is what is open in %j',
    async (said) => {
      const bot = await known()
      await bot.say(said)
      expect(bot.text).toContain('Não há atendimento aberto')
    },
  )

  it('is answered to anybody where it is nobody\'s data', async () => {
    const bot = new Conversation()
    await bot.say('que horas vcs fecham?')
    expect(bot.text).toContain(bot.sentence('contatos'))
  })

  it('waits for who asks to be identified', async () => {
    const bot = new Conversation()
    bot.reads.faturas.push(FATURA)
    await bot.say('manda o boleto')
    await bot.verify()
    expect(bot.text).toContain('Pix copia e cola')
  })

  it('comes before a triage\'s question, which is asked again', async () => {
    const bot = await known()
    bot.reads.faturas.push(FATURA)
    await bot.say('internet lenta')
    await bot.say('alias me manda o boleto primeiro')
    expect(bot.text).toContain('Pix copia e cola')
    expect(bot.text).toContain('(1 de 3)')
    expect(bot.session.draft?.answers).toEqual([])
  })

  it('gives way to a complaint beside it', async () => {
    const bot = await known()
    await bot.say('caiu a internet e o boleto veio errado')
    expect(bot.session.draft?.categoria).toBe('sem_conexao')
  })
})

it('danger is answered with the emergency words and a person, by a stranger too', async () => {
  const bot = new Conversation()
  await bot.say('caiu um poste na rua e ta soltando faisca')
  expect(bot.text).toContain('193')
  expect(bot.text).toContain(bot.sentence('chamando_atendente'))
})

it('danger is what explodes, not who does', async () => {
  const angry = await known()
  await angry.say('to explodindo de raiva com essa internet lenta')
  expect(angry.text).not.toContain('193')
  expect(angry.session.draft?.categoria).toBe('lentidao')
  const bot = await known()
  await bot.say('a fonte do modem explodiu')
  expect(bot.text).toContain('193')
})

it('a doubt about the CPF is answered, and kept as no problem', async () => {
  const bot = new Conversation()
  await bot.say('pra que vc quer meu cpf??')
  expect(bot.text).toContain(bot.sentence('por_que_documento'))
  await bot.say(rosa.documento)
  await bot.say('nao achei esse botao')
  expect(bot.session.intent).toEqual([])
})

it('who says it was paid hears what the invoices say, and goes on to a ticket where that does not help', async () => {
  const bot = await known()
  await bot.say('ja paguei o boleto e continuam cobrando')
  expect(bot.text).toContain('não há fatura vencida')
  await bot.press('Não resolveu')
  expect(bot.session.draft).toMatchObject({ categoria: 'fatura', answers: [{ resposta: 'Já paguei' }] })
})

it('a proof that comes with its words is not asked for again', async () => {
  const bot = await known()
  bot.reads.faturas.push(FATURA)
  await bot.file({ caption: 'comprovante do pagamento' })
  expect(bot.text).toContain(bot.sentence('pagamento_nao_consta', { suspenso: false }))
  expect(bot.session.draft?.files).toHaveLength(1)
})
