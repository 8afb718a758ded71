import { describe, expect, it } from 'vitest'

import { Conversation, type ConversationOptions } from '../../support/conversation.js'
import { makeAberto } from '../../support/conversation-reads.js'

const OPENED = { result: { idAtendimento: 501, protocolo: '20260701000501' } }
const DAY = 24 * 3_600_000

/** Verified, at the summary card. */
async function atCard(options: ConversationOptions = {}): Promise<Conversation> {
  const bot = new Conversation(options)
  await bot.verify()
  await bot.say('tô sem internet desde ontem')
  await bot.press('Alguma vermelha')
  await bot.press('Abrir agora')
  return bot
}

async function confirmed(options: ConversationOptions = {}): Promise<Conversation> {
  const bot = await atCard(options)
  await bot.press('Confirmar')
  return bot
}

async function opened(): Promise<Conversation> {
  const bot = await confirmed()
  await bot.settle('hubsoft.atendimento', OPENED)
  return bot
}

describe('the card', () => {
  it('shows what will be sent, with Confirmar, Corrigir and Cancelar', async () => {
    const bot = await atCard()
    expect(bot.text).toMatch(/Sem internet.*FIBRA 500 – Rua das Auroras, 10.*tô sem internet desde ontem.*Alguma vermelha/su)
    expect(bot.text).not.toContain('não verificada')
    expect(bot.labels).toEqual(['✅ Confirmar', 'Corrigir', 'Cancelar'])
    expect(bot.decided('hubsoft.atendimento')).toEqual([])
  })

  it('is confirmed by the customer’s press, once, however often it is tapped', async () => {
    const bot = await atCard()
    const data = bot.dataOf('Confirmar')
    await bot.pressData(data)
    expect(bot.text).toBe(bot.sentence('enviando'))
    await bot.pressData(data)
    expect(bot.text).toBe(bot.sentence('confirmando'))
    await bot.settle('hubsoft.atendimento', OPENED)
    await bot.pressData(data)
    expect(bot.text).toBe(bot.sentence('ja_enviado', { protocolo: OPENED.result.protocolo }))
    expect(bot.decided('hubsoft.atendimento')).toHaveLength(1)
  })

  it('tapped twice before the first tap was taken is one effect', async () => {
    const bot = await atCard()
    const data = bot.dataOf('Confirmar')
    const press = (callbackId: string) =>
      bot.update({ kind: 'button', data, callbackId, messageId: 9, from: { firstName: 'Zé' } })
    await bot.take([press('a'), press('b')])
    expect(bot.decided('hubsoft.atendimento')).toHaveLength(1)
    expect(bot.decided('telegram.callback').slice(-2)).toHaveLength(2)
  })

  it.each(['sim', 'Sim, pode abrir', 'ok', 'pode ser', 'confirmar'])('is confirmed by typing %j', async (typed) => {
    const bot = await atCard()
    await bot.say(typed)
    expect(bot.decided('hubsoft.atendimento')).toHaveLength(1)
  })

  it('is corrected: the report anew, answers and files kept, the old card still good', async () => {
    const bot = await atCard()
    await bot.file({})
    await bot.press('Corrigir')
    expect(bot.text).toBe(bot.sentence('pedir_correcao'))
    await bot.say('na verdade é a TV que parou')
    expect(bot.text).toContain('na verdade é a TV que parou')
    expect(bot.text).not.toContain('sem internet desde ontem')
    expect(bot.text).toContain('Alguma vermelha')
    expect(bot.session.draft?.files).toHaveLength(1)
    await bot.press('Confirmar')
    expect(bot.payloads('hubsoft.atendimento')[0]?.descricao).toContain('na verdade é a TV que parou')
  })

  it('takes more words and shows them', async () => {
    const bot = await atCard()
    await bot.say('ah, e o telefone também não funciona')
    expect(bot.text).toContain('ah, e o telefone também não funciona')
    await bot.sayWith('ah, e o telefone fixo também não funciona', { edited: true })
    expect(bot.text).toContain('corrigido: ah, e o telefone fixo')
  })

  it.each(['Cancelar', 'não', 'deixa pra lá'])('is cancelled by %j: nothing is sent, and its buttons say so', async (typed) => {
    const bot = await atCard()
    const data = bot.dataOf('Confirmar')
    await bot.say(typed)
    expect(bot.text).toBe(bot.sentence('cancelado'))
    await bot.pressData(data)
    expect(bot.text).toBe(bot.sentence('cartao_velho'))
    expect(bot.decided('hubsoft.atendimento')).toEqual([])
  })

  it('of an ended conversation opens nothing', async () => {
    const bot = await atCard()
    await bot.advance(3 * 3_600_000)
    await bot.press('Confirmar')
    expect(bot.text).toContain('Confira antes de enviar')
    expect(bot.decided('hubsoft.atendimento')).toEqual([])
    const data = bot.dataOf('Confirmar')
    await bot.advance(25 * 3_600_000)
    await bot.pressData(data)
    expect(bot.text).toBe(bot.sentence('cartao_velho'))
    expect(bot.decided('hubsoft.atendimento')).toEqual([])
  })

  it('with the longest of reports still has its buttons and keeps to Telegram’s length', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.say(`sem internet ${'<&"> '.repeat(800)}`)
    for (let index = 0; index < 3; index++) await bot.say('resposta & longa '.repeat(200))
    await bot.say('pronto')
    expect(bot.labels).toEqual(['✅ Confirmar', 'Corrigir', 'Cancelar'])
    for (const { html } of bot.payloads('telegram.message')) expect(html.length).toBeLessThanOrEqual(4096)
  })
})

