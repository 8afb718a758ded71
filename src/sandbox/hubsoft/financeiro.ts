import type { Reply, StandInRequest } from '../http/route.js'
import type { Invoice, Person } from '../world/types.js'
import { CADASTRO } from './base.js'
import { dayMs, periodOf } from './periods.js'
import { found, refused } from './replies.js'
import type { HubsoftState } from './state.js'

const DAY_MS = 86_400_000
/** Where no day is given. */
const DEFAULT_DAYS = 10
/** What a period is cut to where nobody is searched for; no word is said of it. */
const MOST_DAYS = 30

const SEARCHES: Readonly<Record<string, (person: Person, invoice: Invoice, term: string) => boolean>> = {
  id_cliente: ({ idCliente }, _invoice, term) => String(idCliente) === term,
  codigo_cliente: ({ codigoCliente }, _invoice, term) => String(codigoCliente) === term,
  cpf_cnpj: ({ documento }, _invoice, term) => documento === term,
  id_cliente_servico: (_person, { idClienteServico }, term) => String(idClienteServico) === term,
}

/** `GET financeiro` (2020, 6.1): the whole tenant's invoices, ten days back where no day is given. */
export function listFinanceiro(state: HubsoftState, { query }: StandInRequest): Reply {
  const asked = periodOf(query.get('data_inicio'), query.get('data_fim'))
  if ('refusal' in asked) return asked.refusal
  const busca = query.get('busca')
  const search = busca === null ? () => true : SEARCHES[busca]
  if (!search) return refused('Parâmetros inválidos', ['O campo busca é inválido.'])
  const limit = Number(query.get('limit') ?? Number.MAX_SAFE_INTEGER)
  if (!(Number.isInteger(limit) && limit > 0)) return refused('Parâmetros inválidos', ['O campo limit deve ser maior que 0.'])
  const { start, end } = asked.period
  const from = start === -Infinity && end === Infinity ? state.now() - DEFAULT_DAYS * DAY_MS : start
  const last = start === -Infinity && end === Infinity ? state.now() : end
  const until = busca === null ? Math.min(last, from + MOST_DAYS * DAY_MS) : last
  const of = query.get('tipo_data') === 'data_pagamento' ? 'pagamento' : 'vencimento'
  const paid = query.get('apenas_quitado')
  const sign = query.get('order_type') === 'desc' ? -1 : 1
  const faturas = state
    .invoices()
    .flatMap((invoice) => {
      const person = state.world.pessoas.find(({ codigoCliente }) => codigoCliente === invoice.codigoCliente)
      const day = invoice[of]
      if (!person || day === null || !search(person, invoice, query.get('termo_busca') ?? '')) return []
      return [{ invoice, person, at: dayMs(day) }]
    })
    .filter(({ at }) => at >= from && at <= until)
    .filter(({ invoice }) => paid === null || (invoice.pagamento !== null) === (paid === 'sim'))
    .sort((one, other) => sign * (one.at - other.at))
    .slice(0, limit)
    .map(({ invoice, person }) => wireReceivable(invoice, person))
  return found({ faturas })
}

function wireReceivable(invoice: Invoice, person: Person): Record<string, unknown> {
  const day = (written: string | null) => written?.split('/').toReversed().join('-') ?? null
  return {
    id_fatura: invoice.idFatura,
    nosso_numero: `2${String(invoice.idFatura)}`,
    data_vencimento: day(invoice.vencimento),
    data_vencimento_br: invoice.vencimento,
    data_pagamento: day(invoice.pagamento),
    data_pagamento_br: invoice.pagamento,
    // Text here, a number in the listing of a client.
    valor: String(invoice.valor),
    valor_pago: invoice.pagamento === null ? null : String(invoice.valor),
    cliente: {
      id_cliente: person.idCliente,
      codigo_cliente: person.codigoCliente,
      nome_razaosocial: person.nome,
      nome_fantasia: person.nomeFantasia,
      tipo_pessoa: person.tipoPessoa,
      cpf_cnpj: person.documento,
      telefone_primario: person.telefones[0],
      email_principal: person.email,
      data_cadastro: CADASTRO,
      ativo: true,
    },
  }
}
