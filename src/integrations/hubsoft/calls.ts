import {
  adicionarAnexo,
  adicionarMensagem,
  criarAtendimento,
  editarAtendimento,
  listarAtendimentos,
} from './calls/atendimento.js'
import { buscarCliente } from './calls/cliente.js'
import { listarStatusAtendimento, listarTiposAtendimento } from './calls/configuracao.js'
import { listarExtrato } from './calls/extrato.js'
import { enviarEmail, enviarPush, enviarSms, listarFaturas, localizarPdf } from './calls/fatura.js'
import { listarOrdensServico } from './calls/ordem-servico.js'
import { buscarProspectos, criarProspecto, listarPlanos } from './calls/prospecto.js'
import { listarCpes, reiniciarCpe } from './calls/rede.js'
import { consultarServicos, desbloquearConfianca, resetarMac, solicitarDesconexao } from './calls/servico.js'
import { agendarVisita, consultarVisita, listarHorarios, reagendarVisita } from './calls/visita.js'
import { acompanharServico, listarTodos } from './calls/watched.js'

/** Every call of HubSoft that we know, for the client, the documentation and the command line. */
export const hubsoftCalls = {
  listarTodos,
  acompanharServico,
  buscarCliente,
  consultarServicos,
  desbloquearConfianca,
  solicitarDesconexao,
  resetarMac,
  listarExtrato,
  listarOrdensServico,
  listarHorarios,
  agendarVisita,
  reagendarVisita,
  consultarVisita,
  listarPlanos,
  criarProspecto,
  buscarProspectos,
  listarCpes,
  reiniciarCpe,
  listarAtendimentos,
  criarAtendimento,
  editarAtendimento,
  adicionarMensagem,
  adicionarAnexo,
  listarFaturas,
  localizarPdf,
  enviarEmail,
  enviarSms,
  enviarPush,
  listarTiposAtendimento,
  listarStatusAtendimento,
}
