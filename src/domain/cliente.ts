/** A customer's record, as far as the bot needs it. Passwords of the ERP's answer never get here. */
export interface Cliente {
  idCliente: number
  codigoCliente: number
  nome: string
  tipoPessoa: 'pf' | 'pj'
  /** Digits (and letters of an alphanumeric CNPJ) only. */
  documento: string
  /** The record's phones as it holds them, unparsed; empty ones left out. */
  telefones: readonly string[]
  /** `YYYY-MM-DD`; absent where the record holds none or a placeholder (1969, 1970). */
  nascimento?: string
  email?: string
  /** The provider's alerts, in its own words: may be internal notes, so classed before use. */
  alertas: readonly string[]
  servicos: readonly Servico[]
}

export interface Servico {
  idClienteServico: number
  numeroPlano?: number
  /** The plan's name. */
  nome: string
  status: string
  /** `servico_habilitado`, `suspenso_debito`, `cancelado`, … (docs/errata.md lists them). */
  statusPrefixo: string
  /** Street, number and district of the installation, for people. */
  endereco?: string
  ultimaConexao?: UltimaConexao
}

export interface UltimaConexao {
  conectado: boolean
  /** Milliseconds since the epoch. */
  desde?: number
}
