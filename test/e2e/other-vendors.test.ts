import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { OTHER_WORDS } from '../support/other-vendors/dialects.js'
import { asFields, str } from '../support/other-vendors/http.js'
import { fatura, pessoa, servico, type Pessoa } from '../support/other-vendors/people.js'
import type { Conversa } from '../support/other-vendors/tempbox-shapes.js'
import { until, Visitor } from '../support/other-vendors/visitor.js'
import { startOtherWorld, type Dialects, type OtherWorld } from '../support/other-vendors/world.js'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk' +
    '+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const HOUR_MS = 3_600_000

const VERSIONS: [string, Dialects][] = [
  ['in the words of their examples', {}],
  ['in the words of other versions', OTHER_WORDS],
]
let nextId = 910_001

describe.concurrent.each(VERSIONS)('vendors %s', { timeout: 55_000 }, (_, dialects) => {
  const lia = pessoa(1, 'LIA INVENTADA DE TAL')
  const bento = pessoa(2, 'BENTO INVENTADO DE TAL', {
    servicos: [
      servico(2, {
        prefixo: 'suspenso_debito',
        status: 'Suspenso por Débito',
        conexao: { conectado: false, desde: new Date(Date.now() - 5 * HOUR_MS) },
        faturas: [fatura(43_653, -12), fatura(43_654, 18)],
      }),
    ],
  })
  const celia = pessoa(3, 'CELIA INVENTADA DE TAL')
  const celiaDeNovo = pessoa(33, 'CELIA INVENTADA DE TAL', { cpf: celia.cpf, telefones: celia.telefones })
  const davi = pessoa(4, 'DAVI INVENTADO DE TAL', {
    alertas: ['Rompimento de fibra no bairro Centro, equipe a caminho'],
  })
  const eva = pessoa(5, 'EVA INVENTADA DE TAL')
  const gil = pessoa(6, 'GIL INVENTADO DE TAL')
  const iara = pessoa(7, 'IARA INVENTADA DE TAL')
  const hugo = pessoa(8, 'HUGO INVENTADO DE TAL')
  const nina = pessoa(9, 'NINA INVENTADA DE TAL')

  let world: OtherWorld
  const visit = (who: Pessoa): Visitor => new Visitor(world.telegram, who, nextId++)

  beforeAll(async () => {
    const milvus = [
      { id: 30_753, nome: gil.nome, documento: gil.cpf, token: 'KEN7B5' },
      { id: 30_754, nome: 'IARA A', documento: iara.cpf, token: 'K1OSGA' },
      { id: 30_755, nome: 'IARA B', documento: iara.cpf, token: 'K1OSGB' },
    ]
    world = await startOtherWorld([lia, bento, celia, celiaDeNovo, davi, eva, gil, iara, hugo], milvus, dialects)
    world.milvus.artigos.push([/lent|trav/iu, 'Aproxime o aparelho do roteador & reinicie < 1 vez.'])
  })

  afterAll(async () => {
    const { hubsoft, milvus, tempbox, telegram, bot } = world
    const complaints = [hubsoft, milvus, tempbox, telegram].flatMap((vendor) => vendor.complaints)
    await world.stop()
    // No vendor was asked for anything otherwise than its document says.
    expect(complaints).toEqual([])
    expect(bot.output).not.toMatch(/segredo|senha-da-api|chave-do-milvus|token-do-tempbox/u)
  })

  it('a problem becomes one atendimento with its photo, is followed, and comes back when unsolved', async () => {
    const { hubsoft } = world
    const customer = visit(lia)
    customer.say('minha internet está lenta e travando')
    await customer.identifies()
    await customer.hears(/Aproxime o aparelho do roteador & reinicie < 1 vez/u)
    await customer.press(/Não resolveu/u)
    for (let asked = 0; asked < 3; asked += 1) {
      await customer.hears(/\([123] de 3\)/u)
      await customer.press(/Pular/u)
    }
    await customer.hears(/fotos/u)
    customer.photo(PNG)
    await customer.hears(/Recebi/u)
    await customer.press(/Pronto/u)
    const card = await customer.hears(/Confira antes de enviar/u)
    expect(card.text).toContain('minha internet está lenta')
    await customer.press(/Confirmar/u)
    await customer.hears(/Chamado aberto/u)
    const mine = (): typeof hubsoft.atendimentos => hubsoft.atendimentos.filter((one) => one.pessoa === lia)
    const first = await until('an atendimento with its file', () => mine().find(({ anexos }) => anexos.length === 1))
    expect(mine()).toHaveLength(1)
    expect(first.sent).toMatchObject({ id_cliente_servico: lia.servicos[0]?.id, telefone: lia.telefones[0] })
    expect(str(first.sent.nome)).not.toBe('')
    expect(first.tipo.descricao).toBe('Suporte técnico')
    expect(first.anexos[0]?.field).toBe('files[0]')
    expect(first.anexos[0]?.bytes.equals(PNG)).toBe(true)
    await customer.hears(/anexado/u)

    // Staff write: one for themselves, one for the customer.
    first.mensagens.push({ id: 900_001, texto: 'cliente chato, ver OLT', at: Date.now() })
    first.mensagens.push({ id: 900_002, texto: '@cliente Já estamos vendo, <tudo> bem?', at: Date.now() })
    await customer.hears(/Já estamos vendo, <tudo> bem\?/u)
    customer.say('continua lenta sim')
    await until('the answer in the ticket', () => first.mensagens.find(({ texto }) => texto.includes('continua lenta')))

    // Closed by staff, not solved: a second one that names the first.
    first.fechado = { at: Date.now(), descricao: '@cliente Ajustamos a porta.' }
    await customer.hears(/fechou o protocolo/u)
    await customer.press(/Não resolveu/u)
    await finish(customer)
    const second = await until('a second atendimento', () => mine()[1])
    expect(second.descricao).toContain(first.protocolo)
    await customer.hears(/Chamado aberto/u)

    // Closed by the customer, with a note.
    customer.say('/chamados')
    await customer.hears(new RegExp(second.protocolo, 'u'))
    await customer.press(/Acrescentar/u)
    await customer.hears(/./u)
    customer.say('esqueci de dizer: é no quarto')
    await until('added words', () => second.mensagens.find(({ texto }) => texto.includes('é no quarto')))
    customer.say('/chamados')
    await customer.hears(new RegExp(second.protocolo, 'u'))
    await customer.press(/Fechar/u)
    await customer.hears(/./u)
    await customer.press(/5/u)
    await until('closed', () => second.fechado)
    await customer.hears(/fechado/u)
    expect(second.edits[0]).toMatchObject({ fechar_atendimento: true })
    expect(JSON.stringify(second.edits[0])).toContain('5')
    expect(customer.times('ver OLT')).toBe(0)
    expect(customer.times('Já estamos vendo')).toBe(1)
    expect(customer.times('continua lenta')).toBe(0)
    expect(mine()).toHaveLength(2)
  })

  it('a suspended customer reads the invoice with its Pix, gets the PDF, and is unlocked', async () => {
    const { hubsoft } = world
    const customer = visit(bento)
    customer.say('estou sem internet')
    await customer.identifies()
    const found = await customer.hears(/Suspenso por Débito/u)
    expect(found.text).toContain('00020126580014br.gov.bcb.pix013643653')
    customer.say('/fatura')
    const bill = await customer.hears(/Fatura .*venceu/u)
    expect(bill.text).toContain('75691.31662 01006.726101 43653.420011 8 82170000011990')
    await customer.pressOf(/PDF/u, ({ id }) => id === bill.id)
    const pdf = await until('the PDF', () => customer.all.find(({ document }) => document))
    expect(pdf.document?.bytes.toString()).toBe('%PDF-1.4 fatura')
    await customer.press(/Desbloquear/u)
    await customer.hears(/./u)
    await customer.press(/Confirmar/u)
    await until('unlocked', () => (bento.servicos[0]?.desbloqueios === 1 ? true : undefined))
    await customer.hears(/aceito/u)
    const [call, ...more] = hubsoft.calls('POST', 'cliente/desbloqueio_confianca')
    expect(more).toHaveLength(0)
    expect(asFields(JSON.parse(call?.body.toString() ?? '')).id_cliente_servico).toEqual(bento.servicos[0]?.id)
    expect(customer.all.some(({ text }) => text.includes('/pdf/fatura'))).toBe(false)
  })

  it('a CPF with two records chooses the service and reconnects it once', async () => {
    const customer = visit(celia)
    customer.say('/conexao')
    await customer.identifies()
    await customer.hears(/De qual serviço/u)
    await customer.press(/FIBRA 103M/u)
    await customer.hears(/Certo/u)
    customer.say('/conexao')
    await customer.hears(/Conectado/u)
    await customer.press(/Reconectar/u)
    await customer.hears(/./u)
    await customer.press(/Confirmar/u)
    const path = `cliente/solicitar_desconexao/${String(celia.servicos[0]?.id)}`
    await until('reconnected', () => world.hubsoft.calls('GET', path)[0])
    await customer.hears(/pedida/u)
    expect(world.hubsoft.calls('GET', path)).toHaveLength(1)
    expect(customer.times('para o login')).toBe(0)
  })

  it('a known outage is told, and its end', async () => {
    const customer = visit(davi)
    customer.say('estou sem internet')
    await customer.identifies()
    await customer.press(/Avise-me/u)
    await customer.hears(/./u)
    davi.alertas = []
    await customer.hears(/não consta mais/u)
  })

  it('a hand-over carries words and files both ways, and no echo', async () => {
    const { tempbox } = world
    const customer = visit(eva)
    customer.say('/atendente')
    const mine = (): Conversa[] => tempbox.conversas.filter(({ contato }) => contato === String(customer.user.id))
    const conversa = await until('a conversation', () => mine()[0])
    await customer.hears(/equipe/u)
    customer.say('oi,   preciso\n\nde   ajuda')
    await until('relayed', () => conversa.falas.find(({ texto }) => texto.includes('preciso de ajuda')))
    tempbox.say(conversa, 'Rosa Fictícia', 'Bom dia! Como posso ajudar?')
    await customer.hears(/Bom dia! Como posso ajudar\?/u)
    const manual = { nome: 'manual.pdf', bytes: Buffer.from('%PDF-1.4 manual') }
    tempbox.say(conversa, 'Rosa Fictícia', 'Segue o manual', manual)
    const file = await until('the file', () => customer.all.find(({ document }) => document))
    expect(file.document?.bytes.toString()).toBe('%PDF-1.4 manual')
    conversa.concluida = true
    await customer.hears(/foi encerrada/u)
    expect(customer.times('preciso de ajuda')).toBe(0)
    expect(customer.times('Bom dia!')).toBe(1)
    expect(mine()).toHaveLength(1)
  })

  it('a Milvus category becomes a chamado whose private and deleted notes never arrive', async () => {
    const { milvus } = world
    const customer = visit(gil)
    customer.say('o decodificador da tv não liga')
    await customer.identifies()
    await finish(customer)
    await customer.hears(/Chamado aberto/u)
    const chamado = await until('a chamado', () => milvus.chamados[0])
    expect(chamado.sent).toMatchObject({ cliente_id: 'KEN7B5' })
    const note = { pessoa: 'Téc. Fictício', perfil: 'tecnico' as const, at: Date.now() }
    chamado.acompanhamentos.push(
      { ...note, texto: 'nota interna que escapou', privado: true, excluido: false },
      { ...note, texto: 'texto apagado', privado: false, excluido: true },
      { ...note, texto: 'Troque o cabo, por favor.', privado: false, excluido: false },
    )
    await customer.hears(/Troque o cabo, por favor\./u)
    customer.say('troquei e voltou')
    await until('the answer', () => chamado.acompanhamentos.find(({ texto }) => texto.includes('troquei e voltou')))
    expect(customer.times('escapou')).toBe(0)
    expect(customer.times('apagado')).toBe(0)
    expect(customer.times('Troque o cabo')).toBe(1)
    expect(customer.times('troquei e voltou')).toBe(0)
  })

  it('a document of two Milvus clients is filed in HubSoft', async () => {
    const customer = visit(iara)
    customer.say('o decodificador da tv não liga')
    await customer.identifies()
    await finish(customer)
    await customer.hears(/Chamado aberto/u)
    expect(world.hubsoft.atendimentos.filter((one) => one.pessoa === iara)).toHaveLength(1)
    expect(world.milvus.chamados.every(({ cliente }) => cliente.documento === gil.cpf)).toBe(true)
  })

  it('visits are listed with their day', async () => {
    const [own] = hugo.servicos
    if (!own) throw new Error('he has a service')
    const inicio = new Date(Date.now() + 48 * HOUR_MS)
    const fim = new Date(Number(inicio) + 2 * HOUR_MS)
    const ordem = { id: 78, numero: '74', tipo: 'SUPORTE', status: 'pendente', inicio, fim }
    world.hubsoft.atendimentos.push({
      id: 60,
      protocolo: '201804121526287',
      pessoa: hugo,
      servico: own,
      sent: {},
      descricao: 'cliente reclama de conexão lenta',
      status: { id: 1, descricao: 'Pendente', prefixo: 'pendente' },
      tipo: { id: 126, descricao: 'TÉCNICO - CONEXÃO LENTA' },
      mensagens: [],
      anexos: [],
      ordens: [ordem],
      criadoEm: Date.now() - 24 * HOUR_MS,
      fechado: undefined,
      edits: [],
    })
    const customer = visit(hugo)
    customer.say('/chamados')
    await customer.identifies()
    const list = await customer.hears(/201804121526287/u)
    const day = new Date(Number(inicio) - 3 * HOUR_MS).toISOString().slice(8, 10)
    expect(list.text).toMatch(new RegExp(`Visitas:[^]*${day}/`, 'u'))
  })

  it('a stranger reads the plans of a CEP and becomes a prospecto', async () => {
    const customer = visit(nina)
    customer.say('quais planos vocês têm?')
    await customer.hears(/CEP/u)
    customer.say('35502-026')
    await customer.hears(/100-FIBRA/u)
    await customer.press(/100-FIBRA/u)
    await prospect(customer, nina)
    const sent = await until('a prospecto', () => world.hubsoft.prospectos[0])
    expect(sent).toMatchObject({ tipo_pessoa: 'pf', cpf_cnpj: nina.cpf })
  })
})

