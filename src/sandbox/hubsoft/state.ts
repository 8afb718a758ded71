import { createHash } from 'node:crypto'

import { Changes } from '../changes.js'
import type { UploadedFile } from '../http/body.js'
import type { Landings } from '../landings.js'
import type { Invoice, Person, Plan, World } from '../world/types.js'
import { brDate, brDateTime, compactDateTime } from '../dates.js'
import { Network } from './network.js'
import { OLGA, type Prospecto } from './prospecto.js'

export interface Ticket {
  idAtendimento: number
  protocolo: string
  pessoa: Person
  plan: Plan
  /** As HubSoft keeps it, its own suffix included. */
  descricao: string
  tipo: string
  status: string
  aberto: boolean
  /** Opened through the API, not there from the beginning. */
  viaApi: boolean
  nome: string
  telefone: string
  email: string | undefined
  parametros: unknown
  /** Milliseconds since the epoch. */
  cadastradoEm: number
  fechadoEm: number | undefined
  descricaoFechamento: string | undefined
  mensagens: { id: number; texto: string; em: number; staff: boolean }[]
  anexos: Attachment[]
  /** Numbers of the ordens de serviço. */
  ordens: number[]
  /** Times given to them; one that is not here, or not `marcada`, awaits its schedule. */
  visitas: Record<number, { inicio: number; fim: number; marcada: boolean }>
  /** 1 to 5, given with the closing. */
  avaliacao: number | undefined
}

export interface Attachment {
  fileName: string
  contentType: string | undefined
  bytes: Buffer
  sha256: string
}

/** Something done beside atendimentos. */
export type Action =
  | { kind: 'desbloqueio'; idClienteServico: number; dias: number }
  | { kind: 'desconexao' | 'mac' | 'cpe'; idClienteServico: number }
  | { kind: 'email' | 'sms'; idFatura: number; para: readonly string[] }
  | { kind: 'push'; idFatura: number }
  | { kind: 'ligacao' | 'ligacao-cancelada'; ramal: string }

export type NewTicket = Pick<
  Ticket,
  'pessoa' | 'plan' | 'descricao' | 'tipo' | 'status' | 'nome' | 'telefone' | 'email' | 'parametros' | 'viaApi'
> & { abrirOs: boolean }

/** What this HubSoft holds. */
export class HubsoftState {
  readonly tickets: Ticket[] = []
  readonly changes = new Changes()
  readonly network: Network
  readonly actions: Action[] = []
  readonly prospectos: Prospecto[] = [OLGA]
  /** Times of the agenda that others have taken. */
  readonly taken = new Set<number>()
  /** Tokens given out and still good. */
  readonly tokens = new Set<string>()
  logins = 0
  /** Whether this version takes the rating of an atendimento that is closed. */
  ratesClosed = false
  #nextId = 35_050
  #nextMessageId = 375
  /** When those invoices were paid that were not from the beginning, `dd/mm/yyyy`. */
  readonly #paid = new Map<number, string>()

  constructor(
    readonly world: World,
    readonly landings: Landings,
    readonly now: () => number,
  ) {
    this.network = new Network(now)
    for (const { codigoCliente, idClienteServico, descricao, tipo, comVisita = false } of world.atendimentos) {
      const owner = this.findPlan(idClienteServico)
      if (owner?.pessoa.codigoCliente !== codigoCliente) continue
      const { pessoa } = owner
      this.open({
        ...owner,
        descricao,
        tipo,
        status: 'Pendente',
        nome: pessoa.nome,
        telefone: pessoa.telefones[0],
        email: undefined,
        parametros: [],
        viaApi: false,
        abrirOs: comVisita,
      })
    }
  }

