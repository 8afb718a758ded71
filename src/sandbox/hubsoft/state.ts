import { createHash } from 'node:crypto'

import { Changes } from '../changes.js'
import type { UploadedFile } from '../http/body.js'
import type { Landings } from '../landings.js'
import type { Person, Plan, World } from '../world/types.js'
import { compactDateTime } from '../dates.js'

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
}

export interface Attachment {
  fileName: string
  contentType: string | undefined
  bytes: Buffer
  sha256: string
}

export type NewTicket = Pick<
  Ticket,
  'pessoa' | 'plan' | 'descricao' | 'tipo' | 'status' | 'nome' | 'telefone' | 'email' | 'parametros' | 'viaApi'
> & { abrirOs: boolean }

/** What this HubSoft holds. */
export class HubsoftState {
  readonly tickets: Ticket[] = []
  readonly changes = new Changes()
  /** Tokens given out and still good. */
  readonly tokens = new Set<string>()
  logins = 0
  #nextId = 35_050
  #nextMessageId = 375

  constructor(
    readonly world: World,
    readonly landings: Landings,
    readonly now: () => number,
  ) {
    for (const { codigoCliente, idClienteServico, descricao, tipo } of world.atendimentos) {
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
        abrirOs: false,
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

  /** Closes the ticket with all its ordens de serviço. */
  close(ticket: Ticket, descricao: string): void {
    Object.assign(ticket, { aberto: false, status: 'Resolvido', fechadoEm: this.now(), descricaoFechamento: descricao })
    this.#landed('fechamento', ticket, `fechado: ${oneLine(descricao)}`)
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

function oneLine(text: string): string {
  const line = text.replace(/\s+/gu, ' ')
  return line.length > 160 ? `${line.slice(0, 159)}…` : line
}