describe('what is sent', () => {
  it('begins with the reference and holds all that was told', async () => {
    const bot = new Conversation()
    bot.reads.answer = 'Reinicie o aparelho.'
    await bot.verify()
    await bot.say('tô sem internet desde ontem')
    await bot.press('Não resolveu')
    await bot.press('Alguma vermelha')
    await bot.press('Pular')
    await bot.press('Pular')
    await bot.file({ caption: 'a luz' })
    await bot.press('Pronto')
    await bot.press('Confirmar')
    const [payload] = bot.payloads('hubsoft.atendimento')
    const reference = payload?.reference ?? ''
    expect(reference).toMatch(/^PLT-[0-9A-Z]{8}$/u)
    expect(payload?.descricao.startsWith(`[${reference}]`)).toBe(true)
    for (const part of ['tô sem internet desde ontem', 'Alguma vermelha', 'Reinicie o aparelho.', 'Telegram', 'a luz']) {
      expect(payload?.descricao).toContain(part)
    }
    expect(payload?.descricao).not.toContain('NÃO VERIFICADO')
    expect(payload).toMatchObject({
      codigoCliente: 11,
      idClienteServico: 1100,
      tipo: 'Suporte técnico',
      parametros: { origem: 'telegram', referencia: reference },
    })
    expect(payload).not.toHaveProperty('solicitante')
  })

  it('is marked NÃO VERIFICADO at level 1, with the Telegram name and no data of the record', async () => {
    const bot = new Conversation()
    await bot.state()
    await bot.collect()
    expect(bot.text).not.toContain('Auroras')
    expect(bot.text).toContain('não verificada')
    await bot.press('Confirmar')
    const [payload] = bot.payloads('hubsoft.atendimento')
    expect(payload).toMatchObject({ solicitante: 'Zé (não verificado)', codigoCliente: 11, idClienteServico: 1100 })
    expect(payload?.descricao).toContain('NÃO VERIFICADO')
    expect(payload?.descricao).not.toMatch(/Auroras|ROSA/u)
  })

  it('opens an ordem de serviço only at level 2, where the operator says so', async () => {
    const routing: ConversationOptions['routing'] = (given) => ({
      ...given,
      categorias: given.categorias.map((categoria) => ({ ...categoria, abrirOs: true })),
    })
    const verified = await confirmed({ routing })
    expect(verified.payloads('hubsoft.atendimento')[0]?.abrirOs).toBe(true)
    const stated = new Conversation({ routing })
    await stated.state()
    await stated.collect()
    await stated.press('Confirmar')
    expect(stated.payloads('hubsoft.atendimento')[0]?.abrirOs).toBe(false)
  })

  it('goes to Milvus where the operator says so, and to HubSoft when Milvus refuses', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.collect('a televisão não pega nenhum canal')
    await bot.press('Confirmar')
    const [chamado] = bot.payloads('milvus.chamado')
    expect(chamado?.assunto.startsWith(`[${chamado.reference}]`)).toBe(true)
    await bot.settle('milvus.chamado', { state: 'rejected', reason: 'sem-cliente' })
    expect(bot.text).toBe('')
    expect(bot.payloads('hubsoft.atendimento')[0]).toMatchObject({ reference: chamado?.reference })
    await bot.settle('hubsoft.atendimento', OPENED)
    expect(bot.text).toContain(OPENED.result.protocolo)
  })

  it('at Milvus has its codigo for protocolo, and later words and files go there', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.collect('a televisão não pega nenhum canal')
    await bot.file({})
    await bot.press('Confirmar')
    await bot.settle('milvus.chamado', { result: { codigo: '8123' } })
    expect(bot.text).toContain('8123')
    await bot.say('agora nem liga')
    expect(bot.payloads('milvus.acompanhamento')[0]).toMatchObject({ codigo: '8123' })
    expect(bot.payloads('milvus.anexo')[0]).toMatchObject({ codigo: '8123' })
    expect(bot.decided('hubsoft.atendimento')).toEqual([])
  })

  it('goes to HubSoft alone without Milvus', async () => {
    const bot = new Conversation({ milvus: false })
    await bot.verify()
    await bot.collect('a televisão não pega nenhum canal')
    await bot.press('Confirmar')
    expect(bot.decided('milvus.chamado')).toEqual([])
    expect(bot.decided('hubsoft.atendimento')).toHaveLength(1)
  })

  it('waits for a service: at level 1 without one nothing is lost and a person is offered', async () => {
    const bot = new Conversation()
    bot.reads.clientes = bot.reads.clientes.map((cliente) => ({ ...cliente, servicos: [] }))
    await bot.state()
    await bot.collect()
    await bot.press('Confirmar')
    expect(bot.text).toBe(bot.sentence('sem_servico'))
    expect(bot.session.intent).toEqual(['tô sem internet desde ontem'])
  })
})

