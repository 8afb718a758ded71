import type { Secret } from '../../lib/secret.js'
import type { TempboxDesk } from '../../outbox/ports.js'
import type { TempboxReader } from '../../watchers/ports.js'
import { createApi, type Api, type Credential } from '../http/api.js'
import type { HttpDeps } from '../http/deps.js'
import { buildRequest, encode } from '../http/request.js'
import { createTransport, type WireRequest } from '../http/transport.js'
import { tempboxCalls as calls } from './calls.js'
import { unwrapTempbox } from './envelope.js'

export interface TempboxConfig {
  baseUrl: string
  token: Secret
  empresa: string
  atendente?: string
  /** Number of our own channel there. */
  plataforma?: number
  codigoReferenciaCanal?: string
}

export interface Tempbox extends TempboxDesk, TempboxReader {
  /** The bare API, for the command line and the doctor. */
  api: Api
  close(): Promise<void>
}

/** TempBox behind the ports that the outbox and the watchers declare. */
export function createTempbox(config: TempboxConfig, deps: HttpDeps): Tempbox {
  const { empresa: Empresa, plataforma } = config
  const credential: Credential = { apply: (request) => inQuery(request, config.token), refused: () => false }
  const api = createApi({
    system: 'tempbox',
    baseUrl: config.baseUrl,
    transport: createTransport(deps.transport),
    authenticate: async () => credential,
    unwrap: unwrapTempbox,
    logger: deps.logger,
    ...(deps.circuit ? { circuit: deps.circuit } : {}),
    ...(deps.onCall ? { onCall: deps.onCall } : {}),
  })

  const messageBody = (input: { atendimento: string; contato: string; mensagem: string }) => ({
    Atendente: config.atendente,
    Atendimento: input.atendimento,
    CodigoReferenciaCanal: config.codigoReferenciaCanal,
    Contato: input.contato,
    Empresa,
    Mensagem: input.mensagem,
    Plataforma: plataforma,
  })
  const listOf = (contato: string) => api.call(calls.listarMeusAtendimentos, { body: { Contato: contato, Empresa } })
  const messagesOf = async (atendimento: string) => {
    const found = await api.call(calls.listarMensagens, { body: { Atendimento: atendimento, Empresa } })
    return found.sort((a, b) => a.order - b.order)
  }

  return {
    api,
    close: () => api.close(),
    criarPorContato: (contato) =>
      api.call(calls.criarPorContato, {
        body: {
          Atendente: config.atendente,
          CodigoReferenciaCanal: config.codigoReferenciaCanal,
          Contato: contato,
          Empresa,
          Plataforma: plataforma,
        },
      }),
    listAtendimentos: async (contato) =>
      (await listOf(contato))
        .filter((one) => plataforma === undefined || one.plataforma === plataforma)
        .map(({ atendimento, concluido }) => ({ atendimento, concluido })),
    enviarMensagem: (input) => api.call(calls.enviarMensagem, { body: messageBody(input) }),
    urlLength: (input) => {
      const request = buildRequest(calls.enviarMensagem, { body: messageBody(input) }, config.baseUrl, 'tempbox')
      const { origin, path } = credential.apply(request)
      return origin.length + path.length
    },
    listMensagens: async (atendimento) => (await messagesOf(atendimento)).map(({ text }) => ({ texto: text })),
    encerrar: (atendimento) => api.call(calls.encerrarAtendimento, { body: { Atendimento: atendimento, Empresa } }),
    readMensagens: async (atendimento) =>
      (await messagesOf(atendimento)).map(({ id, fromAttendant, author, text, hasFile }) => ({
        id,
        fromAttendant,
        author: author === '' ? undefined : author,
        text,
        hasFile,
      })),
    readState: async (contato, atendimento) => {
      // Ids are GUIDs: .NET writes them in either case.
      const wanted = atendimento.toLowerCase()
      const found = (await listOf(contato)).find((one) => one.atendimento.toLowerCase() === wanted)
      if (!found) return 'absent'
      return found.concluido ? 'closed' : 'open'
    },
  }
}

/** Token and JSON travel in the query string of a POST without a body: the URL is a secret from here on. */
function inQuery(request: WireRequest, token: Secret): WireRequest {
  const json = typeof request.body === 'string' ? request.body : ''
  const { accept = 'application/json' } = request.headers
  return {
    ...request,
    path: `${request.path}?token=${encode(token.reveal())}&json=${encode(json)}`,
    headers: { accept },
    body: undefined,
  }
}
