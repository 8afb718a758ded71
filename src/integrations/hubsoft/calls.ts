import { adicionarAnexo, adicionarMensagem, criarAtendimento, editarAtendimento } from './calls/atendimento.js'
import {
  acompanharServico,
  filtrarPaginado,
  listarAtendimentos,
  listarPaginado,
  listarTodos,
} from './calls/atendimentos.js'
import { autenticarCliente, buscarCliente, listarClientes } from './calls/cliente.js'
import {
  listarDisponibilidades,
  listarMotivosFechamento,
  listarOrigensContato,
  listarStatusAtendimento,
  listarTecnicos,
  listarTiposAtendimento,
  listarTiposOrdemServico,
} from './calls/configuracao.js'
import { listarCidades } from './calls/endereco.js'
import { listarExtrato } from './calls/extrato.js'
import { enviarEmail, enviarPush, enviarSms, listarFaturas, localizarPdf } from './calls/fatura.js'
import { consultarFinanceiro } from './calls/financeiro.js'
import { passwordGrant } from './calls/oauth.js'
import { listarOrdensServico } from './calls/ordem-servico.js'
import { cancelarLigacao, notificarLigacao } from './calls/pbx.js'
import { buscarProspectos, criarProspecto, listarPlanos } from './calls/prospecto.js'
import { listarCpes, listarEquipamentos, listarPops, listarZonas, reiniciarCpe } from './calls/rede.js'
import { consultarServicos, desbloquearConfianca, resetarMac, solicitarDesconexao } from './calls/servico.js'
import {
  agendarVisita,
  consultarVisita,
  listarHorarios,
  reagendarVisita,
  removerAgendamento,
} from './calls/visita.js'

/** Every call of HubSoft that we know, for the client, the documentation and the command line. */
export const hubsoftCalls = {
  passwordGrant,
  criarAtendimento,
  editarAtendimento,
  adicionarMensagem,
  adicionarAnexo,
  listarAtendimentos,
  acompanharServico,
  listarTodos,
  listarPaginado,
  filtrarPaginado,
  buscarCliente,
  listarClientes,
  autenticarCliente,
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
  consultarFinanceiro,
  listarHorarios,
  agendarVisita,
  reagendarVisita,
  removerAgendamento,
  consultarVisita,
  listarPlanos,
  criarProspecto,
  buscarProspectos,
  listarEquipamentos,
  listarPops,
  listarZonas,
  listarCpes,
  reiniciarCpe,
  listarCidades,
  notificarLigacao,
  cancelarLigacao,
  listarTiposAtendimento,
  listarStatusAtendimento,
  listarMotivosFechamento,
  listarDisponibilidades,
  listarOrigensContato,
  listarTiposOrdemServico,
  listarTecnicos,
}
