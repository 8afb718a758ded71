import { adicionarAnexo, adicionarMensagem, criarAtendimento, editarAtendimento } from './calls/atendimento.js'
import { acompanharServico, listarAtendimentos, listarTodos } from './calls/atendimentos.js'
import { buscarCliente } from './calls/cliente.js'
import { listarTiposAtendimento } from './calls/configuracao.js'
import { listarExtrato } from './calls/extrato.js'
import { enviarEmail, enviarPush, enviarSms, listarFaturas, localizarPdf } from './calls/fatura.js'
import { passwordGrant } from './calls/oauth.js'
import { listarOrdensServico } from './calls/ordem-servico.js'
import { buscarProspectos, criarProspecto, listarPlanos } from './calls/prospecto.js'
import { listarCpes, reiniciarCpe } from './calls/rede.js'
import { consultarServicos, desbloquearConfianca, resetarMac, solicitarDesconexao } from './calls/servico.js'
import { agendarVisita, listarHorarios, reagendarVisita } from './calls/visita.js'

/** The calls of HubSoft that the bot itself makes; it loads no others, as their schemas would cost every start. */
export const botCalls = {
  passwordGrant,
  criarAtendimento,
  editarAtendimento,
  adicionarMensagem,
  adicionarAnexo,
  listarAtendimentos,
  acompanharServico,
  listarTodos,
  buscarCliente,
  consultarServicos,
  desbloquearConfianca,
  solicitarDesconexao,
  resetarMac,
  listarExtrato,
  listarOrdensServico,
  listarFaturas,
  localizarPdf,
  enviarEmail,
  enviarSms,
  enviarPush,
  listarHorarios,
  agendarVisita,
  reagendarVisita,
  listarPlanos,
  criarProspecto,
  buscarProspectos,
  listarCpes,
  reiniciarCpe,
  listarTiposAtendimento,
}
