import { z } from 'zod'

import type { KnowledgeBase } from '../../conversation/ports.js'
import { strip } from '../../domain/documento.js'
import type { Secret } from '../../lib/secret.js'
import type { MilvusDesk } from '../../outbox/ports.js'
import type { MilvusReader } from '../../watchers/ports.js'
import { createApi, type Api, type Credential } from '../http/api.js'
import type { HttpDeps } from '../http/deps.js'
import { createPace } from '../http/pace.js'
import { createTransport, type Transport } from '../http/transport.js'
import { MOST_CHAMADOS } from './calls/chamado-listagem.js'
import { botCalls as calls } from './bot-calls.js'
import { unwrapMilvus } from './envelope.js'
import { createNewest } from './newest.js'

export interface MilvusConfig {
  /** With its `/api`. */
  baseUrl: string
  token: Secret
  /** How many listings a minute; one where it is not given (docs/decisions/0025-milvus-listings-one-a-minute.md). */
  listingsPerMinute?: number
}

export interface Milvus extends KnowledgeBase, MilvusDesk {
  /** For the watchers. */
  reader: MilvusReader
  /** The bare API, for the command line and the doctor. */
  api: Api
  close(): Promise<void>
}

/** Enough to reach back over the minutes in which something just sent may have landed, and a small answer. */
const NEWEST = 200

/** Their clock and ours may differ by so much. */
const CLOCKS_APART_MS = 10 * 60_000

/** Milvus behind the ports that the conversation and the outbox declare. */
export function createMilvus(
  config: MilvusConfig,
  deps: HttpDeps,
  transport: Transport = createTransport(deps.transport),
): Milvus {
  const credential: Credential = {
    // The token as it is: the document shows no "Bearer" before it.
    apply: (request) => ({ ...request, headers: { ...request.headers, authorization: config.token.reveal() } }),
    refused: () => false,
  }
  const api = createApi({
    system: 'milvus',
    baseUrl: config.baseUrl,
    transport,
    authenticate: async () => credential,
    unwrap: unwrapMilvus,
    logger: deps.logger,
    // One ahead: who waits for a chamado need not wait because the watcher listed a moment ago.
    paces: {
      listagem: createPace({ perMinute: config.listingsPerMinute ?? 1, ahead: 1, clock: deps.clock, system: 'milvus' }),
    },
    ...(deps.circuit ? { circuit: deps.circuit } : {}),
    ...(deps.onCall ? { onCall: deps.onCall } : {}),
  })

  /** The newest first, of any status. */
  const list = (filtro: { cliente_token?: string }, most: number) =>
    api.call(calls.listarChamados, {
      query: { is_descending: true, order_by: 'codigo', total_registros: most },
      body: { filtro_body: { ...filtro, status: 'Todos' } },
    })

  const newest = createNewest(() => list({}, NEWEST), deps.clock)

  return {
    api,
    reader: {
      readAcompanhamentos: (codigo) =>
        api.call(calls.listarAcompanhamentos, { params: { chamado_codigo: codigo }, query: { perfil: 'tecnico', privado: false } }),
      readStatus: async (pagina) => {
        const { itens } = await api.call(
          calls.listarChamados,
          {
            query: { is_descending: true, order_by: 'codigo', total_registros: MOST_CHAMADOS, pagina },
            body: { filtro_body: { status: 'Todos' } },
          },
          { background: true },
        )
        const chamados = itens.filter(({ status }) => status !== '').map(({ codigo, status }) => ({ codigo, status }))
        return { chamados, cheia: itens.length >= MOST_CHAMADOS }
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
    listNewest: async ({ since, notBefore }) => {
      const { itens } = await newest(notBefore)
      const oldest = itens.at(-1)?.criadoEm
      const complete = itens.length < NEWEST || (oldest !== undefined && oldest < since - CLOCKS_APART_MS)
      return { chamados: itens, complete }
    },
    listOfCliente: async (clienteToken) => (await list({ cliente_token: clienteToken }, MOST_CHAMADOS)).itens,
    criarAcompanhamento: (codigo, descricao) =>
      api.call(calls.criarAcompanhamento, {
        body: {
          acompanhamento_ticket: codigo,
          acompanhamento_descricao: descricao,
          acompanhamento_privado: false,
        },
      }),
    listAcompanhamentos: async (codigo) => {
      const found = await api.call(calls.listarAcompanhamentos, { params: { chamado_codigo: codigo }, query: {} })
      return found.filter(({ excluido }) => !excluido).map(({ texto }) => ({ texto }))
    },
    criarAnexo: (codigo, upload) => api.call(calls.criarAnexo, { params: { chamado: codigo }, upload }),
  }
}
