import { perguntarContexto } from './calls/base-conhecimento.js'
import {
  criarAcompanhamento,
  criarAnexo,
  criarChamado,
  listarAcompanhamentos,
  listarChamados,
} from './calls/chamado.js'
import { buscarCliente } from './calls/cliente.js'

/** Every call of Milvus that we know, for the client, the documentation and the command line. */
export const milvusCalls = {
  perguntarContexto,
  buscarCliente,
  criarChamado,
  listarChamados,
  criarAcompanhamento,
  listarAcompanhamentos,
  criarAnexo,
}
