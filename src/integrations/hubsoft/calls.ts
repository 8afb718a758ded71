import { botCalls } from './bot-calls.js'
import { filtrarPaginado, listarPaginado } from './calls/atendimentos.js'
import { autenticarCliente, listarClientes } from './calls/cliente.js'
import {
  listarDisponibilidades,
  listarMotivosFechamento,
  listarOrigensContato,
  listarStatusAtendimento,
  listarTecnicos,
  listarTiposOrdemServico,
} from './calls/configuracao.js'
import { listarCidades } from './calls/endereco.js'
import { consultarFinanceiro } from './calls/financeiro.js'
import { cancelarLigacao, notificarLigacao } from './calls/pbx.js'
import { listarEquipamentos, listarPops, listarZonas } from './calls/rede.js'
import { consultarVisita, removerAgendamento } from './calls/visita.js'

/** Every call of HubSoft that we know, for the documentation and the command line. */
export const hubsoftCalls = {
  ...botCalls,
  listarPaginado,
  filtrarPaginado,
  listarClientes,
  autenticarCliente,
  consultarFinanceiro,
  removerAgendamento,
  consultarVisita,
  listarEquipamentos,
  listarPops,
  listarZonas,
  listarCidades,
  notificarLigacao,
  cancelarLigacao,
  listarStatusAtendimento,
  listarMotivosFechamento,
  listarDisponibilidades,
  listarOrigensContato,
  listarTiposOrdemServico,
  listarTecnicos,
}
