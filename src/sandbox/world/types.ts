/** A made-up customer of the made-up provider, from which each stand-in tells its own part. */
export interface Person {
  idCliente: number
  codigoCliente: number
  nome: string
  nomeFantasia: string | null
  tipoPessoa: 'pf' | 'pj'
  /** Digits, or letters and digits of an alphanumeric CNPJ. */
  documento: string
  /** The record's three phones as the provider typed them; `''` for none. */
  telefones: readonly [string, string, string]
  email: string | null
  /** As HubSoft tells it: `1988-04-12 00:00:00`, a placeholder of 1969, or null. */
  nascimento: string | null
  alertas: readonly string[]
  servicos: readonly Plan[]
}

export interface Plan {
  idClienteServico: number
  numeroPlano: number
  nome: string
  valor: number
  status: string
  statusPrefixo: string
  tecnologia: string
  login: string
  endereco: Street
  conectado: boolean
}

export interface Street {
  logradouro: string
  endereco: string
  numero: string
  complemento: string
  bairro: string
  cep: string
  cidade: string
}

export interface Invoice {
  idFatura: number
  codigoCliente: number
  idClienteServico: number
  valor: number
  /** `dd/mm/yyyy` */
  vencimento: string
  pagamento: string | null
}

/** An atendimento that is open before anybody writes. */
export interface OpenTicket {
  codigoCliente: number
  idClienteServico: number
  descricao: string
  tipo: string
  /** An ordem de serviço hangs on it. */
  comVisita?: boolean
}

export interface MilvusClient {
  id: number
  token: string
  nome: string
  documento: string
}

/** An article of the technicians' knowledge base; found when a question holds one of its words. */
export interface Article {
  id: number
  palavras: readonly string[]
  texto: string
}

export interface World {
  pessoas: readonly Person[]
  faturas: readonly Invoice[]
  atendimentos: readonly OpenTicket[]
  milvusClientes: readonly MilvusClient[]
  artigos: readonly Article[]
}
