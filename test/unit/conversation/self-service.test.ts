import { describe, expect, it } from 'vitest'

import type { Servico } from '../../../src/domain/cliente.js'
import type { Fatura } from '../../../src/domain/fatura.js'
import { Conversation } from '../../support/conversation.js'
import { makeAberto, makeCliente, makeServico } from '../../support/conversation-reads.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const START = Date.UTC(2026, 6, 1, 15)
const FATURA: Fatura = { idFatura: 5, amountCents: 11_990, vencimento: '2026-06-10', situacao: 'vencida', pixCopiaCola: 'PIX' }

const record = (servico: Partial<Servico> = {}) =>
  makeCliente(11, {
    email: 'rosa@exemplo.invalid',
    servicos: [{ ...makeServico(1100, 'FIBRA 500', 'Rua das Auroras, 10'), ...servico }],
  })
const SUSPENDED = { status: 'Suspenso por Débito', statusPrefixo: 'suspenso_debito' }

async function verified(servico: Partial<Servico> = {}): Promise<Conversation> {
  const bot = new Conversation()
  bot.reads.clientes = [record(servico)]
  await bot.verify()
  return bot
}

describe('faturas', () => {
  it('are sent as a PDF at a press, once however often it is pressed', async () => {
    const bot = await verified()
    bot.reads.faturas = [FATURA]
    await bot.command('fatura')
    const data = bot.dataOf('PDF')
    await bot.pressData(data)
    await bot.pressData(data)
    expect(bot.payloads('telegram.fatura')).toMatchObject([{ codigoCliente: 11, idFatura: 5, idClienteServico: 1100 }])
    expect(bot.text).toContain('Há pouco já pedi o PDF')
    await bot.settle('telegram.fatura', { state: 'rejected', reason: 'sem-pdf' })
    expect(bot.text).toContain('não tem PDF')
  })

  it('go by e-mail or SMS to what the record holds, shown masked, after a confirmation', async () => {
    const bot = await verified()
    bot.reads.faturas = [FATURA]
    await bot.command('fatura')
    await bot.press('SMS')
    expect(bot.text).toContain('(37) *****-0101')
    await bot.press('Cancelar')
    await bot.pressData('fa:email:5')
    expect(bot.text).toContain('r***@e***.invalid')
    expect(bot.text).not.toContain('rosa@')
    expect(bot.payloads('hubsoft.envioFatura')).toEqual([])
    await bot.press('Confirmar')
    expect(bot.payloads('hubsoft.envioFatura')).toEqual([{ codigoCliente: 11, idFatura: 5, por: 'email' }])
    await bot.settle('hubsoft.envioFatura', { result: {} })
    expect(bot.text).toContain('enviada por e-mail')
  })

  it('of somebody else cannot be had by a forged press', async () => {
    const bot = await verified()
    bot.reads.faturas = [FATURA]
    for (const what of ['pdf', 'email', 'sms', 'push']) await bot.pressData(`fa:${what}:6`)
    expect(bot.text).toBe(bot.sentence('fatura_sumiu'))
    expect(bot.payloads('telegram.fatura')).toEqual([])
  })

  it('that were paid are listed', async () => {
    const bot = await verified()
    bot.reads.pagas = [{ ...FATURA, situacao: 'paga', pagamento: '2026-06-09' }]
    await bot.command('fatura')
    await bot.press('Faturas pagas')
    expect(bot.text).toMatch(/10\/06\/2026.*119,90.*paga em 09\/06\/2026/su)
  })
})

