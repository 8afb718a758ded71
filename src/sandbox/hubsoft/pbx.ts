import type { Reply, StandInRequest } from '../http/route.js'
import { asText } from './fields.js'
import { refused } from './replies.js'
import type { HubsoftState } from './state.js'

/** `POST pbx/ligacao/notificar` and `cancelar` (2020, 7). */
export function notifyCall(state: HubsoftState, request: StandInRequest): Reply {
  return ofCall(state, request, 'ligacao', 'Ligação notificada com sucesso')
}

export function cancelCall(state: HubsoftState, request: StandInRequest): Reply {
  return ofCall(state, request, 'ligacao-cancelada', 'Ligação cancelada com sucesso')
}

function ofCall(
  state: HubsoftState,
  { body: { fields } }: StandInRequest,
  kind: 'ligacao' | 'ligacao-cancelada',
  msg: string,
): Reply {
  const ramal = asText(fields.ramal)
  const interno = asText(fields.identificador_interno)
  const people = state.world.pessoas
  const known = (name: 'codigoCliente' | 'idCliente', given: string) => given === '' || people.some((one) => String(one[name]) === given)
  const problems = [
    ...(ramal === '' && interno === '' ? ['O campo ramal é obrigatório sem identificador_interno.'] : []),
    ...(/^\d*$/u.test(ramal) ? [] : ['O campo ramal deve ser numérico.']),
    ...(/^\d*$/u.test(asText(fields.telefone)) ? [] : ['O campo telefone deve ser numérico.']),
    ...(known('codigoCliente', asText(fields.codigo_cliente)) ? [] : ['O campo codigo_cliente não existe.']),
    ...(known('idCliente', asText(fields.id_cliente)) ? [] : ['O campo id_cliente não existe.']),
  ]
  if (problems.length > 0) return refused('Erro ao validar os dados', problems)
  const whose = ramal === '' ? interno : ramal
  state.act({ kind, ramal: whose }, `${kind === 'ligacao' ? 'ligação para' : 'ligação perdida de'} ${whose}`)
  return { status: 200, body: { status: 'success', msg } }
}
