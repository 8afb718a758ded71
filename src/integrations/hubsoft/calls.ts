import {
  adicionarAnexo,
  adicionarMensagem,
  criarAtendimento,
  editarAtendimento,
  listarAtendimentos,
} from './calls/atendimento.js'
import { buscarCliente } from './calls/cliente.js'
import { listarStatusAtendimento, listarTiposAtendimento } from './calls/configuracao.js'
import { listarFaturas } from './calls/fatura.js'

/** Every call of HubSoft that we know, for the client, the documentation and the command line. */
export const hubsoftCalls = {
  buscarCliente,
  listarAtendimentos,
  listarFaturas,
  criarAtendimento,
  editarAtendimento,
  adicionarMensagem,
  adicionarAnexo,
  listarTiposAtendimento,
  listarStatusAtendimento,
}
