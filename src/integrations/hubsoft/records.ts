import type { Cliente } from '../../domain/cliente.js'
import type { Api, CallOptions } from '../http/api.js'
import { buscarCliente } from './calls/cliente.js'

/** The record with this code, with the state of its connections; undefined where there is none. */
export async function findByCodigo(api: Api, codigoCliente: number, options?: CallOptions): Promise<Cliente | undefined> {
  const query = { busca: 'codigo_cliente', termo_busca: codigoCliente, limit: 20, ultima_conexao: 'sim' } as const
  const found = await api.call(buscarCliente, { query }, options)
  return found.find((cliente) => cliente.codigoCliente === codigoCliente)
}
