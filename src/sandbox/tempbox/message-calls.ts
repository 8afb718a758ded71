import { allMessages, wireMessage } from './shapes.js'
import { asInt, asText, envelope, refusedEnvelope, type Call } from './reply.js'

const LAST_MESSAGES = 200

const ofOne: Call = {
  needs: ['Atendimento', 'Empresa'],
  handle: (state, params) => {
    const conversation = state.byId(params.Atendimento)
    if (!conversation) return refusedEnvelope('Atendimento não encontrado')
    return envelope(conversation.mensagens.map((message) => wireMessage(conversation, message)))
  },
}

/** Words, written and listed; by name in lower case. */
export const MESSAGE_CALLS: Readonly<Record<string, Call>> = {
  enviarmensagem: {
    needs: ['Atendimento', 'Contato', 'Empresa', 'Mensagem'],
    handle: (state, params) => {
      const conversation = state.byId(params.Atendimento)
      const texto = asText(params.Mensagem)
      if (!conversation || conversation.concluido) return refusedEnvelope('Atendimento não encontrado ou concluído')
      if (texto === '') return refusedEnvelope('Mensagem é obrigatória')
      const autor = asText(params.Atendente)
      const marcadaAtendente = state.marksRelayedAsAttendant && autor !== ''
      state.say(conversation, { texto, de: 'bot', autor, marcadaAtendente })
      return envelope(null)
    },
  },
  agendarmensagem: {
    needs: ['Atendimento', 'DataAgendamento', 'Empresa', 'Mensagem'],
    handle: (state, params) => {
      const conversation = state.byId(params.Atendimento)
      const quando = asText(params.DataAgendamento)
      const texto = asText(params.Mensagem)
      if (!conversation || conversation.concluido) return refusedEnvelope('Atendimento não encontrado ou concluído')
      if (texto === '' || Number.isNaN(Date.parse(quando))) return refusedEnvelope('Data e mensagem são obrigatórias')
      state.schedule(conversation, texto, quando)
      return envelope(null)
    },
  },
  listarmensagensatendimento: ofOne,
  listarmensagensatendimentochat: ofOne,
  listarmensagensemaberto: {
    needs: ['Empresa', 'Inicio', 'Termino'],
    handle: (state, params) => {
      const open = state.conversations.filter(({ concluido }) => !concluido)
      return envelope(allMessages(state, open).slice(asInt(params.Inicio), asInt(params.Termino)))
    },
  },
  listarultimasmensagens: {
    needs: ['Empresa'],
    handle: (state) => envelope(allMessages(state, state.conversations).slice(0, LAST_MESSAGES)),
  },
  listarmensagenspadrao: {
    needs: ['Empresa'],
    handle: () =>
      envelope([
        {
          AtendimentoMensagemPadrao: '00000000-0000-4000-8000-0000000000b1',
          Hash: '00000000-0000-4000-8000-0000000000b1',
          Plataforma: 7,
          Titulo: 'Bom dia, em que posso ajudar?',
          TituloAbreviado: 'Bom dia',
        },
      ]),
  },
  // What was handed out once is not new any more.
  obternovasmensagenschatsitesse: {
    needs: ['Inicio', 'Termino'],
    handle: (state, params) => {
      const all = state.conversations.flatMap((conversation) =>
        conversation.mensagens.map((message) => ({ conversation, message })),
      )
      const fresh = all.filter(({ message }) => !state.handedOut.has(message.id))
      const given = fresh.slice(asInt(params.Inicio), asInt(params.Termino))
      for (const { message } of given) state.handedOut.add(message.id)
      return envelope(given.map(({ conversation, message }) => wireMessage(conversation, message)))
    },
  },
  respondermensagembot: {
    needs: ['AtendimentoMensagem'],
    handle: (state, params) => {
      const wanted = asText(params.AtendimentoMensagem).toLowerCase()
      const conversation = state.conversations.find(({ mensagens }) => mensagens.some(({ id }) => id === wanted))
      if (!conversation) return refusedEnvelope('Mensagem não encontrada')
      state.say(conversation, { texto: 'Resposta do robô.', de: 'bot', autor: 'Robô', marcadaAtendente: false })
      return envelope(null)
    },
  },
  respondermensagemia: {
    needs: ['Atendimento', 'Empresa'],
    handle: (state, params) => {
      const conversation = state.byId(params.Atendimento)
      if (!conversation || conversation.concluido) return refusedEnvelope('Atendimento não encontrado ou concluído')
      state.say(conversation, { texto: 'Resposta da IA.', de: 'bot', autor: 'IA', marcadaAtendente: false })
      return envelope(null)
    },
  },
}
