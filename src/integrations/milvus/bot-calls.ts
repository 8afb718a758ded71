import { criarAcompanhamento, listarAcompanhamentos } from './calls/acompanhamento.js'
import { perguntarContexto } from './calls/base-conhecimento.js'
import { criarAnexo, criarChamado } from './calls/chamado.js'
import { listarChamados } from './calls/chamado-listagem.js'
import { buscarCliente } from './calls/cliente.js'

/** The calls of Milvus that the bot itself makes; it loads no others, as their schemas would cost every start. */
export const botCalls = {
  perguntarContexto,
  criarAcompanhamento,
  criarAnexo,
  criarChamado,
  listarChamados,
  listarAcompanhamentos,
  buscarCliente,
}