describe('"já paguei"', () => {
  it('takes the proof, reads the payment again and makes a finance ticket with the file', async () => {
    const bot = await verified()
    bot.reads.faturas = [FATURA]
    await bot.command('fatura')
    await bot.press('Já paguei')
    expect(bot.text).toContain('comprovante')
    await bot.file({ name: 'comprovante.jpg' })
    await bot.press('Pronto')
    expect(bot.text).toMatch(/ainda não consta.*Fatura e pagamento.*Já paguei a fatura.*Arquivos: 1/su)
    await bot.press('Confirmar')
    expect(bot.payloads('hubsoft.atendimento')).toMatchObject([{ tipo: 'Financeiro', idClienteServico: 1100 }])
    expect(bot.payloads('hubsoft.atendimento')[0]?.descricao).toMatch(/fatura de vencimento 10\/06\/2026, de R\$\s119,90/u)
    await bot.settle('hubsoft.atendimento', { result: { idAtendimento: 9, protocolo: '20269' } })
    expect(bot.payloads('hubsoft.anexo')).toHaveLength(1)
  })

  it('offers the unlock where the service is suspended, and a ticket all the same', async () => {
    const bot = await verified(SUSPENDED)
    bot.reads.faturas = [FATURA]
    await bot.say('estou sem internet')
    await bot.say('mas eu já paguei')
    await bot.press('Pronto')
    expect(bot.labels.join()).toMatch(/Desbloquear.*mesmo assim/u)
    await bot.press('mesmo assim')
    await bot.press('Pronto')
    expect(bot.labels.join()).toContain('Confirmar')
  })

  it('says so when the payment is there, and opens nothing', async () => {
    const bot = await verified()
    bot.reads.faturas = [FATURA]
    await bot.command('fatura')
    await bot.press('Já paguei')
    bot.reads.faturas = []
    await bot.press('Pronto')
    expect(bot.text).toContain('o pagamento já consta')
    expect(bot.session.draft).toBeUndefined()
  })
})

describe('the unlock in confidence', () => {
  it('is asked about, done once a day, and its result read', async () => {
    const bot = await verified(SUSPENDED)
    await bot.command('conexao')
    await bot.press('Desbloquear')
    expect(bot.text).toContain('FIBRA 500 – Rua das Auroras, 10')
    const confirm = bot.dataOf('Confirmar')
    await bot.pressData(confirm)
    await bot.pressData(confirm)
    expect(bot.text).toContain('Não peço duas vezes')
    expect(bot.payloads('hubsoft.desbloqueio')).toEqual([{ codigoCliente: 11, idClienteServico: 1100, dias: 1 }])
    await bot.settle('hubsoft.desbloqueio', { result: {} })
    await bot.advance(20_000)
    expect(bot.transcript.at(-1)?.text).toContain('Situação: Suspenso por Débito. Pode levar')
    bot.reads.clientes = [record()]
    await bot.advance(2 * MINUTE)
    expect(bot.transcript.at(-1)?.text).toContain('Situação: Serviço Habilitado')
    bot.reads.clientes = [record(SUSPENDED)]
    await bot.advance(20 * HOUR)
    await bot.pressData('ub')
    expect(bot.text).toContain('Há pouco já pedi o desbloqueio')
    await bot.advance(4 * HOUR)
    await bot.pressData('ub')
    expect(bot.labels.join()).toContain('Confirmar')
  })

  it('is refused in the words of the vendor, escaped, and the status read again', async () => {
    const bot = await verified(SUSPENDED)
    await bot.pressData('ub')
    await bot.press('Confirmar')
    await bot.settle('hubsoft.desbloqueio', { state: 'rejected', reason: 'recusado', vendorMessage: 'Máximo de <b>1</b> por mês' })
    expect(bot.text).toContain('Máximo de <b>1</b> por mês')
    await bot.advance(20_000)
    expect(bot.transcript.at(-1)?.text).toContain('Situação: Suspenso por Débito')
  })

  it('is not for a service that is not suspended, even by an old card', async () => {
    const bot = await verified()
    await bot.pressData('ub')
    expect(bot.text).toContain('não está suspenso')
    bot.reads.clientes = [record(SUSPENDED)]
    await bot.pressData('ub')
    bot.reads.clientes = [record()]
    await bot.press('Confirmar')
    expect(bot.text).toContain('não está suspenso')
    expect(bot.payloads('hubsoft.desbloqueio')).toEqual([])
  })
})

