import type { Cliente } from '../../domain/cliente.js'
import { toFormatado } from '../../domain/telefone.js'
import type { Clock } from '../../lib/clock.js'
import type { Handler, Readback } from '../handler.js'
import { POLICIES } from '../policy.js'
import type { ChamadoVisto, HubsoftDesk, MilvusDesk } from '../ports.js'
import { beginsWith } from '../reference.js'
import { nextReading } from '../transition.js'

/** So long what was sent is among the newest; later the client's own chamados are looked through. */
const RECENT_MS = 60 * 60_000

/**
 * Opens a chamado; found again by its reference, which stands first in the assunto. A look costs one listing, of which
 * there is one a minute: the newest, which all that look share, while it was decided a short while ago, and the
 * client's own where that is long ago (docs/decisions/0025-milvus-listings-one-a-minute.md).
 */
export function createMilvusChamado(deps: {
  hubsoft: HubsoftDesk
  milvus: MilvusDesk
  clock: Clock
}): Handler<'milvus.chamado'> {
  const { hubsoft, milvus, clock } = deps

  /** The record, and the one client at Milvus whose document it has; none, or two that can't be told apart, is nobody. */
  async function clientOf(codigoCliente: number): Promise<{ cliente: Cliente; token: string } | undefined> {
    const cliente = await hubsoft.findByCodigo(codigoCliente)
    const [only, ...others] = cliente ? await milvus.findClientes(cliente.documento) : []
    return cliente && only && others.length === 0 ? { cliente, token: only.token } : undefined
  }

  return {
    perform: async ({ payload }, context) => {
      const { reference, again, codigoCliente, solicitante, ...words } = payload
      const client = await clientOf(codigoCliente)
      // Not filed here; the conversation then files at HubSoft.
      if (!client) return { kind: 'rejected', reason: 'sem-cliente' }
      const { cliente, token } = client
      const earlier = again === true ? ours(reference, await milvus.listOfCliente(token)) : undefined
      if (earlier) return { kind: 'done', result: { codigo: earlier.codigo } }
      const telefone = cliente.telefones.map(toFormatado).find((phone) => phone !== undefined)
      await context.sent()
      const { codigo } = await milvus.criarChamado({
        clienteToken: token,
        contato: solicitante ?? cliente.nome,
        ...(cliente.email === undefined ? {} : { email: cliente.email }),
        ...(telefone === undefined ? {} : { telefone }),
        ...words,
      })
      return { kind: 'done', result: { codigo } }
    },
    reconcile: async (effect) => {
      const { reference, codigoCliente } = effect.payload
      const now = clock.now()
      const since = effect.createdAt
      // A listing made since this look was due is as good as one made now.
      const notBefore = effect.state === 'unknown' ? nextReading(effect, POLICIES[effect.kind]) : now
      if (now - since < RECENT_MS) {
        const { chamados, complete } = await milvus.listNewest({ since, notBefore })
        const found = ours(reference, chamados)
        if (found || complete) return readback(found)
      }
      const client = await clientOf(codigoCliente)
      if (client) return readback(ours(reference, await milvus.listOfCliente(client.token)))
      // It was sent under the one client of that document, which is not there any more: the newest are all there is.
      return readback(ours(reference, (await milvus.listNewest({ since, notBefore })).chamados))
    },
  }
}

const ours = (reference: string, listed: readonly ChamadoVisto[]): ChamadoVisto | undefined =>
  listed.find(({ assunto }) => beginsWith(assunto, reference))

const readback = (found: ChamadoVisto | undefined): Readback<'milvus.chamado'> =>
  found ? { kind: 'found', result: { codigo: found.codigo } } : { kind: 'absent' }
