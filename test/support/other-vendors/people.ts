/** A service of a customer, as the tenant's people see it. */
export interface Servico {
  id: number
  plano: number
  nome: string
  valor: number
  prefixo: string
  status: string
  login: string
  /** Absent: the RADIUS knows nothing, and `ultima_conexao` is `[]`. */
  conexao?: { conectado: boolean; desde: Date }
  desbloqueios: number
  faturas: Fatura[]
}

export interface Fatura {
  id: number
  vencimento: Date
  valor: number
  pix: string | null
  linha: string | null
  pagaEm: Date | null
}

export interface Pessoa {
  idCliente: number
  codigo: number
  nome: string
  cpf: string
  telefones: [string, string, string]
  nascimento: string
  email: string | null
  alertas: string[]
  servicos: Servico[]
}

const DAY_MS = 86_400_000

/** A made-up customer with one service in good order; the phone is an 11-digit mobile. */
export function pessoa(number: number, nome: string, changes: Partial<Pessoa> = {}): Pessoa {
  return {
    idCliente: 24_000 + number,
    codigo: 1800 + number,
    nome,
    cpf: cpf(730_450_000 + number * 37),
    telefones: [`3799123${String(4000 + number)}`, '', ''],
    nascimento: '1988-04-17 00:00:00',
    email: `cliente${String(number)}@exemplo.invalid`,
    alertas: [],
    servicos: [servico(number)],
    ...changes,
  }
}

export function servico(number: number, changes: Partial<Servico> = {}): Servico {
  return {
    id: 17_000 + number,
    plano: 1,
    nome: `FIBRA ${String(100 + number)}M`,
    valor: 119.9,
    prefixo: 'servico_habilitado',
    status: 'Serviço Habilitado',
    login: `cliente${String(number)}`,
    conexao: { conectado: true, desde: new Date(Date.now() - 2 * DAY_MS) },
    desbloqueios: 0,
    faturas: [],
    ...changes,
  }
}

export function fatura(id: number, dueInDays: number, changes: Partial<Fatura> = {}): Fatura {
  return {
    id,
    vencimento: new Date(Date.now() + dueInDays * DAY_MS),
    valor: 119.9,
    pix: `00020126580014br.gov.bcb.pix0136${String(id)}5204000053039865406119.905802BR6304ABCD`,
    linha: `75691.31662 01006.726101 ${String(id)}.420011 8 82170000011990`,
    pagaEm: null,
    ...changes,
  }
}

/** Nine digits and the two that check them. */
function cpf(base: number): string {
  const digits = String(base).padStart(9, '0').split('').map(Number)
  for (const length of [9, 10]) {
    const sum = digits.slice(0, length).reduce((total, digit, index) => total + digit * (length + 1 - index), 0)
    digits.push(((sum * 10) % 11) % 10)
  }
  return digits.join('')
}
