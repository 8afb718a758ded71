import { makeCpf } from '../world/documents.js'

/** Somebody who wants to become a customer. */
export interface Prospecto {
  id: number
  cep: string
  idServico: number
  valor: number
  nome: string
  documento: string
  telefone: string
  tipoPessoa: string
  bairro: string
  endereco: string
  numero: number
  email: string | null
  observacao: string | null
  criadoEm: number
}

/** There before anybody asks; HubSoft names her to whoever comes with her documento. */
export const OLGA: Prospecto = {
  id: 99,
  cep: '35999000',
  idServico: 1330,
  valor: 89.9,
  nome: 'OLGA IMAGINÁRIA DE PAULA',
  documento: makeCpf('400300200'),
  telefone: '37990000909',
  tipoPessoa: 'pf',
  bairro: 'CENTRO',
  endereco: 'RUA DE MENTIRA',
  numero: 1,
  email: null,
  observacao: null,
  criadoEm: 0,
}
