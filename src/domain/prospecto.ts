/** A plan that the provider offers to those who are not its customers. */
export interface Plano {
  idServico: number
  nome: string
  amountCents: number
  /** Kilobits a second, where it is told. */
  downloadKbps?: number
}

/** What is offered at a CEP. */
export type Oferta = { kind: 'planos'; planos: readonly Plano[] } | { kind: 'cepDesconhecido' }

/** Somebody who wants to become a customer, as HubSoft asks for it. */
export interface NovoProspecto {
  /** Eight digits. */
  cep: string
  idServico: number
  amountCents: number
  nome: string
  /** Digits, or letters of an alphanumeric CNPJ. */
  documento: string
  /** `DDNNNNNNNNN`. */
  telefone: string
  endereco: string
  /** 0 where the house has none. */
  numero: number
  bairro: string
  /** Begins with the reference by which it is found again. */
  observacao: string
}

/** A prospecto as the search tells it, to know our own again. */
export interface ProspectoVisto {
  documento: string
  telefone: string
  observacao: string
}

/** Eight digits of a CEP in any punctuation; `undefined` for anything else, one digit repeated included. */
export function parseCep(text: string): string | undefined {
  const found = [...text.matchAll(/(?<!\d)\d{2}[.\s]?\d{3}[-\s]?\d{3}(?!\d)/gu)]
  const [only, ...more] = found
  if (!only || more.length > 0) return undefined
  const digits = only[0].replace(/\D/gu, '')
  return /^(\d)\1{7}$/u.test(digits) ? undefined : digits
}

/** `35560-000`. */
export function formatCep(cep: string): string {
  return `${cep.slice(0, 5)}-${cep.slice(5)}`
}

/** "Rua das Flores, 120 apto 2" in its parts; no number is 0 only where it says so (s/n); else `undefined`. */
export function parseEndereco(text: string): { endereco: string; numero: number; complemento: string } | undefined {
  const line = text.replace(/\s+/gu, ' ').trim()
  for (const form of FORMS) {
    const match = form.exec(line)
    if (!match) continue
    const [, endereco = '', numero, complemento = ''] = match
    const digits = /\d/u.test(numero ?? '')
    const street = endereco.trim().replace(/\s+n[.º°o]*$/iu, '')
    return { endereco: street, numero: digits ? Number(numero) : 0, complemento: complemento.trim() }
  }
  return undefined
}

const NUMBER = String.raw`(?:n[.º°o]*\s*)?(\d{1,6})(?![\d/])`
/** "Rua 7 de Setembro" has a number that is none: it stands behind a comma, before a complement, or last. */
const FORMS = [
  new RegExp(String.raw`^(.*\p{L}[^,]*),\s*${NUMBER}[\s,-]*(.*)$`, 'iu'),
  /^(.*?\p{L}.*?)[\s,]+(s\/?n[º°]?|sem n[uú]mero)(?![\p{L}\d])[\s,-]*(.*)$/iu,
  new RegExp(String.raw`^(.*\p{L}.*?)\s${NUMBER}[\s,-]+((?:ap|casa|cs|bl|fundos|lote|lt|quadra|qd|sala|loja)(?![a-z]{5}).*)$`, 'iu'),
  new RegExp(String.raw`^(.*\p{L}.*)\s${NUMBER}()$`, 'iu'),
]