describe('while it is being opened', () => {
  it('the customer hears “confirmando” within ten seconds, and again after five minutes', async () => {
    const bot = await confirmed()
    await bot.advance(10_000)
    expect(bot.text).toBe(bot.sentence('confirmando'))
    await bot.advance(6 * 60_000)
    expect(bot.text).toBe(bot.sentence('ainda_tentando'))
    await bot.settle('hubsoft.atendimento', OPENED)
    expect(bot.text).toContain(OPENED.result.protocolo)
    expect([...bot.timers.keys()].some((name) => name.startsWith('slow'))).toBe(false)
  })

  it('nothing more is said of it once it is open', async () => {
    const bot = await opened()
    const before = bot.transcript.length
    await bot.advance(6 * 60_000)
    expect(bot.transcript).toHaveLength(before)
  })

  it('late words and an album’s late siblings wait for it and go in, captions too', async () => {
    const bot = await confirmed()
    await bot.say('agora a luz apagou')
    expect(bot.text).toBe(bot.sentence('confirmando'))
    await bot.file({ caption: 'a tomada' }, {})
    expect(bot.text).toBe(bot.sentence('arquivos_a_caminho', { quantidade: 2, protocolo: '' }))
    expect(bot.decided('hubsoft.mensagem')).toEqual([])
    await bot.settle('hubsoft.atendimento', OPENED)
    const [mensagem] = bot.payloads('hubsoft.mensagem')
    expect(mensagem?.mensagem).toMatch(/agora a luz apagou.*foto\.jpg: a tomada/su)
    expect(bot.payloads('hubsoft.anexo')).toHaveLength(2)
  })

  it('another subject may be told, and the protocol does not claim the next words', async () => {
    const bot = await confirmed()
    await bot.command('menu')
    await bot.press('Suporte')
    await bot.say('quero a segunda via do boleto')
    await bot.settle('hubsoft.atendimento', OPENED)
    expect(bot.text).toContain(OPENED.result.protocolo)
    expect(bot.text).not.toContain('O que você escrever')
    await bot.say('de junho')
    expect(bot.decided('hubsoft.mensagem')).toEqual([])
  })
})

