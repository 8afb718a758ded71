import type {
  Agenda,
  Planos,
  Acompanhamento,
  Atendimentos,
  Chamados,
  Customers,
  Extratos,
  Faturas,
  Files,
  KnowledgeBase,
  OrdensServico,
} from '../../src/conversation/ports.js'
import type { ConversationDeps } from '../../src/conversation/deps.js'
import type { Atendimento } from '../../src/domain/atendimento.js'
import type { Cliente, Servico } from '../../src/domain/cliente.js'
import type { PeriodoConexao } from '../../src/domain/conexao.js'
import { AppError } from '../../src/domain/errors.js'
import type { Fatura } from '../../src/domain/fatura.js'
import type { Horario, OrdemServico } from '../../src/domain/ordem-servico.js'
import type { Oferta } from '../../src/domain/prospecto.js'
import { makeCnpj, makeCpf } from '../../src/sandbox/world/documents.js'

const DOWN = () => new AppError('unreachable', 'made to fail', { retry: 'safe' })

type Read =
  | 'findByDocumento'
  | 'findByCodigo'
  | 'listOpen'
  | 'listRecent'
  | 'readAcompanhamentos'
  | 'listPending'
  | 'listPaid'
  | 'listByServico'
  | 'listConexoes'
  | 'listHorarios'
  | 'listByCep'
  | 'ask'
  | 'head'

/** The outside a turn reads from, in memory; every read is counted and any may be made to fail. */
export class FakeReads {
  clientes: Cliente[] = [rosa, dalva, semData]
  abertos: Atendimento[] = []
  fechados: Atendimento[] = []
  /** By codigo. */
  readonly acompanhamentos = new Map<string, Acompanhamento[]>()
  faturas: Fatura[] = []
  pagas: Fatura[] = []
  visitas: OrdemServico[] = []
  periodos: PeriodoConexao[] = []
  livres: Horario[] = []
  oferta: Oferta = { kind: 'planos', planos: [] }
  answer = ''
  readonly heads = new Map<string, Uint8Array>()
  readonly calls: Record<Read, unknown[]> = {
    findByDocumento: [],
    findByCodigo: [],
    listOpen: [],
    listRecent: [],
    readAcompanhamentos: [],
    listPending: [],
    listPaid: [],
    listByServico: [],
    listConexoes: [],
    listHorarios: [],
    listByCep: [],
    ask: [],
    head: [],
  }
  readonly #down = new Map<Read, Error>()
  readonly #hanging = new Set<Read>()

  /** Makes a read fail until `mend`. */
  fail(read: Read, error: Error = DOWN()): void {
    this.#down.set(read, error)
  }

  /** Makes a read never answer. Of those that the diagnosis makes beside the record. */
  hang(read: 'listPending'): void {
    this.#hanging.add(read)
  }

  mend(read: Read): void {
    this.#down.delete(read)
  }

  readonly knowledge: KnowledgeBase = {
    ask: async (pergunta) => {
      this.#called('ask', pergunta)
      return this.answer
    },
  }

  ports(): Pick<ConversationDeps, 'customers' | 'agenda' | 'planos' | 'atendimentos' | 'chamados' | 'faturas' | 'ordens' | 'extratos' | 'files'> {
    const customers: Customers = {
      findByDocumento: async (documento) => {
        this.#called('findByDocumento', documento)
        return this.clientes.filter((cliente) => cliente.documento === documento)
      },
      findByCodigo: async (codigo) => {
        this.#called('findByCodigo', codigo)
        return this.clientes.find(({ codigoCliente }) => codigoCliente === codigo)
      },
    }
    const atendimentos: Atendimentos = {
      listOpen: async (idClienteServico) => {
        this.#called('listOpen', idClienteServico)
        return this.abertos.filter((aberto) => aberto.idClienteServico === idClienteServico)
      },
      listRecent: async (idClienteServico) => {
        this.#called('listRecent', idClienteServico)
        return [...this.abertos, ...this.fechados].filter((one) => one.idClienteServico === idClienteServico)
      },
    }
    const chamados: Chamados = {
      readAcompanhamentos: async (codigo) => {
        this.#called('readAcompanhamentos', codigo)
        return this.acompanhamentos.get(codigo) ?? []
      },
    }
    const files: Files = {
      head: async (file, bytes) => {
        this.#called('head', file.fileId)
        const head = this.heads.get(file.fileId)
        if (!head) throw DOWN()
        return head.subarray(0, bytes)
      },
    }
    const faturas: Faturas = {
      listPending: async (idClienteServico) => {
        this.#called('listPending', idClienteServico)
        if (this.#hanging.has('listPending')) await new Promise(() => undefined)
        return this.faturas
      },
      listPaid: async (idClienteServico) => {
        this.#called('listPaid', idClienteServico)
        return this.pagas
      },
    }
    const ordens: OrdensServico = {
      listByServico: async (idClienteServico) => {
        this.#called('listByServico', idClienteServico)
        return this.visitas
      },
    }
    const agenda: Agenda = {
      listHorarios: async (idAgenda) => {
        this.#called('listHorarios', idAgenda)
        return this.livres
      },
    }
    const planos: Planos = {
      listByCep: async (cep) => {
        this.#called('listByCep', cep)
        return this.oferta
      },
    }
    const extratos: Extratos = {
      listConexoes: async (idClienteServico) => {
        this.#called('listConexoes', idClienteServico)
        return this.periodos
      },
    }
    return { customers, atendimentos, chamados, faturas, ordens, extratos, files, agenda, planos }
  }

  #called(read: Read, argument: unknown): void {
    this.calls[read].push(argument)
    const failure = this.#down.get(read)
    if (failure) throw failure
  }
}

export function makeServico(idClienteServico: number, nome: string, endereco?: string): Servico {
  return {
    idClienteServico,
    nome,
    status: 'Serviço Habilitado',
    statusPrefixo: 'servico_habilitado',
    ...(endereco === undefined ? {} : { endereco }),
  }
}

/** A made-up record; the phone is a run of zeros that no operator hands out. */
export function makeCliente(codigoCliente: number, given: Partial<Cliente> = {}): Cliente {
  return {
    idCliente: codigoCliente * 10,
    codigoCliente,
    nome: 'ROSA INVENTADA DAS DORES',
    tipoPessoa: 'pf',
    documento: makeCpf(String(300200100 + codigoCliente)),
    telefones: ['(37) 99000-0101'],
    nascimento: '1985-03-25',
    alertas: [],
    servicos: [makeServico(codigoCliente * 100, 'FIBRA 500', 'Rua das Auroras, 10')],
    ...given,
  }
}

export const rosa = makeCliente(11)
export const ROSA_PHONE = '5537990000101'
/** Another customer, for whom someone else's contact is no proof. */
export const dalva = makeCliente(12, { nome: 'DALVA FICTÍCIA', telefones: ['37990000202'], nascimento: '1970-01-02' })
/** Her record's birth date is a placeholder, so none at all. */
const { nascimento: _none, ...withoutBirth } = makeCliente(13, { nome: 'IARA DE TESTE', telefones: ['37990000303'] })
export const semData: Cliente = withoutBirth
export const UNKNOWN_CPF = makeCpf('999888777')
export const ALNUM_CNPJ = makeCnpj('12ABC34501DE')

export function makeAberto(idAtendimento: number, idClienteServico: number): Atendimento {
  return {
    idAtendimento,
    protocolo: `2026${String(idAtendimento)}`,
    idClienteServico,
    descricao: 'aberto antes',
    status: 'Pendente',
    aberto: true,
    mensagens: [],
  }
}
