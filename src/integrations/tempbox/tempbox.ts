import { createHash } from 'node:crypto'

import type { Secret } from '../../lib/secret.js'
import type { TempboxDesk } from '../../outbox/ports.js'
import type { Atendente, TempboxMessage, TempboxReader } from '../../watchers/ports.js'
import { createApi, type Api, type Credential } from '../http/api.js'
import type { HttpDeps } from '../http/deps.js'
import { buildRequest } from '../http/request.js'
import { createTransport } from '../http/transport.js'
import { openAnexo } from './anexo.js'
import { botCalls as calls } from './bot-calls.js'
import type { Mensagem } from './calls/mensagens.js'
import { configuredFields } from './configured.js'
import { createEmAberto, isOf } from './em-aberto.js'
import { unwrapTempbox } from './envelope.js'
import { inQuery, tooLong, urlLength } from './url.js'

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
  const own = ({ name }: { name: string }) => configuredFields(config, name)
  const credential: Credential = { apply: (request) => inQuery(request, config.token), refused: () => false }
  const api = createApi({
    system: 'tempbox',
    baseUrl: config.baseUrl,
    transport: createTransport(deps.transport),
    authenticate: async () => credential,
    unwrap: unwrapTempbox,
    unsendable: (request) => tooLong(request, config.token),
    logger: deps.logger,
    ...(deps.circuit ? { circuit: deps.circuit } : {}),
    ...(deps.onCall ? { onCall: deps.onCall } : {}),
  })

  const emAberto = createEmAberto({ api, empresa: Empresa, clock: deps.clock, logger: deps.logger })

  /** Nobody where it is ourselves: our own messages may make us the attendant. */
  const asAtendente = ({ hash, nome }: { hash: string; nome: string }): Atendente | undefined => {
    if (hash !== '' && hash.toLowerCase() === config.atendente?.toLowerCase()) return undefined
    if (hash === '' && nome.trim() === '') return undefined
    return { key: digest(`${hash.toLowerCase()}\0${hash === '' ? nome.trim().toLowerCase() : ''}`), nome: firstName(nome) }
  }
  const messageBody = (input: { atendimento: string; contato: string; mensagem: string }) => ({
    ...own(calls.enviarMensagem),
    Atendimento: input.atendimento,
    Contato: input.contato,
    Mensagem: input.mensagem,
  })
  const listOf = (contato: string) => api.call(calls.listarMeusAtendimentos, { body: { Contato: contato, Empresa } })
  const messagesOf = async (atendimento: string) => {
    const found = await api.call(calls.listarMensagens, { body: { Atendimento: atendimento, Empresa } })
    // A reading may be shared with others who asked at the same time.
    return found.toSorted((a, b) => a.order - b.order)
  }

  return {
    api,
    close: () => api.close(),
    criarPorContato: (contato) =>
      api.call(calls.criarPorContato, { body: { ...own(calls.criarPorContato), Contato: contato } }),
    listAtendimentos: async (contato) =>
      (await listOf(contato))
        .filter((one) => plataforma === undefined || one.plataforma === plataforma)
        .map(({ atendimento, concluido, numero }) => ({ atendimento, concluido, ...(numero === '' ? {} : { numero }) })),
    enviarMensagem: (input) => api.call(calls.enviarMensagem, { body: messageBody(input) }),
    urlLength: (input) => {
      const request = buildRequest(calls.enviarMensagem, { body: messageBody(input) }, config.baseUrl, 'tempbox')
      return urlLength(request, config.token)
    },
    listMensagens: async (atendimento) => (await messagesOf(atendimento)).map(({ text }) => ({ texto: text })),
    encerrar: (atendimento) => api.call(calls.encerrarAtendimento, { body: { Atendimento: atendimento, Empresa } }),
    agendarMensagem: ({ atendimento, mensagem, quando }) =>
      api.call(calls.agendarMensagem, {
        body: { ...own(calls.agendarMensagem), Atendimento: atendimento, DataAgendamento: quando, Mensagem: mensagem },
      }),
    openAnexo: (atendimento, messageId) =>
      openAnexo(messageId, {
        baseUrl: config.baseUrl,
        listings: [
          async () => (await emAberto.read(0)).filter((one) => isOf(one, atendimento)),
          // A listing of one conversation may leave out which it is.
          async () => (await messagesOf(atendimento)).filter((one) => one.atendimentos.length === 0 || isOf(one, atendimento)),
        ],
      }),
    readMensagens: async (atendimento) => (await messagesOf(atendimento)).map(asWatched),
    readState: async (contato, atendimento) => {
      // Ids are GUIDs: .NET writes them in either case.
      const wanted = atendimento.toLowerCase()
      const found = (await listOf(contato)).find((one) => one.atendimento.toLowerCase() === wanted)
      if (!found) return { state: 'absent', waiting: true }
      // One that is begun is somebody's, named or not.
      const atendente = asAtendente(found.atendente) ?? (found.iniciado === true ? NAMELESS : undefined)
      return {
        state: found.concluido ? 'closed' : 'open',
        waiting: found.iniciado === false,
        ...(atendente ? { atendente } : {}),
      }
    },
    readEmAberto: async (atendimento, maxAgeMs) => {
      const ours = (await emAberto.read(maxAgeMs)).filter((one) => isOf(one, atendimento))
      const responsavel = ours.findLast((one) => asAtendente(one.responsavel) !== undefined)?.responsavel
      const atendente = responsavel && asAtendente(responsavel)
      const arquivos = ours.filter(({ fromAttendant, hasFile }) => fromAttendant && hasFile).map(asWatched)
      return { ...(atendente ? { atendente } : {}), arquivos }
    },
  }
}

function asWatched({ id, fromAttendant, author, text, hasFile }: Mensagem): TempboxMessage {
  return { id, fromAttendant, author: author === '' ? undefined : author, text, hasFile }
}

const NAMELESS: Atendente = { key: '', nome: '' }

const firstName = (nome: string): string => nome.trim().split(/\s+/u)[0] ?? ''

/** Tells attendants apart without naming them: it is kept by who watches. */
const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)
