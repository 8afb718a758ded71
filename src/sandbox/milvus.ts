import type { WaitOptions } from './changes.js'
import type { Faults } from './http/faults.js'
import type { Ledger } from './http/ledger.js'
import type { Reply, Route, StandInRequest } from './http/route.js'
import { startStandIn } from './http/server.js'
import type { Landings } from './landings.js'
import {
  createAcompanhamento,
  createAnexo,
  createChamado,
  finishChamado,
  listAcompanhamentos,
  listAcompanhamentosTecnicos,
  listChamados,
} from './milvus/chamados.js'
import {
  changeCliente,
  createCliente,
  createContato,
  deleteCliente,
  searchClientes,
  searchContatos,
} from './milvus/clientes.js'
import {
  changeDispositivo,
  createDispositivo,
  deleteDispositivo,
  listDispositivos,
  listLogs,
  listSoftwares,
  listTipos,
  searchDispositivos,
  statusDispositivo,
} from './milvus/dispositivos.js'
import { ask, searchContext } from './milvus/knowledge.js'
import type { Dispositivo, Usuario } from './milvus/registry.js'
import { exportAtendimentos, exportPersonalizado, listAtendimentos, listChats, saveLigacao } from './milvus/relatorios.js'
import { MilvusState, type Chamado } from './milvus/state.js'
import { changeUsuario, createUsuario, deleteUsuario, importUsuarios, listUsuarios } from './milvus/usuarios.js'
import type { World } from './world/types.js'

export interface MilvusStandIn {
  /** With `/api`. */
  url: string
  faults: Faults
  ledger: Ledger
  /** Every chamado, oldest first. */
  chamados(): readonly Chamado[]
  /** Every question to the knowledge base, as it arrived. */
  perguntas(): readonly string[]
  /** Clients' users and devices, oldest first. */
  usuarios(): readonly Usuario[]
  dispositivos(): readonly Dispositivo[]
  /** How `chamado/criar` tells the codigo from now on; by turns where nothing is said. */
  tellCodigosAs(form: 'number' | 'text' | 'by-turns'): void
  /** A technician writes; private notes are not for customers. */
  staffSays(codigo: number, pessoa: string, texto: string, options?: { privado?: boolean }): void
  /** A technician takes it up. */
  staffStarts(codigo: number): void
  /** A technician finishes it. */
  staffFinishes(codigo: number): void
  /** Resolves with what `look` finds, now or after something landed. */
  until<T>(look: () => T | undefined, options?: WaitOptions): Promise<T>
  stop(): Promise<void>
}

export interface MilvusOptions {
  port?: number
  token: string
  world: World
  landings: Landings
  now?: () => number
}

/** Milvus's integration API, every documented route of it, and its technicians. */
export async function startMilvus(options: MilvusOptions): Promise<MilvusStandIn> {
  const state = new MilvusState(options.world, options.landings, options.now ?? Date.now)
  const server = await startStandIn({
    ...(options.port === undefined ? {} : { port: options.port }),
    routes: routes(state, options.token),
    notFound: () => ({ status: 404, body: { message: 'Not Found' } }),
    rateLimited: (s) => ({
      status: 429,
      body: { message: 'Too Many Requests' },
      headers: { 'retry-after': String(s) },
    }),
    setTokensValid: (valid) => {
      state.tokenValid = valid
    },
    state: () => ({ perguntas: state.perguntas, chamados: state.chamados.map(tell) }),
  })
  const { faults, ledger } = server
  return {
    url: `${server.url}/api`,
    faults,
    ledger,
    chamados: () => state.chamados,
    perguntas: () => state.perguntas,
    usuarios: () => state.registry.usuarios,
    dispositivos: () => state.registry.dispositivos,
    tellCodigosAs: (form) => {
      state.codigoAs = form
    },
    staffSays: (codigo, pessoa, texto, { privado = false } = {}) => {
      const chamado = state.byCodigo(codigo)
      if (chamado) state.addAcompanhamento(chamado, { pessoa, perfil: 'tecnico', texto, privado })
    },
    staffStarts: (codigo) => {
      const chamado = state.byCodigo(codigo)
      if (chamado) chamado.status = 'Atendendo'
    },
    staffFinishes: (codigo) => {
      const chamado = state.byCodigo(codigo)
      if (chamado) state.finish(chamado)
    },
    until: (look, wait) => state.changes.until(look, wait),
    stop: () => server.stop(),
  }
}

function routes(state: MilvusState, token: string): Route[] {
  const route = (
    method: string,
    path: string,
    handle: (state: MilvusState, request: StandInRequest) => Reply,
  ): Route => ({
    method,
    path: `/api/${path}`,
    handle: (request) => {
      if (state.tokenValid && request.headers.authorization === token) return handle(state, request)
      return { status: 401, body: { message: 'Token inválido' } }
    },
  })
  return [
    route('POST', 'base-conhecimento/perguntar-contexto', ask),
    route('POST', 'base-conhecimento/buscar-contexto', searchContext),
    route('POST', 'chamado/criar', createChamado),
    route('POST', 'chamado/listagem', listChamados),
    route('PUT', 'chamado/finalizar', finishChamado),
    route('POST', 'chamado/ligacao', saveLigacao),
    route('POST', 'chamado/acompanhamento/criar', createAcompanhamento),
    route('GET', 'chamado/acompanhamento/tecnico/:codigo', listAcompanhamentosTecnicos),
    route('GET', 'chamado/acompanhamento/:codigo', listAcompanhamentos),
    route('POST', 'chamado/anexo/criar/:codigo', createAnexo),
    route('POST', 'chat/listagem', listChats),
    route('GET', 'cliente/busca', searchClientes),
    route('POST', 'cliente/criar', createCliente),
    route('PUT', 'cliente/alterar/:id', changeCliente),
    route('DELETE', 'cliente/excluir/:id', deleteCliente),
    route('POST', 'cliente/contato/criar', createContato),
    route('GET', 'cliente/contato/pesquisar', searchContatos),
    route('POST', 'dispositivos', createDispositivo),
    route('PUT', 'dispositivos', changeDispositivo),
    route('POST', 'dispositivos/listagem', listDispositivos),
    route('GET', 'dispositivos/buscar', searchDispositivos),
    route('GET', 'dispositivos/lista/tipo-dispositivo', listTipos),
    route('GET', 'dispositivos/status/:id', statusDispositivo),
    route('GET', 'dispositivos/softwares/:id', listSoftwares),
    route('GET', 'dispositivos/logs/:id', listLogs),
    route('DELETE', 'dispositivos/:id', deleteDispositivo),
    route('POST', 'relatorio-atendimento/exporta', exportAtendimentos),
    route('POST', 'relatorio-atendimento/listagem', listAtendimentos),
    route('POST', 'relatorio-personalizado/exportar', exportPersonalizado),
    route('POST', 'usuario-cliente', createUsuario),
    route('PUT', 'usuario-cliente', changeUsuario),
    route('POST', 'usuario-cliente/listar', listUsuarios),
    route('POST', 'usuario-cliente/importar/:delimitador', importUsuarios),
    route('DELETE', 'usuario-cliente/:id', deleteUsuario),
  ]
}

function tell({ codigo, assunto, descricao, cliente, acompanhamentos, anexos }: Chamado): unknown {
  const files = anexos.map(({ fileName, bytes, sha256 }) => ({ fileName, bytes: bytes.length, sha256 }))
  return { codigo, clienteToken: cliente.token, assunto, descricao, acompanhamentos, anexos: files }
}
