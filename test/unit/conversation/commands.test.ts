import { describe, expect, it } from 'vitest'

import { Conversation } from '../../support/conversation.js'
import { makeAberto, rosa } from '../../support/conversation-reads.js'

const OPENED = { result: { idAtendimento: 501, protocolo: '2026501' } }

describe('/menu', () => {
  it('shows what can be done, in the words tools press', async () => {
    const bot = new Conversation()
    await bot.command('menu')
    for (const word of ['Suporte', 'Faturas', 'Conexão', 'Atendimentos', 'atendente']) {
      expect(bot.labels.join('|')).toContain(word)
    }
  })

  it('typed as a label does what its button does', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.say('faturas')
    expect(bot.text).toBe(bot.sentence('faturas_vazio', { servico: 'FIBRA 500 – Rua das Auroras, 10' }))
  })

  it('leaves what was asked standing', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.say('sem internet')
    await bot.command('menu')
    await bot.say('vermelha e piscando')
    expect(bot.session.draft?.answers).toHaveLength(1)
  })
})

describe('/chamados', () => {
  it('lists what is open for the service, with Milvus’ chamados opened here', async () => {
    const bot = new Conversation()
    bot.reads.abertos = [makeAberto(31, 1100)]
    await bot.verify()
    await bot.collect('a televisão não pega nenhum canal')
    await bot.press('Abrir outro')
    await bot.press('Confirmar')
    await bot.settle('milvus.chamado', { result: { codigo: '8123' } })
    await bot.command('chamados')
    expect(bot.text).toMatch(/202631.*8123/su)
  })

  it('says so when there is none', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.command('chamados')
    expect(bot.text).toBe(bot.sentence('chamados_vazio', { servico: 'FIBRA 500 – Rua das Auroras, 10' }))
  })
})

describe('/conexao', () => {
  it('tells the status of the service and since when', async () => {
    const bot = new Conversation()
    const [servico] = rosa.servicos
    const ultimaConexao = { conectado: false, desde: Date.UTC(2026, 6, 1, 13, 5) }
    if (servico) bot.reads.clientes = [{ ...rosa, servicos: [{ ...servico, ultimaConexao }] }]
    await bot.verify()
    await bot.command('conexao')
    expect(bot.text).toMatch(/Serviço Habilitado.*Sem conexão desde 01\/07\/2026,? 10:05/su)
  })
})

describe('/encerrar', () => {
  it('ends what is under way and keeps what is open', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.collect()
    await bot.press('Confirmar')
    await bot.command('encerrar')
    expect(bot.text).toBe(bot.sentence('conversa_encerrada'))
    await bot.settle('hubsoft.atendimento', OPENED)
    expect(bot.text).toContain('2026501')
    expect(bot.text).not.toContain('O que você escrever')
  })

  it('with nothing under way says so', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.command('encerrar')
    expect(bot.text).toBe(bot.sentence('nada_a_encerrar'))
  })

  it('erases a documento that waited', async () => {
    const bot = new Conversation()
    await bot.say(rosa.documento)
    await bot.command('encerrar')
    expect(bot.sessionJson).not.toContain(rosa.documento)
    expect(bot.timers.has('pending')).toBe(false)
  })
})

describe('/esquecer', () => {
  it('asks first, then erases all of the conversation and drops what was not sent', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.say('sem internet')
    await bot.file({ caption: 'segredo' })
    await bot.press('Abrir agora')
    await bot.press('Confirmar')
    await bot.command('esquecer')
    expect(bot.text).toBe(bot.sentence('confirmar_esquecer'))
    expect(bot.session.identity.level).toBe(2)
    await bot.press('Sim, apagar tudo')
    expect(bot.text).toBe(bot.sentence('esquecido', { protocolos: '', conversa: false }))
    expect(bot.decided('hubsoft.atendimento')).toEqual([])
    expect(bot.sessionJson).not.toMatch(/sem internet|segredo|Rosa|Auroras/u)
    await bot.say('oi')
    expect(bot.text).toContain(bot.sentence('boas_vindas', { nome: 'Zé' }))
  })

  it('closes a conversation with people, also one that was still being opened', async () => {
    const open = new Conversation()
    await open.command('atendente')
    await open.settle('tempbox.abrir', { result: { atendimento: 'T1' } })
    await open.command('esquecer')
    await open.press('Sim, apagar tudo')
    expect(open.payloads('tempbox.encerrar')).toEqual([{ atendimento: 'T1' }])

    const opening = new Conversation()
    await opening.command('atendente')
    const [abrir] = opening.decided('tempbox.abrir')
    await opening.command('esquecer')
    await opening.press('Sim, apagar tudo')
    // It was under way already, so it was not dropped.
    await opening.take([
      opening.event('fx:late', {
        kind: 'effectSettled',
        effectId: abrir?.id ?? '',
        effectKind: 'tempbox.abrir',
        state: 'confirmed',
        result: { atendimento: 'T1' },
      }),
    ])
    expect(opening.payloads('tempbox.encerrar')).toEqual([{ atendimento: 'T1' }])
    expect(opening.said).toEqual([])
  })

  it('does not give the hour’s lookups back', async () => {
    const bot = new Conversation()
    for (let index = 0; index < 8; index++) {
      await bot.state(rosa.documento, '25/03/1985')
      await bot.command('esquecer')
      await bot.press('Sim, apagar tudo')
    }
    expect(bot.reads.calls.findByDocumento).toHaveLength(5)
  })

  it('is not done by the menu button below the question', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.command('esquecer')
    await bot.press('Menu')
    expect(bot.session.identity.level).toBe(2)
  })
})

