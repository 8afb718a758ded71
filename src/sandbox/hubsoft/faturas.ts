import type { Reply, StandInRequest } from '../http/route.js'
import type { Invoice, Person } from '../world/types.js'
import { pdfPath } from './invoice-pdf.js'
import { dayMs, periodOf } from './periods.js'
import { found, refused } from './replies.js'
import type { HubsoftState } from './state.js'

/** `GET cliente/financeiro`. Pages and ids of a `link` can be guessed: it must not reach a customer as it is. */
export function listFaturas(state: HubsoftState, { query, headers }: StandInRequest): Reply {
  const busca = query.get('busca') ?? ''
  const term = query.get('termo_busca') ?? ''
  if (!['cpf_cnpj', 'codigo_cliente', 'id_cliente_servico'].includes(busca) || term === '') {
    return refused('Parâmetros inválidos', ['O campo busca é obrigatório.', 'O campo termo_busca é obrigatório.'])
  }
  const limit = Number(query.get('limit') ?? 20)
  if (!(limit >= 1 && limit <= 50)) return refused('Parâmetros inválidos', ['O campo limit deve estar entre 1 e 50.'])
  const asked = periodOf(query.get('data_inicio'), query.get('data_fim'))
  if ('refusal' in asked) return asked.refusal
  const pendingOnly = (query.get('apenas_pendente') ?? 'sim') === 'sim'
  const sign = query.get('order_type') === 'desc' ? -1 : 1
  const host = headers.host ?? 'hubsoft.invalid'
  const faturas = state.invoices()
    .flatMap((invoice) => {
      const person = state.world.pessoas.find(({ codigoCliente }) => codigoCliente === invoice.codigoCliente)
      return person && belongs(invoice, person, busca, term) ? [{ invoice, person }] : []
    })
    .filter(({ invoice }) => asked.period.within(dayMs(invoice.vencimento)))
    .filter(({ invoice }) => !pendingOnly || invoice.pagamento === null)
    .sort((one, other) => sign * sortable(one.invoice).localeCompare(sortable(other.invoice)))
    .slice(0, limit)
    .map(({ invoice, person }) => {
      const link = `http://${host}${pdfPath(invoice.idFatura)}`
      return { ...wireFatura(invoice, person), link }
    })
  return found({ faturas }, 'suscess')
}

function belongs(invoice: Invoice, person: Person, busca: string, term: string): boolean {
  if (busca === 'codigo_cliente') return String(invoice.codigoCliente) === term
  if (busca === 'id_cliente_servico') return String(invoice.idClienteServico) === term
  return person.documento === term.replace(/[^\dA-Za-z]/gu, '').toUpperCase()
}

function sortable({ vencimento }: Invoice): string {
  return vencimento.split('/').toReversed().join('')
}

function wireFatura(invoice: Invoice, person: Person): Record<string, unknown> {
  const number = String(invoice.idFatura)
  return {
    id_fatura: invoice.idFatura,
    nosso_numero: `2${number}`,
    nosso_numero_dv: `02${number}-0`,
    linha_digitavel: `75691.31662 01006.726101 ${number}.000017 7 73380000001000`,
    codigo_barras: `7569773380000001000131660100672610${number}000001`,
    pix_copia_cola: `00020126BR.GOV.BCB.PIX${number}6304ABCD`,
    beneficiario: 'FIBRA AURORA (FICTÍCIA) / CNPJ: 00.000.000/0000-00',
    numero_documento: invoice.idFatura,
    especie: 'DS',
    especie_dinheiro: 'R$',
    aceite: 'N',
    local_pagamento: 'PAGÁVEL EM QUALQUER BANCO ATÉ O VENCIMENTO',
    carteira: '1',
    tipo_cobranca: 'boleto_bancario',
    valor: invoice.valor,
    data_vencimento: invoice.vencimento,
    data_pagamento: invoice.pagamento,
    data_documento: invoice.vencimento,
    data_processamento: invoice.vencimento,
    detalhamento: [{ descricao: '(+) Serviço de Comunicação e Multimídia', valor: invoice.valor }],
    cliente: { codigo_cliente: person.codigoCliente, nome_razaosocial: person.nome, cpf_cnpj: person.documento },
  }
}
