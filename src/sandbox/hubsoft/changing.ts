import type { Reply, StandInRequest } from '../http/route.js'
import { sqlDateTime } from '../dates.js'
import { asText, isBlank, isTrue } from './fields.js'
import { statusById, tipoById } from './opening.js'
import { refused } from './replies.js'
import type { HubsoftState, Ticket } from './state.js'

/** `PUT atendimento/:id`, of open ones only; where the tenant's version takes ratings of closed ones, those too. */
export function editAtendimento(state: HubsoftState, request: StandInRequest): Reply {
  const { fields } = request.body
  const ticket = state.findTicket(Number(request.params.id))
  if (state.ratesClosed && ticket?.aberto === false && !isTrue(fields.fechar_atendimento) && !isBlank(fields.avaliacao)) {
    return applyEdit(state, ticket, fields)
  }
  return withOpen(state, request, (ticket) => applyEdit(state, ticket, request.body.fields))
}

function applyEdit(state: HubsoftState, ticket: Ticket, fields: Record<string, unknown>): Reply {
  if (fields.fechar_atendimento === undefined) {
    return refused('Erro ao validar os dados', ['O campo fechar_atendimento é obrigatório.'])
  }
  const closing = isTrue(fields.fechar_atendimento)
  if (closing && !isBlank(fields.id_atendimento_status)) {
    return refused('Não é possível alterar o status e fechar o atendimento ao mesmo tempo')
  }
  if (closing && !isBlank(fields.id_tipo_atendimento)) {
    return refused('Não é possível alterar o tipo e fechar o atendimento ao mesmo tempo')
  }
  const rating = isBlank(fields.avaliacao) ? undefined : Number(fields.avaliacao)
  if (rating !== undefined && !(Number.isInteger(rating) && rating >= 1 && rating <= 5)) {
    return refused('Erro ao validar os dados', ['O campo avaliacao deve estar entre 1 e 5.'])
  }
  const status = statusById(fields.id_atendimento_status)
  const tipo = tipoById(fields.id_tipo_atendimento)
  if (!isBlank(fields.id_atendimento_status) && !status) return refused('O status informado não existe.')
  if (!isBlank(fields.id_tipo_atendimento) && !tipo) return refused('O tipo de atendimento informado não existe.')
  if (!isBlank(fields.descricao)) ticket.descricao = asText(fields.descricao)
  if (!isBlank(fields.parametros)) ticket.parametros = fields.parametros
  if (status) ticket.status = status.descricao
  if (tipo) ticket.tipo = tipo.descricao
  if (closing) state.close(ticket, closingWords(fields.parametros_fechamento), rating)
  else if (rating !== undefined) state.rate(ticket, rating)
  else state.changes.notify()
  return {
    status: 200,
    body: { status: 'success', msg: 'Atendimento atualizado com sucesso', atendimento: wireEdited(ticket) },
  }
}

/** `POST atendimento/adicionar_mensagem/:id`, of open ones only. */
export function addMensagem(state: HubsoftState, request: StandInRequest): Reply {
  return withOpen(state, request, (ticket) => {
    const mensagem = asText(request.body.fields.mensagem)
    if (mensagem === '') return refused('Erro ao validar os dados', ['O campo mensagem é obrigatório.'])
    state.addMensagem(ticket, mensagem, false)
    return added('Mensagem Adicionada com sucesso', ticket)
  })
}

/** `POST atendimento/adicionar_anexo/:id`: `files[0]`…, or `files`. */
export function addAnexos(state: HubsoftState, request: StandInRequest): Reply {
  const ticket = state.findTicket(Number(request.params.id))
  if (!ticket) return refused('Atendimento não encontrado')
  const files = request.body.files.filter(({ field }) => /^files(?:\[\d*\])?$/u.test(field))
  if (files.length === 0) return refused('Erro ao validar os dados', ['O campo files é obrigatório.'])
  for (const file of files) state.addAnexo(ticket, file)
  return added('Anexo Adicionado com sucesso', ticket)
}

function withOpen(state: HubsoftState, { params }: StandInRequest, then: (ticket: Ticket) => Reply): Reply {
  const ticket = state.findTicket(Number(params.id))
  if (!ticket) return refused('Atendimento não encontrado')
  return ticket.aberto ? then(ticket) : refused('O atendimento já está fechado')
}

function added(msg: string, ticket: Ticket): Reply {
  const atendimento = { id_atendimento: ticket.idAtendimento, protocolo: ticket.protocolo }
  return { status: 200, body: { status: 'success', msg, atendimento } }
}

function closingWords(parametros: unknown): string {
  const first: unknown = Array.isArray(parametros) ? parametros[0] : parametros
  const given: unknown =
    typeof first === 'object' && first !== null ? Reflect.get(first, 'descricao_fechamento') : undefined
  return asText(given) || 'Atendimento finalizado via API'
}

function wireEdited(ticket: Ticket): Record<string, unknown> {
  return {
    id_atendimento: ticket.idAtendimento,
    protocolo: ticket.protocolo,
    id_cliente_servico: ticket.plan.idClienteServico,
    descricao_abertura: ticket.descricao,
    descricao_fechamento: ticket.descricaoFechamento ?? null,
    data_cadastro: sqlDateTime(ticket.cadastradoEm),
    data_fechamento: ticket.fechadoEm === undefined ? null : sqlDateTime(ticket.fechadoEm),
    status_fechamento: ticket.aberto ? null : 'concluido',
    nome_contato: ticket.nome,
    telefone_contato: ticket.telefone,
    email_contato: ticket.email ?? null,
    avaliacao: ticket.avaliacao ?? null,
    data_cadastro_timestamp: ticket.cadastradoEm,
  }
}