describe('once it is open', () => {
  it('the protocol is told first, then the files go one by one and are counted', async () => {
    const bot = await atCard()
    await bot.file({ name: 'Foto do módem (1).jpg' }, {})
    await bot.press('Confirmar')
    await bot.settle('hubsoft.atendimento', OPENED)
    expect(bot.text).toContain(bot.sentence('protocolo', { ...OPENED.result, servico: 'FIBRA 500 – Rua das Auroras, 10', arquivos: 2, ativo: true }))
    const anexos = bot.decided('hubsoft.anexo')
    expect(anexos.map(({ payload }) => payload.idAtendimento)).toEqual([501, 501])
    expect(anexos[0]?.payload.fileName).toMatch(/^PLT-[0-9A-Z]{8}-1-Foto_do_modem_1_\.jpg$/u)
    expect(new Set(anexos.map(({ lane }) => lane)).size).toBe(1)
    await bot.settle('hubsoft.anexo', { result: {} })
    expect(bot.said).toEqual([])
    await bot.settle('hubsoft.anexo', { result: {} })
    expect(bot.text).toBe(bot.sentence('arquivos_anexados', { anexados: 2, total: 2, protocolo: OPENED.result.protocolo, falhas: '' }))
  })

  it('a file that could not be attached is named', async () => {
    const bot = await opened()
    await bot.file({ name: 'a.jpg' }, { name: 'b.jpg' })
    await bot.settle('hubsoft.anexo', { result: {} })
    await bot.settle('hubsoft.anexo', { state: 'dead', reason: 'file-gone' })
    expect(bot.text).toMatch(/Anexei 1 de 2.*b\.jpg/su)
    await bot.file({ name: 'b.jpg' })
    await bot.settle('hubsoft.anexo', { result: {} })
    expect(bot.text).toMatch(/O arquivo foi anexado/u)
  })

  it('later words, corrections and captions go to it, each an effect of its own', async () => {
    const bot = await opened()
    await bot.say('voltou e caiu de novo')
    expect(bot.text).toBe(bot.sentence('acrescentando', { protocolo: OPENED.result.protocolo }))
    await bot.sayWith('voltou e caiu de novo agora', { edited: true })
    await bot.file({ caption: 'olha como está' })
    const mensagens = bot.decided('hubsoft.mensagem')
    expect(mensagens.map(({ payload }) => payload.mensagem)).toEqual([
      expect.stringContaining('voltou e caiu de novo'),
      expect.stringContaining('corrigido: voltou e caiu de novo agora'),
      expect.stringContaining('olha como está'),
    ])
    const references = mensagens.map(({ payload }) => payload.reference)
    expect(new Set(references).size).toBe(3)
    for (const { payload } of mensagens) expect(payload.mensagem.startsWith(`[${payload.reference}]`)).toBe(true)
  })

  it('thanks are not added to it', async () => {
    const bot = await opened()
    await bot.say('obrigada!')
    expect(bot.decided('hubsoft.mensagem')).toEqual([])
    expect(bot.text).toBe(bot.sentence('menu', { nome: 'Rosa' }))
  })

  it('Novo assunto leaves it and begins another', async () => {
    const bot = await opened()
    await bot.press('Novo assunto')
    expect(bot.text).toBe(bot.sentence('perguntar_problema'))
    await bot.say('a fatura veio com valor errado')
    expect(bot.session.draft?.categoria).toBe('fatura')
  })

  it('words it refuses are kept for another ticket or a person', async () => {
    const bot = await opened()
    await bot.say('caiu de novo a internet')
    await bot.settle('hubsoft.mensagem', { state: 'rejected' })
    expect(bot.text).toBe(bot.sentence('mensagem_recusada', { protocolo: OPENED.result.protocolo }))
    await bot.press('Novo assunto')
    expect(bot.session.draft?.words).toEqual(['caiu de novo a internet'])
  })

  it('the conversation’s end leaves it', async () => {
    const bot = await opened()
    await bot.advance(DAY)
    await bot.say('a internet caiu de novo')
    expect(bot.decided('hubsoft.mensagem')).toEqual([])
    expect(bot.session.draft?.words).toEqual(['a internet caiu de novo'])
  })
})

describe('one that cannot be opened', () => {
  it('is said, and Tentar de novo sends it again, whole', async () => {
    const bot = await atCard()
    await bot.file({})
    await bot.press('Confirmar')
    await bot.say('continua assim')
    await bot.settle('hubsoft.atendimento', { state: 'rejected' })
    expect(bot.text).toBe(bot.sentence('nao_foi_possivel'))
    const data = bot.dataOf('Tentar de novo')
    await bot.pressData(data)
    expect(bot.text).toBe(bot.sentence('enviando'))
    await bot.pressData(data)
    const sent = bot.decided('hubsoft.atendimento')
    expect(sent).toHaveLength(2)
    // What an attempt that was given up may have done all the same is looked for first.
    expect(sent[1]?.payload).toEqual({ ...sent[0]?.payload, again: true })
    expect(sent[1]?.id).not.toBe(sent[0]?.id)
    await bot.settle('hubsoft.atendimento', OPENED)
    expect(bot.text).toContain(OPENED.result.protocolo)
    expect(bot.payloads('hubsoft.anexo')).toHaveLength(1)
    expect(bot.payloads('hubsoft.mensagem')[0]?.mensagem).toContain('continua assim')
  })

  it('is what a person is told, when one is asked for instead', async () => {
    const bot = await confirmed()
    await bot.settle('hubsoft.atendimento', { state: 'dead' })
    await bot.press('atendente')
    expect(bot.session.handover?.queue[0]?.mensagem).toContain('tô sem internet desde ontem')
  })

  it('does not swallow what is written next', async () => {
    const bot = await confirmed()
    await bot.settle('hubsoft.atendimento', { state: 'dead' })
    await bot.say('a internet continua fora')
    expect(bot.text).toContain('(1 de 3)')
  })

  it('is no more after /sair: its button says so', async () => {
    const bot = await confirmed()
    await bot.settle('hubsoft.atendimento', { state: 'dead' })
    await bot.command('sair')
    await bot.press('Tentar de novo')
    expect(bot.text).toBe(bot.sentence('cartao_velho'))
    expect(bot.decided('hubsoft.atendimento')).toHaveLength(1)
  })
})

