import { brDate } from '../dates.js'
import type { Reply, StandInRequest } from '../http/route.js'
import { asText } from './fields.js'
import { refused } from './replies.js'
import type { HubsoftState } from './state.js'

/** The rule that a provider sets in its panel. */
export const MAX_DIAS = 3
const DAY_MS = 86_400_000

/** `POST cliente/desbloqueio_confianca`: suspended services only, once, and no longer than the rule allows. */
export function unlockService(state: HubsoftState, { body }: StandInRequest): Reply {
  const id = asText(body.fields.id_cliente_servico)
  if (!/^\d+$/u.test(id)) return refused('Erro ao validar os dados', ['O campo id_cliente_servico é obrigatório.'])
  const dias = Number(asText(body.fields.dias_desbloqueio) || 1)
  if (!Number.isInteger(dias) || dias < 1) {
    return refused('Erro ao validar os dados', ['O campo dias_desbloqueio deve ser um número inteiro maior que 0.'])
  }
  const owner = state.findPlan(Number(id))
  if (!owner) return refused('Serviço do cliente não encontrado')
  const { plan } = owner
  // Whether it is unlocked already comes first: an unlocked service is not suspended any more.
  if (state.network.unlocksOf(plan).length > 0) {
    return refused('Este serviço já utilizou o desbloqueio em confiança e possui fatura em aberto.')
  }
  if (!state.network.statusOf(plan).statusPrefixo.startsWith('suspenso_')) {
    return refused('O serviço não está suspenso por débito, não é possível efetuar o desbloqueio em confiança.')
  }
  if (dias > MAX_DIAS) {
    const most = `ultrapassa o máximo de ${MAX_DIAS} dias`
    return refused(`O valor informado para os dias de desbloqueio (${dias}) não é permitido, pois ${most}.`)
  }
  const until = state.now() + dias * DAY_MS
  state.network.unlock(plan, until)
  const { idClienteServico } = plan
  state.act({ kind: 'desbloqueio', idClienteServico, dias }, `desbloqueio em confiança por ${dias} dia(s)`)
  const msg = `Desbloqueio em confiança realizado com sucesso até a data ${brDate(until)}`
  return { status: 200, body: { status: 'success', msg } }
}