describe('the connection', () => {
  it('is told with drops and traffic in human units', async () => {
    const bot = await verified({ ultimaConexao: { conectado: true, desde: START } })
    bot.reads.periodos = [
      { inicio: START - HOUR, downloadBytes: 1_500_000_000, uploadBytes: 2_000_000 },
      { inicio: START - 30 * HOUR, fim: START - 2 * HOUR, downloadBytes: 500_000_000 },
    ]
    await bot.command('conexao')
    expect(bot.text).toMatch(/Conectado desde 01\/07\/2026, 12:00.*1 queda desde 30\/06\/2026.*01\/07\/2026, 10:00.*2 GB.*2 MB/su)
  })

  it.each([
    ['Reconectar', 'hubsoft.reconexao', 'reconexao'],
    ['Resetar MAC', 'hubsoft.resetMac', 'resetMac'],
    ['Reiniciar roteador', 'hubsoft.reinicioCpe', 'reinicioCpe'],
  ] as const)('%s is confirmed, read again, and not done twice within ten minutes', async (label, kind, tipo) => {
    const bot = await verified({ ultimaConexao: { conectado: true, desde: START } })
    await bot.command('conexao')
    await bot.press(label)
    expect(bot.payloads(kind)).toEqual([])
    await bot.press('Confirmar')
    expect(bot.payloads(kind)).toEqual([{ codigoCliente: 11, idClienteServico: 1100 }])
    await bot.settle(kind, { result: {} })
    bot.reads.clientes = [record({ ultimaConexao: { conectado: true, desde: START + MINUTE } })]
    await bot.advance(20_000)
    expect(bot.transcript.at(-1)?.text).toContain('Conectado desde 01/07/2026, 12:01')
    await bot.pressData(`cx:${tipo}`)
    expect(bot.text).toContain('10 min')
    await bot.advance(10 * MINUTE)
    await bot.pressData(`cx:${tipo}`)
    expect(bot.labels.join()).toContain('Confirmar')
    expect(bot.decided(kind)).toHaveLength(1)
  })

  it('is not done again by itself: what is not confirmed is said, with a try for the customer', async () => {
    const bot = await verified()
    await bot.pressData('cx:reconexao')
    await bot.press('Confirmar')
    await bot.settle('hubsoft.reconexao', { state: 'dead', reason: 'nao-confirmado' })
    expect(bot.text).toContain('Não confirmado')
    await bot.advance(HOUR)
    expect(bot.decided('hubsoft.reconexao')).toHaveLength(1)
    await bot.pressData('cx:reconexao')
    await bot.press('Confirmar')
    await bot.settle('hubsoft.reconexao', { state: 'dead', reason: 'nao-confirmado' })
    await bot.press('Tentar de novo')
    expect(new Set(bot.decided('hubsoft.reconexao').map(({ id }) => id)).size).toBe(3)
  })

  it('rejected is said plainly; a card that waited too long does nothing', async () => {
    const bot = await verified()
    await bot.pressData('cx:reinicioCpe')
    const old = bot.dataOf('Confirmar')
    await bot.press('Confirmar')
    await bot.settle('hubsoft.reinicioCpe', { state: 'rejected', reason: 'sem-cpe' })
    expect(bot.text).toContain('não aceitou o reinício do roteador')
    await bot.pressData('cx:reinicioCpe')
    await bot.advance(16 * MINUTE)
    await bot.press('Confirmar')
    await bot.pressData(old)
    expect(bot.text).toBe(bot.sentence('cartao_velho'))
    expect(bot.decided('hubsoft.reinicioCpe')).toHaveLength(1)
  })

  it('keeps its cooldown through /esquecer', async () => {
    const bot = await verified()
    await bot.pressData('cx:reconexao')
    await bot.press('Confirmar')
    await bot.settle('hubsoft.reconexao', { result: {} })
    await bot.command('esquecer')
    await bot.press('Sim, apagar')
    await bot.verify()
    await bot.pressData('cx:reconexao')
    expect(bot.text).toContain('Há pouco já pedi')
  })
})