  open({ abrirOs, ...given }: NewTicket): Ticket {
    this.#nextId += 1
    const id = this.#nextId
    const cadastradoEm = this.now()
    const ticket: Ticket = {
      ...given,
      idAtendimento: id,
      protocolo: `${compactDateTime(cadastradoEm)}${String(id).padStart(6, '0')}`,
      aberto: true,
      cadastradoEm,
      fechadoEm: undefined,
      descricaoFechamento: undefined,
      mensagens: [],
      anexos: [],
      ordens: abrirOs ? [id + 40] : [],
      visitas: {},
      avaliacao: undefined,
    }
    this.tickets.push(ticket)
    if (given.viaApi) {
      this.#landed(
        'atendimento',
        ticket,
        `aberto (${ticket.tipo}${abrirOs ? ', com O.S.' : ''}): ${oneLine(ticket.descricao)}`,
      )
    }
    return ticket
  }

  addMensagem(ticket: Ticket, texto: string, staff: boolean): void {
    this.#nextMessageId += 1
    ticket.mensagens.push({ id: this.#nextMessageId, texto, em: this.now(), staff })
    this.#landed('mensagem', ticket, `${staff ? 'equipe escreveu' : 'mensagem'}: ${oneLine(texto)}`)
  }

  addAnexo(ticket: Ticket, { fileName, contentType, bytes }: UploadedFile): void {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    ticket.anexos.push({ fileName, contentType, bytes, sha256 })
    this.#landed('anexo', ticket, `anexo ${fileName} (${bytes.length} bytes)`)
  }

  /** Gives a visit a time, or confirms the one it has. */
  plan(ticket: Ticket, id: number, change: { inicio?: number; fim?: number; marcada?: boolean }): void {
    const before = ticket.visitas[id] ?? { ...placeholder(ticket), marcada: false }
    const visita = { ...before, ...change }
    ticket.visitas[id] = visita
    this.#landed('visita', ticket, `visita ${visita.marcada ? 'marcada' : 'pedida'} para ${brDateTime(visita.inicio)}`)
  }

  addProspecto(given: Omit<Prospecto, 'id'>): Prospecto {
    const prospecto = { ...given, id: 99 + this.prospectos.length }
    this.prospectos.push(prospecto)
    this.landings.record('HubSoft', 'prospecto', `prospecto ${String(prospecto.id)} para o plano ${String(given.idServico)}`)
    this.changes.notify()
    return prospecto
  }

  move(ticket: Ticket, status: string): void {
    ticket.status = status
    this.#landed('situação', ticket, `agora ${status}`)
  }

  /** Closes the ticket with all its ordens de serviço. */
  close(ticket: Ticket, descricao: string, avaliacao?: number): void {
    const closed = { aberto: false, status: 'Resolvido', fechadoEm: this.now(), descricaoFechamento: descricao }
    Object.assign(ticket, { ...closed, avaliacao })
    const rated = avaliacao === undefined ? '' : ` (avaliação ${String(avaliacao)})`
    this.#landed('fechamento', ticket, `fechado${rated}: ${oneLine(descricao)}`)
  }

  rate(ticket: Ticket, avaliacao: number): void {
    ticket.avaliacao = avaliacao
    this.#landed('avaliação', ticket, `avaliado com ${String(avaliacao)}`)
  }

  /** Keeps what was done to a service or an invoice, and tells it. */
  act(action: Action, text: string): void {
    this.actions.push(action)
    const where = 'idClienteServico' in action ? `serviço ${String(action.idClienteServico)} · ` : ''
    this.landings.record('HubSoft', action.kind, `${where}${text}`)
    this.changes.notify()
  }

  invoices(): Invoice[] {
    return this.world.faturas.map((invoice) => ({
      ...invoice,
      pagamento: this.#paid.get(invoice.idFatura) ?? invoice.pagamento,
    }))
  }

  findInvoice(idFatura: number): Invoice | undefined {
    return this.invoices().find((invoice) => invoice.idFatura === idFatura)
  }

  /** The bank tells of a payment; a service that owes nothing more is enabled. */
  pay(idFatura: number): void {
    const invoice = this.findInvoice(idFatura)
    if (!invoice) return
    this.#paid.set(idFatura, brDate(this.now()))
    const { idClienteServico } = invoice
    const owes = this.invoices().some((one) => one.idClienteServico === idClienteServico && one.pagamento === null)
    const plan = this.findPlan(idClienteServico)?.plan
    if (plan && !owes && !this.network.isEnabled(plan)) this.network.enable(plan)
    this.changes.notify()
  }

  findPlan(idClienteServico: number): { pessoa: Person; plan: Plan } | undefined {
    for (const pessoa of this.world.pessoas) {
      const plan = pessoa.servicos.find((servico) => servico.idClienteServico === idClienteServico)
      if (plan) return { pessoa, plan }
    }
    return undefined
  }

  findTicket(id: number): Ticket | undefined {
    return this.tickets.find(({ idAtendimento }) => idAtendimento === id)
  }

  #landed(kind: string, ticket: Ticket, text: string): void {
    this.landings.record('HubSoft', kind, `atendimento ${ticket.protocolo} · ${text}`)
    this.changes.notify()
  }
}

/** What an ordem that awaits its schedule holds for a time. */
export function placeholder({ cadastradoEm }: Pick<Ticket, 'cadastradoEm'>): { inicio: number; fim: number } {
  return { inicio: cadastradoEm + 3_600_000, fim: cadastradoEm + 2 * 3_600_000 }
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/gu, ' ')
  return line.length > 160 ? `${line.slice(0, 159)}…` : line
}
