import type { News } from '../../src/domain/event.js'
import { Conversation, type ConversationOptions } from './conversation.js'
import { dalva, makeAberto, makeCliente, makeServico, ROSA_PHONE, type FakeReads } from './conversation-reads.js'

/** Services of the customer who has everything: nobody else may cause one of them to be read or changed. */
export const THEIR_SERVICES: readonly unknown[] = [1100, 1101]

/** Words of the record, of the customer, and of staff to the customer: for nobody else. */
export const THEIRS =
  /rosa|inventada das|auroras|ip[eê]s|fibra 500|r[aá]dio 20|pix-secreto|linha-secreta|77,77|66,66|06\/2026|2026\d{3}|9007|rompimento|capivara|tamandu[aá]|ariranha|jaguatirica|visita 54|rita|bia|@exemplo|0101|suspenso por/iu

const OUTAGE = 'Rompimento de fibra no centro, volta às 18h.'
const HOUR = 3_600_000

/** Two services, one suspended; invoices, atendimentos open and closed, a visit with free times, an outage. */
export function fill(reads: FakeReads): void {
  const one = { ...makeServico(1100, 'FIBRA 500', 'Rua das Auroras, 10'), ultimaConexao: { conectado: true } }
  const suspended = { status: 'Suspenso por débito', statusPrefixo: 'suspenso_debito' }
  const two = { ...makeServico(1101, 'RÁDIO 20', 'Rua dos Ipês, 8'), ...suspended }
  reads.clientes = [makeCliente(11, { email: 'rosa@exemplo.invalid', servicos: [one, two] }), { ...dalva, servicos: [makeServico(1200, 'OUTRO PLANO')] }]
  const fatura = { idFatura: 5, amountCents: 7_777, vencimento: '2026-06-10', situacao: 'vencida' } as const
  reads.faturas = [{ ...fatura, pixCopiaCola: 'PIX-SECRETO', linhaDigitavel: 'LINHA-SECRETA' }]
  reads.pagas = [{ idFatura: 4, amountCents: 6_666, vencimento: '2026-05-10', situacao: 'paga', pagamento: '2026-06-09' }]
  const fechado = { ...makeAberto(502, 1100), aberto: false, fechadoEm: Date.UTC(2026, 5, 25), fechamento: '@cliente ariranha' }
  reads.abertos = [makeAberto(501, 1100)]
  reads.fechados = [fechado]
  reads.livres = [{ inicio: Date.UTC(2026, 6, 2, 12) }, { inicio: Date.UTC(2026, 6, 3, 12) }]
}

/** The chat of that customer, through every flow that shows them something. */
export class RichChat extends Conversation {
  #news = 0

  static async lived(options: ConversationOptions = {}): Promise<RichChat> {
    const chat = new RichChat({
      ...options,
      provider: (provider) => ({ ...provider, lembrete_minutos: 15, silencio: undefined }),
    })
    fill(chat.reads)
    await chat.command('menu')
    await chat.verify(undefined, ROSA_PHONE)
    await chat.pressData('sv:1100')
    await chat.#invoices()
    await chat.#connection()
    await chat.#outage()
    await chat.#tickets()
    await chat.#visit()
    await chat.#people()
    await chat.#draft()
    return chat
  }

  /** Every button ever shown: what pressing it means, and its label. */
  get shown(): { label: string; data: string }[] {
    const all = this.transcript.flatMap(({ buttons }) => buttons)
    return [...new Map(all.map((button) => [button.data, button])).values()]
  }

  async #invoices(): Promise<void> {
    await this.command('fatura')
    for (const data of ['fa:pdf:5', 'fa:email:5', 'fa:sms:5', 'fa:push:5', 'fa:pagas']) await this.pressData(data)
    await this.press('Confirmar')
    await this.pressData('jp')
    await this.file({ name: 'capivara.jpg' })
    await this.press('Pronto')
    await this.press('Cancelar')
    await this.pressData('sv:1101')
    await this.pressData('ub')
    await this.pressData('sv:1100')
  }

  async #connection(): Promise<void> {
    await this.command('conexao')
    for (const what of ['reinicioCpe', 'resetMac', 'reconexao']) await this.pressData(`cx:${what}`)
    await this.press('Confirmar')
    await this.settle('hubsoft.reconexao', { result: {} })
    await this.advance(3 * 60_000)
    await this.pressData('cx:resetMac')
  }

  async #outage(): Promise<void> {
    const [rosa, ...others] = this.reads.clientes
    if (!rosa) return
    this.reads.clientes = [{ ...rosa, alertas: [OUTAGE] }, ...others]
    await this.say('tô sem internet, a capivara roeu o cabo')
    await this.press('Avise-me')
    this.reads.clientes = [rosa, ...others]
  }

  async #tickets(): Promise<void> {
    await this.command('chamados')
    await this.pressData('ch:fechar:501')
    await this.pressData('ch:mais:501')
    await this.say('e o tamanduá também')
    await this.press('Novo assunto')
    await this.say('a televisão parou, veja a capivara')
    await this.press('Pular')
    await this.#send()
    await this.settle('milvus.chamado', { result: { codigo: '9007' } })
    await this.press('Novo assunto')
    await this.say('tô sem internet de novo')
    await this.#send()
    await this.settle('hubsoft.atendimento', { result: { idAtendimento: 503, protocolo: '2026503' } })
    const reference = this.session.tickets.at(-1)?.reference ?? ''
    await this.#hears(reference, { what: 'message', text: 'ariranha?', author: 'Bia Inventada' })
    await this.#hears(reference, { what: 'status', status: 'Em execução' })
    await this.#hears(reference, { what: 'closed', text: 'ariranha' })
    await this.press('Resolveu')
    await this.pressData(`nw:nota:${reference}:5`)
    await this.pressData('ch:nao:502')
    await this.#send()
    await this.settle('hubsoft.atendimento', { state: 'dead' })
    await this.press('Tentar de novo')
    await this.settle('hubsoft.atendimento', { state: 'dead' })
  }

  async #visit(): Promise<void> {
    const inicioProgramado = Date.UTC(2026, 6, 4, 12)
    this.reads.visitas = [
      { idOrdemServico: 78, numero: '54', tipo: 'INSTALAÇÃO', status: 'pendente', aberta: true, idAgenda: 3, inicioProgramado },
    ]
    await this.command('chamados')
    await this.pressData('vs:78')
    await this.pressData(`vh:78:${String(Date.UTC(2026, 6, 2, 12))}`)
    await this.pressData('vt:78')
    await this.command('encerrar')
  }

  async #people(): Promise<void> {
    await this.command('atendente', 'a jaguatirica fugiu')
    await this.settle('tempbox.abrir', { result: { atendimento: 'T1', numero: '2026777' } })
    await this.advance(11 * 60_000)
    await this.took('Rita')
    await this.staff('Olá, Rosa, e a ariranha?')
    await this.command('encerrar')
  }

  async #draft(): Promise<void> {
    await this.advance(3 * HOUR)
    await this.say('a internet está lenta, é a jaguatirica')
    await this.file({ name: 'capivara.jpg', caption: 'capivara' })
    await this.advance(16 * 60_000)
    await this.command('esquecer')
    await this.pressData('cx:reconexao')
  }

  async #send(): Promise<void> {
    await this.press('Abrir agora')
    if (this.labels.some((label) => label.includes('Abrir outro'))) await this.press('Abrir outro')
    await this.press('Confirmar')
  }

  #hears(reference: string, news: News): Promise<void> {
    return this.take([this.event(`tk:rich:${String(this.#news++)}`, { kind: 'ticketNews', reference, news })])
  }
}