describe('/chamados', () => {
  const VISIT = { idOrdemServico: 7, numero: '9007', tipo: 'Reparo', status: 'pendente', aberta: true, idAtendimento: 501 }

  async function withOpen(): Promise<Conversation> {
    const bot = await verified()
    bot.reads.abertos = [
      { ...makeAberto(501, 1100), mensagens: [{ id: 1, texto: 'nota interna' }, { id: 2, texto: '@cliente: Técnico a caminho' }, { id: 3, texto: 'outra nota' }] },
    ]
    await bot.command('chamados')
    return bot
  }

  it('tells the state and the last public words, never a private note', async () => {
    const bot = await withOpen()
    expect(bot.text).toMatch(/2026501.*Pendente.*Técnico a caminho/su)
    expect(bot.text).not.toContain('nota')
  })

  it('takes more words and files', async () => {
    const bot = await withOpen()
    await bot.press('Acrescentar')
    await bot.say('voltou a piscar')
    await bot.file({})
    expect(bot.payloads('hubsoft.mensagem')).toMatchObject([{ idAtendimento: 501 }])
    expect(bot.payloads('hubsoft.anexo')).toMatchObject([{ idAtendimento: 501 }])
  })

  it('closes one with the rating in the same effect', async () => {
    const bot = await withOpen()
    await bot.press('Fechar')
    expect(bot.payloads('hubsoft.fechamento')).toEqual([])
    await bot.press('4 ★')
    expect(bot.payloads('hubsoft.fechamento')).toMatchObject([{ idAtendimento: 501, idClienteServico: 1100, avaliacao: 4 }])
    await bot.settle('hubsoft.fechamento', { result: {} })
    expect(bot.text).toMatch(/2026501 fechado.*nota 4/su)
  })

  it.each([
    ['open', [VISIT]],
    ['open, of no atendimento that is told', [{ ...VISIT, idAtendimento: undefined }]],
  ])('never closes one with a visit %s', async (_, visitas) => {
    const bot = await withOpen()
    bot.reads.visitas = visitas.map(({ idAtendimento, ...visit }) => (idAtendimento === undefined ? visit : { ...visit, idAtendimento }))
    await bot.press('Fechar')
    expect(bot.text).toContain('cancelaria a visita')
    expect(bot.payloads('hubsoft.fechamento')).toEqual([])
  })

  it('never closes one whose visit was opened after the card, cannot be read, or is told by the listing', async () => {
    const bot = await withOpen()
    await bot.press('Fechar')
    const data = bot.dataOf('5 ★')
    bot.reads.visitas = [VISIT]
    await bot.pressData(data)
    bot.reads.visitas = []
    bot.reads.fail('listByServico')
    await bot.pressData('ch:fechar:501')
    bot.reads.mend('listByServico')
    bot.reads.abertos = [{ ...makeAberto(501, 1100), ordensAbertas: 1 }]
    await bot.pressData('ch:fechar:501')
    await bot.pressData('ch:fechar:999')
    expect(bot.payloads('hubsoft.fechamento')).toEqual([])
  })
})

describe('requests that are always a ticket', () => {
  it.each([
    ['quero cancelar minha internet', 'Cancelamento'],
    ['quero mudar de plano', 'Mudança de plano'],
    ['preciso trocar o titular', 'Troca de titularidade'],
    ['vou mudar de endereço', 'Mudança de endereço'],
    ['qual a senha do wifi?', 'Suporte técnico'],
  ])('"%s" is one confirmation away, without advice or questions', async (words, tipo) => {
    const bot = await verified()
    bot.reads.answer = 'Que tal um desconto?'
    bot.reads.abertos = [makeAberto(501, 1100)]
    await bot.say(words)
    expect(bot.text).toContain('Posso abrir o chamado?')
    await bot.press('Confirmar')
    expect(bot.payloads('hubsoft.atendimento')).toMatchObject([{ tipo }])
  })

  it('are not hidden in the ticket that is open', async () => {
    const bot = await verified()
    await bot.collect()
    await bot.press('Confirmar')
    await bot.settle('hubsoft.atendimento', { result: { idAtendimento: 9, protocolo: '20269' } })
    await bot.say('quero cancelar o contrato')
    await bot.press('Confirmar')
    expect(bot.payloads('hubsoft.atendimento')).toHaveLength(2)
    expect(bot.payloads('hubsoft.mensagem')).toEqual([])
  })
})