/** From wherever it stands to the press on Confirmar, every question skipped. */
async function finish(customer: Visitor): Promise<void> {
  const steps = /Não resolveu|Pular|Pronto|Confirmar|Abrir outro/u
  const pressed = new Set<string>()
  for (;;) {
    const next = await until('the next step', () =>
      customer.all
        .toReversed()
        .flatMap((heard) => heard.buttons.map((button) => ({ heard, button })))
        .find(({ button }) => steps.test(button.text) && !pressed.has(button.data)),
    )
    pressed.add(next.button.data)
    customer.telegram.press(customer.user, next.heard, next.button.data)
    if (next.button.text.includes('Confirmar')) return
  }
}

/** Answers whatever the registration asks for. */
async function prospect(customer: Visitor, nina: Pessoa): Promise<void> {
  const answers: [RegExp, string][] = [
    [/CPF/u, nina.cpf],
    [/nome/iu, 'Nina Inventada de Tal'],
    [/telefone|celular/iu, nina.telefones[0]],
    [/rua/iu, 'Rua das Acácias, 10'],
    [/bairro/iu, 'Centro'],
  ]
  for (let step = 0; step < 12; step += 1) {
    const heard = await customer.hears(/\S/u)
    if (heard.buttons.some(({ text }) => text.includes('Confirmar'))) {
      await customer.press(/Confirmar/u)
      return
    }
    const answer = answers.find(([asked]) => heard.text.search(asked) >= 0)
    if (answer) customer.say(answer[1])
  }
}
