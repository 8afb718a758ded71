import type { Reply } from '../http/route.js'
import { sqlDateTime } from '../dates.js'
import type { Conversation, ConversationMessage, TempboxState } from './state.js'

type Params = Readonly<Record<string, unknown>>

/** The calls under `/api/Atendimento/`, by their name in lower case. */
export const CALLS: Readonly<Record<string, (state: TempboxState, params: Params) => Reply>> = {
  criarporcontato: (state, params) => {
    const contato = asText(params.Contato)
    const plataforma = Number(params.Plataforma)
    if (contato === '' || !Number.isInteger(plataforma)) return refusedEnvelope('Contato e Plataforma são obrigatórios')
    state.open(contato, plataforma, asText(params.CodigoReferenciaCanal))
    return envelope(null)
  },
  enviarmensagem: (state, params) => {
    const conversation = state.byId(params.Atendimento)
    const texto = asText(params.Mensagem)
    if (!conversation || conversation.concluido) return refusedEnvelope('Atendimento não encontrado ou concluído')
    if (texto === '') return refusedEnvelope('Mensagem é obrigatória')
    const autor = asText(params.Atendente)
    state.say(conversation, {
      texto,
      de: 'bot',
      autor,
      marcadaAtendente: state.marksRelayedAsAttendant && autor !== '',
    })
    return envelope(null)
  },
  encerraratendimento: (state, params) => {
    const conversation = state.byId(params.Atendimento)
    if (!conversation) return refusedEnvelope('Atendimento não encontrado')
    if (!conversation.concluido) state.close(conversation, 'pela API')
    return envelope(null)
  },
  listarmeusatendimentos: (state, params) =>
    envelope(
      state.conversations
        .filter(({ contato }) => contato === asText(params.Contato))
        .toReversed()
        .map(wireConversation),
    ),
  listarmensagensatendimento: (state, params) => {
    const conversation = state.byId(params.Atendimento)
    if (!conversation) return refusedEnvelope('Atendimento não encontrado')
    return envelope(conversation.mensagens.map((message) => wireMessage(conversation, message)))
  },
  listarmensagensemaberto: (state, params) => {
    const open = state.conversations.filter(({ concluido }) => !concluido)
    return envelope(allMessages(state, open).slice(Number(params.Inicio ?? 0), Number(params.Termino ?? 100)))
  },
  listarultimasmensagens: (state) => envelope(allMessages(state, state.conversations).slice(0, LAST_MESSAGES)),
  agendarmensagem: (state, params) => {
    const conversation = state.byId(params.Atendimento)
    const quando = asText(params.DataAgendamento)
    const texto = asText(params.Mensagem)
    if (!conversation || conversation.concluido) return refusedEnvelope('Atendimento não encontrado ou concluído')
    if (texto === '' || Number.isNaN(Date.parse(quando))) return refusedEnvelope('Data e mensagem são obrigatórias')
    state.schedule(conversation, texto, quando)
    return envelope(null)
  },
}

/** `Success: true` around the data; most calls have none. */
function envelope(data: unknown): Reply {
  return { status: 200, body: { Status: 'ok', Code: 200, Success: true, Data: data } }
}

/** A refusal comes under HTTP 200 (docs/errata.md). */
export function refusedEnvelope(message: string): Reply {
  return { status: 200, body: { Status: 'error', Code: 500, Success: false, Data: null, Message: message } }
}

function wireConversation(conversation: Conversation): unknown {
  const last = conversation.mensagens.at(-1)
  return {
    AtendenteHash: null,
    AtendentePrimeiroNome: conversation.atendente ?? null,
    AtendenteTitulo: conversation.atendente ?? null,
    Atendimento: conversation.atendimento,
    AtendimentoMensagem: last?.id ?? null,
    Autonumeracao: conversation.numero,
    Cadastro: sqlDateTime(conversation.inicio),
    Concluido: conversation.concluido,
    Hash: conversation.atendimento,
    Iniciado: conversation.iniciado,
    InicioAtendimento: sqlDateTime(conversation.inicio),
    Mensagem: last?.texto ?? '',
    NaoLidas: 0,
    Plataforma: conversation.plataforma,
    PlataformaTitulo: 'Telegram',
    ReferenteCanal: conversation.codigoReferenciaCanal,
    SolicitanteTitulo: conversation.contato,
    SolicitanteTelefone: conversation.contato,
  }
}

const LAST_MESSAGES = 200

/** Newest first, with what these two listings alone have: the file and who is responsible. */
function allMessages(state: TempboxState, conversations: readonly Conversation[]): unknown[] {
  return conversations
    .flatMap((conversation) => conversation.mensagens.map((message) => ({ conversation, message })))
    .sort((one, other) => other.message.em - one.message.em || other.message.numero - one.message.numero)
    .map(({ conversation, message }) => ({
      ...wireMessage(conversation, message),
      ArquivoAnexo: message.anexo?.fileName ?? null,
      AtendenteResponsavelPrimeiroNome: conversation.iniciado ? (conversation.atendente ?? null) : null,
      Extensao: message.anexo ? (message.anexo.fileName.split('.').at(-1) ?? '') : null,
      UrlAnexo: message.anexo ? `${state.url}/anexos/${message.id}` : null,
    }))
}

function wireMessage(conversation: Conversation, message: ConversationMessage): Record<string, unknown> {
  const attendant = message.de === 'atendente' || message.marcadaAtendente
  const at = sqlDateTime(message.em)
  return {
    AtendenteHash: null,
    AtendentePrimeiroNome: message.de === 'atendente' ? (message.autor.split(' ')[0] ?? '') : null,
    AtendenteTitulo: message.de === 'atendente' ? message.autor : null,
    Atendimento: conversation.atendimento,
    AtendimentoHash: conversation.atendimento,
    AtendimentoMensagem: message.id,
    Autonumeracao: message.numero,
    AutorMensagem: message.de === 'atendente' ? message.autor : 'Plantão',
    Cadastro: at,
    Hash: message.id,
    Horario: at.slice(11, 16),
    HorarioSegundos: at.slice(11),
    Mensagem: message.texto,
    // `int` here, `bit` in other listings: both are seen in the documents.
    MensagemAtendente: attendant ? 1 : 0,
    Momento: 'agora',
    SolicitanteTitulo: conversation.contato,
  }
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : ''
}
