import { asInt, asText, envelope, refusedEnvelope, type Call, type Params } from './reply.js'
import { wireConsulta, wireRecord } from './shapes.js'
import type { Conversation, TempboxState } from './state.js'

/** The record of a conversation, read and changed; by name in lower case. */
export const RECORD_CALLS: Readonly<Record<string, Call>> = {
  consultar: {
    needs: ['Hash'],
    handle: (state, params) => {
      const conversation = state.byId(params.Hash)
      return conversation ? envelope([wireConsulta(conversation)]) : refusedEnvelope('Atendimento não encontrado')
    },
  },
  listar: { needs: [], handle: (state) => envelope(state.conversations.map(wireRecord)) },
  salvar: {
    needs: ['Empresa'],
    handle: (state, params) => {
      const conversation = byNumber(state, params) ?? state.byId(params.Hash)
      if (!conversation) return refusedEnvelope('Atendimento não encontrado')
      if (params.Atendente !== undefined && !state.attendants.byHash(params.Atendente)) {
        return refusedEnvelope('Atendente não encontrado')
      }
      save(state, conversation, only(params))
      return envelope([wireConsulta(conversation)])
    },
  },
  excluir: {
    needs: ['Hash'],
    handle: (state, params) => {
      const conversation = state.byId(params.Hash)
      if (!conversation) return refusedEnvelope('Atendimento não encontrado')
      state.remove(conversation)
      return envelope(null)
    },
  },
}

function byNumber(state: TempboxState, { ConsultarPorCampo, ValorConsultaPorCampo }: Params): Conversation | undefined {
  if (ConsultarPorCampo !== 'Autonumeracao') return undefined
  return state.conversations.find(({ numero }) => String(numero) === asText(ValorConsultaPorCampo))
}

/** The fields that are meant, where they are named. */
function only(params: Params): Params {
  const named = asText(params.CamposAtualizados)
  if (named === '') return params
  const wanted = new Set(named.split(',').map((name) => name.trim()))
  return Object.fromEntries(Object.entries(params).filter(([name]) => wanted.has(name)))
}

function save(state: TempboxState, conversation: Conversation, params: Params): void {
  const { Titulo, ObservacoesAdicionais, Privado, Notificavel, Categoria, Concluido, Iniciado } = params
  if (typeof Titulo === 'string') conversation.titulo = Titulo
  if (typeof ObservacoesAdicionais === 'string') conversation.observacoes = ObservacoesAdicionais
  if (typeof Privado === 'boolean') conversation.privado = Privado
  if (typeof Notificavel === 'boolean') conversation.notificavel = Notificavel
  if (typeof Iniciado === 'boolean') conversation.iniciado = Iniciado
  conversation.categoria = asInt(Categoria) ?? conversation.categoria
  const attendant = state.attendants.byHash(params.Atendente)
  if (attendant) state.attend(conversation, attendant)
  state.landed('cadastro', conversation, 'cadastro gravado')
  if (Concluido === true && !conversation.concluido) state.close(conversation, 'pelo cadastro')
}
