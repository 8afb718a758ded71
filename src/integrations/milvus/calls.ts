import { botCalls } from './bot-calls.js'
import { listarAcompanhamentosTecnicos } from './calls/acompanhamento.js'
import { buscarContexto } from './calls/base-conhecimento.js'
import { finalizarChamado } from './calls/chamado.js'
import { listarChats } from './calls/chat.js'
import { alterarCliente, criarCliente, excluirCliente } from './calls/cliente.js'
import { criarContato, pesquisarContatos } from './calls/contato.js'
import {
  buscarDispositivo,
  criarDispositivo,
  editarDispositivo,
  excluirDispositivo,
  listarTiposDispositivo,
  obterStatusDispositivo,
} from './calls/dispositivo.js'
import { listarDispositivos, listarLogsDispositivo, listarSoftwaresDispositivo } from './calls/dispositivo-listagem.js'
import { salvarLigacao } from './calls/ligacao.js'
import {
  exportarRelatorioAtendimento,
  exportarRelatorioPersonalizado,
  listarRelatorioAtendimento,
} from './calls/relatorio.js'
import {
  atualizarUsuarioCliente,
  criarUsuarioCliente,
  excluirUsuarioCliente,
  importarUsuariosCliente,
  listarUsuariosCliente,
} from './calls/usuario-cliente.js'

/** Every documented call of Milvus, for the documentation and the command line. */
export const milvusCalls = {
  ...botCalls,
  buscarContexto,
  finalizarChamado,
  listarAcompanhamentosTecnicos,
  salvarLigacao,
  listarChats,
  alterarCliente,
  criarCliente,
  criarContato,
  excluirCliente,
  pesquisarContatos,
  listarLogsDispositivo,
  buscarDispositivo,
  criarDispositivo,
  editarDispositivo,
  excluirDispositivo,
  listarDispositivos,
  listarTiposDispositivo,
  obterStatusDispositivo,
  listarSoftwaresDispositivo,
  exportarRelatorioAtendimento,
  listarRelatorioAtendimento,
  exportarRelatorioPersonalizado,
  atualizarUsuarioCliente,
  criarUsuarioCliente,
  excluirUsuarioCliente,
  importarUsuariosCliente,
  listarUsuariosCliente,
}
