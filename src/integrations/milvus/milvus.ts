import { z } from 'zod'

import type { KnowledgeBase } from '../../conversation/ports.js'
import { strip } from '../../domain/documento.js'
import type { Secret } from '../../lib/secret.js'
import type { MilvusDesk } from '../../outbox/ports.js'
import type { MilvusReader } from '../../watchers/ports.js'
import { createApi, type Api, type Credential } from '../http/api.js'
import type { HttpDeps } from '../http/deps.js'
import { createTransport } from '../http/transport.js'
import { milvusCalls as calls } from './calls.js'
import { unwrapMilvus } from './envelope.js'

export interface MilvusConfig {
  /** With its `/api`. */
  baseUrl: string
  token: Secret
}

export interface Milvus extends KnowledgeBase, MilvusDesk {
  /** For the watchers. */
  reader: MilvusReader
  /** The bare API, for the command line and the doctor. */
  api: Api
  close(): Promise<void>
}

/** The most a listing takes. */
const LISTED = 1_000

/** Milvus behind the ports that the conversation and the outbox declare. */
export function createMilvus(config: MilvusConfig, deps: HttpDeps): Milvus {
  const credential: Credential = {
    // The token as it is: the document shows no "Bearer" before it.
    apply: (request) => ({ ...request, headers: { ...request.headers, authorization: config.token.reveal() } }),
    refused: () => false,
  }
  const api = createApi({
    system: 'milvus',
    baseUrl: config.baseUrl,
    transport: createTransport(deps.transport),
    authenticate: async () => credential,
    unwrap: unwrapMilvus,
    logger: deps.logger,
    ...(deps.circuit ? { circuit: deps.circuit } : {}),
    ...(deps.onCall ? { onCall: deps.onCall } : {}),
  })

  const list = (assunto: string | undefined, most: number) =>
    api.call(calls.listarChamados, {
      query: { is_descending: true, order_by: 'codigo', total_registros: most },
      body: { filtro_body: { assunto, status: 'Todos' } },
    })

  return {
    api,
    reader: {
      readAcompanhamentos: (codigo) =>
        api.call(calls.listarAcompanhamentos, { params: { codigo }, query: { perfil: 'tecnico', privado: false } }),
      readStatus: async (pagina) => {
        const found = await api.call(calls.listarChamados, {
          query: { is_descending: true, order_by: 'codigo', total_registros: LISTED, pagina },
          body: { filtro_body: { status: 'Todos' } },
        })
        const chamados = found.filter(({ status }) => status !== '').map(({ codigo, status }) => ({ codigo, status }))
        return { chamados, cheia: found.length >= LISTED }
      },
    },
    close: () => api.close(),
    ask: (pergunta) => api.call(calls.perguntarContexto, { body: { pergunta } }),
    findClientes: async (documento) => {
      const wanted = strip(documento)
      const found = await api.call(calls.buscarCliente, { query: { documento: wanted } })
      return found
        .filter((cliente) => cliente.token !== '' && strip(cliente.documento) === wanted)
        .map(({ token }) => ({ token }))
    },
    criarChamado: async (input) => ({
      codigo: await api.call(calls.criarChamado, {
        body: {
          cliente_id: input.clienteToken,
          chamado_assunto: input.assunto,
          chamado_descricao: input.descricao,
          chamado_email: z.email().safeParse(input.email).data,
          chamado_telefone: input.telefone,
          chamado_contato: input.contato,
          chamado_mesa: input.mesa,
          chamado_setor: input.setor,
          chamado_categoria_primaria: input.categoriaPrimaria,
          chamado_categoria_secundaria: input.categoriaSecundaria,
        },
      }),
    }),
    findByAssunto: async (texto) => {
      const holding = (found: readonly { codigo: string; assunto: string }[]) =>
        found
          .filter(({ assunto }) => assunto.includes(texto))
          .map(({ codigo, assunto }) => ({ codigo, assunto }))
          .sort((a, b) => Number(b.codigo) - Number(a.codigo))
      const filtered = holding(await list(texto, 50))
      // Whether the filter matches a part of the assunto is not documented, and a false "absent" opens a second
      // chamado: before saying so, look among the newest without it.
      return filtered.length > 0 ? filtered : holding(await list(undefined, 200))
    },
    criarAcompanhamento: (codigo, descricao) =>
      api.call(calls.criarAcompanhamento, {
        body: {
          acompanhamento_ticket: codigo,
          acompanhamento_descricao: descricao,
          acompanhamento_privado: false,
        },
      }),
    listAcompanhamentos: async (codigo) => {
      const found = await api.call(calls.listarAcompanhamentos, { params: { codigo }, query: {} })
      return found.filter(({ excluido }) => !excluido).map(({ texto }) => ({ texto }))
    },
    criarAnexo: (codigo, upload) => api.call(calls.criarAnexo, { params: { chamado: codigo }, upload }),
  }
}
