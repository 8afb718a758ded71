import { describe, expect, it, type TestContext } from 'vitest'

import { makeCpf } from '../../src/sandbox/world/documents.js'
import { ana, davi, heitor, joao } from '../../src/sandbox/world/people.js'
import { startBot } from '../support/bot.js'
import { crowd, Customer } from '../support/customer.js'

/** Of nobody. */
const UNKNOWN = makeCpf('999888777')

async function open(context: TestContext) {
  const bot = await startBot()
  context.onTestFinished(() => bot.stop())
  return bot.sandbox
}

describe.concurrent('whoever asks', () => {
  it('reads the same words for whatever CPF, until something is proved', async (context) => {
    const sandbox = await open(context)
    const documentos = [ana.documento, UNKNOWN, heitor.documento, joao.documento, davi.documento]
    const heard = await Promise.all(
      documentos.map(async (documento, index) => {
        // Everybody's own contact is of a phone that stands in no record.
        const telefones = [`3798888000${String(index)}`, '', ''] as const
        const stranger = { ...ana, nome: 'IGUAL PARA TODOS', documento, telefones }
        const customer = new Customer(sandbox, stranger, 900 + index)
        customer.say('oi')
        await customer.identify()
        await customer.hear((text) => /nascimento/iu.test(text))
        for (const birthDate of ['12/04/1990', '31/12/1969', '01/01/1970']) {
          const mark = customer.user.mark()
          customer.say(birthDate)
          await customer.hear(() => true, mark)
        }
        await customer.hear((text) => /\b(29|30) min/u.test(text))
        return customer.user.messages.map(({ html, buttons, keyboard }) => ({ html, buttons, keyboard }))
      }),
    )
    const [first] = heard
    for (const words of heard) expect(words).toEqual(first)
    expect(JSON.stringify(heard)).not.toMatch(/AURORAS|MEGA|DAVI|ANA/u)
    // One lookup each, whoever it is.
    const lookups = sandbox.hubsoft.ledger.list('GET */cliente').map(({ query }) => query.termo_busca)
    expect(lookups.sort()).toEqual([...documentos].sort())
  }, 60_000)

  it('is not believed with a forwarded, a foreign or a typed contact', async (context) => {
    const sandbox = await open(context)
    const thief = new Customer(sandbox, { ...ana, telefones: ['37977770001', '', ''] }, 911)
    const phone = `55${ana.telefones[0]}`
    thief.say('oi')
    await thief.hear((text) => /\bCPF\b/u.test(text))
    thief.say(ana.documento)
    await thief.askedForContact()
    for (const attempt of [
      () => thief.user.shareForeignContact(phone),
      () => thief.user.shareForeignContact(phone, 424_242),
      () => thief.user.forwardContact(phone),
      () => thief.user.forwardContact(phone, 424_242),
      () => thief.user.sendText(`+${phone}`),
      () => thief.user.sendText('(37) 99000-0001'),
    ]) {
      const mark = thief.user.mark()
      attempt()
      const answer = await thief.user.waitFor(() => true, { after: mark })
      expect(answer.keyboard?.flat().some(({ requestContact }) => requestContact)).toBe(true)
    }
    expect(sandbox.hubsoft.ledger.list('GET */cliente')).toHaveLength(0)
    expect(JSON.stringify(thief.user.messages)).not.toContain('Tudo certo')
  }, 60_000)

  it('may have five lookups an hour, whatever is tried', async (context) => {
    const people = crowd(12)
    const bot = await startBot({}, {}, { world: people })
    context.onTestFinished(() => bot.stop())
    const curious = new Customer(bot.sandbox, { ...ana, telefones: ['37977770002', '', ''] }, 912)
    curious.say('oi')
    await curious.hear((text) => /\bCPF\b/u.test(text))
    for (const [index, { documento }] of people.pessoas.entries()) {
      const before = curious.user.mark()
      curious.say(documento)
      await curious.hear(() => true, before)
      const mark = curious.user.mark()
      if (index % 2 === 0) curious.user.shareContact()
      else curious.say('Não consigo enviar o contato')
      await curious.hear(() => true, mark)
    }
    expect(bot.sandbox.hubsoft.ledger.list('GET */cliente')).toHaveLength(5)
    // Whose phone it is still gets in, from another Telegram.
    const [owner] = people.pessoas
    const customer = new Customer(bot.sandbox, owner, 913)
    customer.say('oi')
    await customer.identify()
    await customer.hear((text) => text.includes('Fulano0000'))
  }, 90_000)

  it('below level 2 gets a ticket marked as not verified, and sees nothing of the record', async (context) => {
    const sandbox = await open(context)
    const relative = new Customer(sandbox, { ...ana, nome: 'PARENTE', telefones: ['37966660001', '', ''] }, 914)
    relative.say('estou sem internet desde cedo')
    await relative.identify()
    await relative.hear((text) => /nascimento/iu.test(text))
    relative.say('12/04/1988')
    await relative.triage()
    await relative.finishFiles()
    await relative.confirm()
    const ticket = await relative.toldProtocolo()
    expect(ticket.descricao).toContain('NÃO VERIFICADO')
    expect(ticket.nome).not.toContain('ANA')
    expect(ticket.ordens).toEqual([])
    const mark = relative.user.mark()
    relative.say('/fatura')
    await relative.hear((text) => /\bCPF\b|contato|confirmar/iu.test(text), mark)
    expect(JSON.stringify(relative.user.messages)).not.toMatch(/AURORAS|MEGA/u)
    relative.say('/atendente')
    await relative.landed('the summary', () => relative.relayed().length > 0)
    expect(relative.relayed()[0]).toContain('NÃO VERIFICADO')
    expect(relative.relayed()[0]).not.toMatch(/AURORAS|MEGA|EXEMPLO/u)
  }, 90_000)
})
