import { criarAcompanhamento, listarAcompanhamentos, listarAcompanhamentosTecnicos } from './calls/acompanhamento.js'
import { buscarContexto, perguntarContexto } from './calls/base-conhecimento.js'
import { criarAnexo, criarChamado, finalizarChamado } from './calls/chamado.js'
import { listarChamados } from './calls/chamado-listagem.js'
import { listarChats } from './calls/chat.js'
import { alterarCliente, buscarCliente, criarCliente, excluirCliente } from './calls/cliente.js'
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

/** Every documented call of Milvus, in the document's order, for the client, the documentation and the command line. */
export const milvusCalls = {
  buscarContexto,
  perguntarContexto,
  criarAcompanhamento,
  criarAnexo,
  criarChamado,
  finalizarChamado,
  listarChamados,
  listarAcompanhamentos,
  listarAcompanhamentosTecnicos,
  salvarLigacao,
  listarChats,
  buscarCliente,
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