describe('an atendimento that is open already', () => {
  async function offered(...ids: number[]): Promise<Conversation> {
    const bot = new Conversation()
    bot.reads.abertos = [...ids.map((id) => makeAberto(id, 1100)), makeAberto(99, 777)]
    await bot.verify()
    await bot.collect()
    return bot
  }

  it('for the same service is offered first', async () => {
    const bot = await offered(31)
    expect(bot.text).toBe(bot.sentence('atendimento_existente', { servico: 'FIBRA 500 – Rua das Auroras, 10', quantidade: 1 }))
    expect(bot.labels).toEqual(['Acrescentar ao 202631', 'Abrir outro', 'Cancelar'])
  })

  it.each(['Acrescentar ao 202631', 'acrescentar', 'sim', 'no 202631'])('takes this when %j is said', async (typed) => {
    const bot = await offered(31)
    await bot.file({})
    await bot.say(typed)
    expect(bot.text).toContain(bot.sentence('acrescentado_existente', { protocolo: '202631' }))
    expect(bot.payloads('hubsoft.mensagem')[0]).toMatchObject({ idAtendimento: 31 })
    expect(bot.payloads('hubsoft.mensagem')[0]?.mensagem).toContain('tô sem internet desde ontem')
    expect(bot.payloads('hubsoft.anexo')[0]).toMatchObject({ idAtendimento: 31 })
    expect(bot.decided('hubsoft.atendimento')).toEqual([])
    await bot.say('e o telefone')
    expect(bot.payloads('hubsoft.mensagem')).toHaveLength(2)
  })

  it('tapped twice takes it once', async () => {
    const bot = await offered(31)
    const data = bot.dataOf('Acrescentar ao')
    await bot.pressData(data)
    await bot.pressData(data)
    expect(bot.text).toBe(bot.sentence('ja_enviado', { protocolo: '202631' }))
    expect(bot.decided('hubsoft.mensagem')).toHaveLength(1)
  })

  it.each(['Abrir outro', 'abre outro', 'outro'])('is left aside with %j', async (typed) => {
    const bot = await offered(31)
    await bot.say(typed)
    expect(bot.text).toContain('Confira antes de enviar')
    await bot.press('Confirmar')
    expect(bot.decided('hubsoft.atendimento')).toHaveLength(1)
  })

  it('is offered again after more words, with the words kept; among several one must be named', async () => {
    const bot = await offered(31, 32)
    await bot.say('a luz do aparelho continua vermelha')
    expect(bot.labels).toEqual(['Acrescentar ao 202631', 'Acrescentar ao 202632', 'Abrir outro', 'Cancelar'])
    await bot.say('Acrescentar ao 202632')
    expect(bot.payloads('hubsoft.mensagem')[0]?.mensagem).toContain('continua vermelha')
    expect(bot.payloads('hubsoft.mensagem')[0]?.idAtendimento).toBe(32)
  })

  it('that was closed meanwhile loses nothing', async () => {
    const bot = await offered(31)
    await bot.press('Acrescentar ao')
    await bot.settle('hubsoft.mensagem', { state: 'rejected' })
    expect(bot.session.intent).toEqual(['tô sem internet desde ontem'])
    await bot.press('Novo assunto')
    expect(bot.session.draft?.words).toEqual(['tô sem internet desde ontem'])
  })

  it('of a forged number takes nothing', async () => {
    const bot = await offered(31)
    await bot.pressData(`ad:${bot.session.draft?.id ?? ''}:99`)
    expect(bot.decided('hubsoft.mensagem')).toEqual([])
  })

  it('is neither shown nor read at level 1, nor waited for when it cannot be read', async () => {
    const stated = new Conversation()
    stated.reads.abertos = [makeAberto(31, 1100)]
    await stated.state()
    await stated.collect()
    expect(stated.text).toContain('Confira antes de enviar')
    expect(stated.reads.calls.listOpen).toEqual([])
    const down = new Conversation()
    down.reads.fail('listOpen')
    await down.verify()
    await down.collect()
    expect(down.text).toContain('Confira antes de enviar')
  })
})