describe('/sair', () => {
  it('ends the link and erases what waited for a ticket', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.file({})
    await bot.command('sair')
    expect(bot.session.heldFiles).toEqual([])
    expect(bot.session.identity).toEqual({ level: 0 })
    expect(bot.sessionJson).not.toMatch(/Rosa|Auroras/u)
  })

  it('does not lose the protocol of a ticket that is still opening', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.collect()
    await bot.file({})
    await bot.press('Confirmar')
    await bot.command('sair')
    await bot.settle('hubsoft.atendimento', OPENED)
    expect(bot.text).toContain('2026501')
    expect(bot.decided('hubsoft.anexo')).toHaveLength(1)
  })
})

describe('what is unknown', () => {
  it.each(['sticker', 'location', 'poll', 'dice', 'unknown'])('%s gets a helpful sentence', async (what) => {
    const bot = new Conversation()
    await bot.other(what)
    expect(bot.text).toContain(bot.sentence('nao_entendi_tipo', { tipo: what }))
  })

  it('a command gets the menu', async () => {
    const bot = new Conversation()
    await bot.command('cancelar')
    expect(bot.text).toContain(bot.sentence('nao_entendi'))
    expect(bot.labels.join()).toContain('Suporte')
  })

  it('a button of another version says that it is of the past', async () => {
    const bot = new Conversation()
    await bot.pressData('zz:1:2')
    expect(bot.text).toContain(bot.sentence('cartao_velho'))
    await bot.pressData('menu:nada')
    expect(bot.labels.join()).toContain('Suporte')
  })

  it('/ajuda and /privacidade answer', async () => {
    const bot = new Conversation()
    await bot.command('ajuda')
    expect(bot.text).toContain('/atendente')
    await bot.command('privacidade')
    expect(bot.text).toContain('/esquecer')
  })
})

it('every press stops its spinner, and the buttons of what was answered go away', async () => {
  const bot = new Conversation()
  await bot.verify()
  await bot.say('sem internet')
  await bot.press('Pular')
  expect(bot.decided('telegram.callback')).toHaveLength(1)
  expect(bot.decided('telegram.clearButtons')).toHaveLength(1)
  await bot.command('menu')
  await bot.press('Faturas')
  expect(bot.decided('telegram.callback')).toHaveLength(2)
  expect(bot.decided('telegram.clearButtons')).toHaveLength(1)
})

it('a customer who blocked the bot is told nothing until they write again', async () => {
  const bot = new Conversation()
  await bot.verify()
  await bot.collect()
  await bot.press('Confirmar')
  await bot.block()
  await bot.settle('hubsoft.atendimento', OPENED)
  expect(bot.said).toEqual([])
  await bot.command('menu')
  expect(bot.said).not.toEqual([])
})

it('a message that was refused before the customer wrote again says nothing of now', async () => {
  const bot = new Conversation()
  await bot.verify()
  const { lastAt } = bot.session
  await bot.take([bot.event('fx:m1:blocked', { kind: 'blocked', decidedAt: lastAt - 1 })])
  expect(bot.session.gone).toBe(false)
  await bot.take([bot.event('fx:m2:blocked', { kind: 'blocked', decidedAt: lastAt })])
  expect(bot.session.gone).toBe(true)
})
