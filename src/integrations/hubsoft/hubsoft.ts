import { z } from 'zod'

import type { Agenda, Atendimentos, Customers, Extratos, OrdensServico, Planos } from '../../conversation/ports.js'
import type { Atendimento } from '../../domain/atendimento.js'
import type { HubsoftDesk } from '../../outbox/ports.js'
import type { ReadOnce } from '../../lib/read-once.js'
import { alone, shareOf, type Replicas } from '../../lib/share.js'
import type { HubsoftReader, RecordReader } from '../../watchers/ports.js'
import { createApi, type Api } from '../http/api.js'
import { startDeadline } from '../http/deadline.js'
import type { HttpDeps } from '../http/deps.js'
import { createPace } from '../http/pace.js'
import { createTransport } from '../http/transport.js'
import { botCalls as calls } from './bot-calls.js'
import { unwrapHubsoft } from './envelope.js'
import { createInvoiceDesk, createInvoices, type Invoices } from './invoices.js'
import { createLogin, type HubsoftCredentials } from './login.js'
import { findByCodigo } from './records.js'
import { createSelfService } from './self-service.js'
import { createTipos } from './tipos.js'
import { createVisits } from './visits.js'
import { createHubsoftReader } from './watch-reader.js'
import { bareDocumento } from '../wire/values.js'

export interface HubsoftConfig extends HubsoftCredentials {
  /** The host, without `/api`. */
  baseUrl: string
  /** Calls a minute of all processes together, logins included. */
  callsPerMinute?: number
}

export interface Hubsoft extends Customers, Atendimentos, OrdensServico, Agenda, Planos, Extratos, HubsoftDesk {
  faturas: Invoices
  /** For the watchers. */
  reader: HubsoftReader & RecordReader
  /** The bare API, for the command line and the doctor. */
  api: Api
  /** Logs in where nobody is yet; for the doctor. Throws `unauthorized` (`safe`) where HubSoft refuses. */
  logIn(): Promise<void>
  close(): Promise<void>
}

export interface HubsoftDeps extends HttpDeps {
  readOnce?: ReadOnce
  /** How many processes share the calls a minute. */
  replicas?: Replicas
}

/** A little more than the login itself may take. */
const LOGIN_MS = 10_500

/** HubSoft behind the ports that the conversation and the outbox declare. */
export function createHubsoft(config: HubsoftConfig, deps: HubsoftDeps): Hubsoft {
  const { clock, logger, replicas = alone } = deps
  const baseUrl = config.baseUrl.replace(/\/+$/u, '')
  const transport = createTransport(deps.transport)
  const pace = createPace({ perMinute: shareOf(config.callsPerMinute ?? 300, replicas), clock, system: 'hubsoft' })
  const authenticate = createLogin({ baseUrl, credentials: config, transport, clock, logger, pace })
  const api = createApi({
    system: 'hubsoft',
    baseUrl: `${baseUrl}/api/v1/integracao`,
    transport,
    authenticate,
    unwrap: unwrapHubsoft,
    logger,
    pace,
    ...(deps.circuit ? { circuit: deps.circuit } : {}),
    ...(deps.onCall ? { onCall: deps.onCall } : {}),
  })
  const tipos = createTipos({ read: () => api.call(calls.listarTiposAtendimento, {}), readOnce: deps.readOnce, clock, logger })

  async function listAtendimentos(
    idClienteServico: number,
    apenasPendente: 'sim' | 'nao',
    relacoes?: string,
  ): Promise<readonly Atendimento[]> {
    const found = await api.call(calls.listarAtendimentos, {
      query: {
        busca: 'id_cliente_servico',
        termo_busca: idClienteServico,
        limit: 50,
        apenas_pendente: apenasPendente,
        order_by: 'data_cadastro',
        order_type: 'desc',
        relacoes,
      },
    })
    // Older versions do not tell an atendimento's service: then the search itself is believed.
    return found
      .filter((one) => (one.idClienteServico ?? idClienteServico) === idClienteServico)
      .sort((a, b) => b.idAtendimento - a.idAtendimento)
  }

  return {
    api,
    logIn: async () => {
      const deadline = startDeadline(LOGIN_MS)
      await authenticate(deadline).finally(() => deadline.end())
    },
    reader: createHubsoftReader(api, pace),
    close: () => api.close(),
    findByDocumento: async (documento) => {
      const wanted = bareDocumento(documento)
      const found = await api.call(calls.buscarCliente, {
        query: { busca: 'cpf_cnpj', termo_busca: wanted, limit: 20, ultima_conexao: 'sim' },
      })
      return found.filter((cliente) => cliente.documento === wanted)
    },
    findByCodigo: (codigoCliente) => findByCodigo(api, codigoCliente),
    listOpen: async (idClienteServico) =>
      (await listAtendimentos(idClienteServico, 'sim')).filter(({ aberto }) => aberto),
    listRecent: (idClienteServico) => listAtendimentos(idClienteServico, 'nao', 'atendimento_mensagem'),
    listAtendimentos: (idClienteServico, { mensagens }) =>
      listAtendimentos(idClienteServico, 'nao', mensagens ? 'atendimento_mensagem' : undefined),
    findTipoAtendimento: (descricao) => tipos.find(descricao),
    criarAtendimento: (input) =>
      api.call(calls.criarAtendimento, {
        body: {
          id_cliente_servico: input.idClienteServico,
          descricao: input.descricao,
          nome: input.nome,
          telefone: input.telefone,
          // A record's e-mail may be anything ("nao tem"): a ticket must not fail for it.
          email: z.email().safeParse(input.email).data,
          id_tipo_atendimento: input.idTipoAtendimento,
          abrir_os: input.abrirOs,
          parametros: Object.keys(input.parametros).length > 0 ? [input.parametros] : undefined,
        },
      }),
    adicionarMensagem: (idAtendimento, mensagem) =>
      api.call(calls.adicionarMensagem, { params: { id_atendimento: idAtendimento }, body: { mensagem } }),
    adicionarAnexo: (idAtendimento, upload) =>
      api.call(calls.adicionarAnexo, { params: { id_atendimento: idAtendimento }, upload }),
    ...createSelfService(api),
    ...createVisits(api),
    ...createInvoiceDesk(api),
    faturas: createInvoices(api, clock),
  }
}
