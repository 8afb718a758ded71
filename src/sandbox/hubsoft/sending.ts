import type { Reply, StandInRequest } from '../http/route.js'
import type { Invoice, Person } from '../world/types.js'
import { sqlDateTime } from '../dates.js'
import { asText } from './fields.js'
import { refused } from './replies.js'
import type { HubsoftState } from './state.js'

const SOON = 'O sistema fará o agendamento do disparo. Dentro de alguns minutos o cliente irá receber'

/** `POST cliente/financeiro/enviar_email`: to the record's own, and whatever `email_adicional` names. */
export function sendByEmail(state: HubsoftState, request: StandInRequest): Reply {
  const msg = `As faturas foram adicionadas para serem disparadas por e-mail. ${SOON} os e-mails.`
  return withInvoice(state, request, (invoice, person) => {
    const emails = [...(person.email === null ? [] : [person.email]), ...extra(request, 'email_adicional')]
    if (emails.length === 0) return refused('O cliente não possui e-mail cadastrado')
    state.act({ kind: 'email', idFatura: invoice.idFatura, para: emails }, `fatura ${invoice.idFatura} por e-mail`)
    const told = emails.map((email) => ({ id_contato: null, id_cliente: person.idCliente, email, nome: person.nome }))
    return queued(msg, state, invoice, { emails: told })
  })
}

/** `POST cliente/financeiro/enviar_sms`, likewise. */
export function sendBySms(state: HubsoftState, request: StandInRequest): Reply {
  const msg = `As faturas foram adicionadas para serem disparadas por SMS. ${SOON} as mensagens.`
  return withInvoice(state, request, (invoice, person) => {
    const own = person.telefones.map((phone) => phone.replace(/\D/gu, '')).filter((phone) => /^\d{10,11}$/u.test(phone))
    const phones = [...own.slice(0, 1), ...extra(request, 'telefone_adicional')]
    if (phones.length === 0) return refused('O cliente não possui telefone celular válido cadastrado')
    state.act({ kind: 'sms', idFatura: invoice.idFatura, para: phones }, `fatura ${invoice.idFatura} por SMS`)
    const told = phones.map((telefone) => ({ id_contato: null, id_cliente: person.idCliente, telefone }))
    return queued(msg, state, invoice, { telefones: told })
  })
}

/** `POST cliente/financeiro/enviar_push`. */
export function sendByPush(state: HubsoftState, request: StandInRequest): Reply {
  return withInvoice(state, request, ({ idFatura }) => {
    state.act({ kind: 'push', idFatura }, `fatura ${idFatura} por push`)
    return { status: 200, body: { status: 'success', msg: 'Fatura enviada com sucesso via push notification' } }
  })
}

function withInvoice(
  state: HubsoftState,
  { body }: StandInRequest,
  then: (invoice: Invoice, person: Person) => Reply,
): Reply {
  const id = asText(body.fields.id_fatura)
  if (!/^\d+$/u.test(id)) return refused('Erro ao validar os dados', ['O campo id_fatura é obrigatório.'])
  const invoice = state.findInvoice(Number(id))
  const person = state.world.pessoas.find(({ codigoCliente }) => codigoCliente === invoice?.codigoCliente)
  return invoice && person ? then(invoice, person) : refused('Fatura não encontrada')
}

function extra({ body }: StandInRequest, field: string): string[] {
  const given = body.fields[field]
  return Array.isArray(given) ? given.filter((one): one is string => typeof one === 'string') : []
}

function queued(msg: string, state: HubsoftState, { idFatura }: Invoice, job: Record<string, unknown>): Reply {
  const delay = { date: `${sqlDateTime(state.now())}.000000`, timezone_type: 3, timezone: 'America/Sao_Paulo' }
  const common = { tries: 1, timeout: 172_800, memory: 2_048, connection: null, queue: 'hubsoft-prioritario', delay }
  const whole = { ...common, faturas: [{ id_fatura: idFatura }], ...job }
  return { status: 200, body: { status: 'success', msg, job: whole } }
}
