import type { Fatura } from '../../domain/fatura.js'
import type { Clock } from '../../lib/clock.js'
import type { HubsoftDesk } from '../../outbox/ports.js'
import type { Api } from '../http/api.js'
import { botCalls as calls } from './bot-calls.js'
import { localDay } from '../wire/dates.js'
import { openInvoicePdf } from './invoice-pdf.js'

export type FaturasOf = { codigoCliente: number } | { idClienteServico: number }

export interface Invoices {
  /** Unpaid invoices of a customer or of one service, the oldest first, at most 50. */
  listPending(of: FaturasOf): Promise<readonly Fatura[]>
  /** Paid ones among the 50 that fall or fell due last, the newest payment first. */
  listPaid(of: FaturasOf): Promise<readonly Fatura[]>
}

/** Paid and unpaid ones, the newest due date first: ordered by payment, those that have none may come first. */
const NEWEST = { apenas_pendente: 'nao', limit: 50, order_by: 'data_vencimento', order_type: 'desc' } as const

const ENVIOS = { email: calls.enviarEmail, sms: calls.enviarSms, push: calls.enviarPush } as const

/** Invoices, read. */
export function createInvoices(api: Api, clock: Clock): Invoices {
  return {
    listPending: async (of) => {
      const query = { ...searchOf(of), apenas_pendente: 'sim', limit: 50, order_type: 'asc' } as const
      const today = localDay(clock.now())
      return (await api.call(calls.listarFaturas, { query }))
        .filter(({ paga }) => !paga)
        .map(({ paga: _paga, ...fatura }): Fatura => ({
          ...fatura,
          situacao: fatura.vencimento < today ? 'vencida' : 'aberta',
        }))
        .sort((a, b) => a.vencimento.localeCompare(b.vencimento))
    },
    listPaid: async (of) =>
      (await api.call(calls.listarFaturas, { query: { ...searchOf(of), ...NEWEST } }))
        .filter(({ paga }) => paga)
        .map(({ paga: _paga, ...fatura }): Fatura => ({ ...fatura, situacao: 'paga' }))
        .sort((a, b) => (b.pagamento ?? b.vencimento).localeCompare(a.pagamento ?? a.vencimento)),
  }
}

/** Invoices, sent: by HubSoft itself, or fetched as a PDF. */
export function createInvoiceDesk(api: Api): Pick<HubsoftDesk, 'hasFatura' | 'enviarFatura' | 'openPdf'> {
  return {
    hasFatura: async (codigoCliente, idFatura) => {
      const found = await api.call(calls.listarFaturas, { query: { ...searchOf({ codigoCliente }), ...NEWEST } })
      return found.some((fatura) => fatura.idFatura === idFatura)
    },
    enviarFatura: (idFatura, por) => api.call(ENVIOS[por], { body: { id_fatura: idFatura } }),
    openPdf: async ({ idClienteServico, idFatura }) => {
      const found = await api.call(calls.localizarPdf, { query: { ...searchOf({ idClienteServico }), ...NEWEST } })
      const fatura = found.find((one) => one.idFatura === idFatura)
      if (!fatura) return { kind: 'none', why: 'sem-fatura' }
      if (fatura.link === undefined) return { kind: 'none', why: 'sem-pdf' }
      return { kind: 'pdf', ...(await openInvoicePdf(fatura.link)) }
    },
  }
}

function searchOf(of: FaturasOf): { busca: 'codigo_cliente' | 'id_cliente_servico'; termo_busca: number } {
  return 'codigoCliente' in of
    ? { busca: 'codigo_cliente', termo_busca: of.codigoCliente }
    : { busca: 'id_cliente_servico', termo_busca: of.idClienteServico }
}
