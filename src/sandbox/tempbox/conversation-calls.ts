import { asInt, asText, envelope, refusedEnvelope, type Call } from './reply.js'
import { wireConversation, wireRecent, wireResponsavel } from './shapes.js'

/** An attendant and the conversation that becomes theirs. */
function assigning(how: string): Call {
  return {
    needs: ['Atendente', 'Atendimento', 'Empresa'],
    handle: (state, params) => {
      const conversation = state.byId(params.Atendimento)
      const attendant = state.attendants.byHash(params.Atendente)
      if (!conversation || conversation.concluido) return refusedEnvelope('Atendimento não encontrado ou concluído')
      if (!attendant) return refusedEnvelope('Atendente não encontrado')
      state.attend(conversation, attendant)
      state.landed(how, conversation, `${how}: ${attendant.nome}`)
      return envelope([wireResponsavel(conversation)])
    },
  }
}

/** What becomes of a conversation, and the lists of them; by name in lower case. */
export const CONVERSATION_CALLS: Readonly<Record<string, Call>> = {
  criarporcontato: {
    needs: ['Contato', 'Empresa'],
    handle: (state, params) => {
      const contato = asText(params.Contato)
      const plataforma = Number(params.Plataforma)
      if (contato === '' || !Number.isInteger(plataforma)) return refusedEnvelope('Contato e Plataforma são obrigatórios')
      state.open(contato, plataforma, asText(params.CodigoReferenciaCanal))
      return envelope(null)
    },
  },
  iniciaratendimento: assigning('início'),
  pegaratendimento: assigning('tomada'),
  encaminharatendimento: assigning('transferência'),
  encerraratendimento: {
    needs: ['Atendimento', 'Empresa'],
    handle: (state, params) => {
      const conversation = state.byId(params.Atendimento)
      if (!conversation) return refusedEnvelope('Atendimento não encontrado')
      if (!conversation.concluido) state.close(conversation, 'pela API')
      return envelope(null)
    },
  },
  listarmeusatendimentos: {
    needs: ['Contato', 'Empresa'],
    handle: (state, params) => {
      const theirs = state.conversations.filter(({ contato }) => contato === asText(params.Contato))
      return envelope(theirs.toReversed().map(wireConversation))
    },
  },
  listaremaberto: {
    needs: ['Empresa'],
    handle: (state) => envelope(state.conversations.filter(({ concluido }) => !concluido).map(wireConversation)),
  },
  listarrecentes: {
    needs: ['top'],
    handle: (state, params) => {
      const top = asInt(params.top)
      if (top === undefined || top < 1) return refusedEnvelope('top é inválido')
      return envelope(state.conversations.toReversed().slice(0, top).map(wireRecent))
    },
  },
}
