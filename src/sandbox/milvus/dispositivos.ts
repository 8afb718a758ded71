import type { Reply, StandInRequest } from '../http/route.js'
import { asText, filterOf, has, invalid, is, notFound, pageOf } from './listing.js'
import { TIPOS_DISPOSITIVO, type Dispositivo } from './registry.js'
import type { MilvusState } from './state.js'

const REQUIRED = ['apelido', 'cliente_id', 'hostname', 'tipo_dispositivo_id']

/** `POST dispositivos` */
export function createDispositivo(state: MilvusState, { body }: StandInRequest): Reply {
  if (REQUIRED.some((name) => asText(body.fields[name]) === '') || !fits(state, body.fields)) return invalid
  const id = state.registry.nextId()
  state.registry.dispositivos.push({ ...body.fields, id })
  state.landed('dispositivo', `${asText(body.fields.apelido)} criado`)
  return { status: 200, body: { dispositivo_id: id } }
}

/** `PUT dispositivos` */
export function changeDispositivo(state: MilvusState, { body }: StandInRequest): Reply {
  const device = byId(state, asText(body.fields.id))
  if (!device) return notFound('Dispositivo')
  if (!fits(state, { ...device, ...body.fields })) return invalid
  Object.assign(device, body.fields, { id: device.id })
  state.landed('dispositivo', `${asText(device.apelido)} alterado`)
  return said('Dispositivo atualizado com sucesso')
}

/** `DELETE dispositivos/:id` */
export function deleteDispositivo(state: MilvusState, { params }: StandInRequest): Reply {
  const device = byId(state, params.id)
  if (!device) return notFound('Dispositivo')
  state.registry.dispositivos.splice(state.registry.dispositivos.indexOf(device), 1)
  state.landed('dispositivo', `${asText(device.apelido)} excluído`)
  return said('Dispositivo excluido')
}

/** `GET dispositivos/buscar`: without anything to search by every device comes, with its passwords. */
export function searchDispositivos({ registry }: MilvusState, { query }: StandInRequest): Reply {
  const filter = Object.fromEntries(query)
  const lista = registry.dispositivos.filter(
    (device) =>
      is(filter, 'id', String(device.id)) &&
      is(filter, 'cliente', asText(device.cliente_id)) &&
      is(filter, 'patrimonio', asText(device.patrimonio)) &&
      is(filter, 'serial', asText(device.numero_serial)),
  )
  return { status: 200, body: { lista } }
}

/** `POST dispositivos/listagem` */
export function listDispositivos({ registry }: MilvusState, request: StandInRequest): Reply {
  const filter = filterOf(request)
  if (!filter) return invalid
  const { macaddress, ...others } = filter
  const wanted = { ...others, macaddres: macaddress }
  const rows = registry.dispositivos
    .filter(
      (device) =>
        is(wanted, 'tipo_dispositivo_id', asText(device.tipo_dispositivo_id)) &&
        ['hostname', 'apelido', 'ip_interno', 'ip_externo', 'macaddres', 'usuario_logado'].every((name) =>
          has(wanted, name, asText(device[name])),
        ),
    )
    .map(({ senha: _senha, wireless_senha: _wireless, cliente_id: clienteId, ...device }) => ({
      ...device,
      nome_fantasia: registry.clientes.find(({ id }) => id === clienteId)?.nome ?? null,
      tipo_dispositivo_text: TIPOS_DISPOSITIVO.find(({ id }) => id === device.tipo_dispositivo_id)?.descricao ?? null,
      tipo_dispositivo_icone: 'mdi mdi-router-wireless',
      data_criacao: '2026-05-27T17:44:25.000Z',
    }))
  return pageOf(request, request.query.get('is_descending') === 'true' ? rows.reverse() : rows)
}

/** `GET dispositivos/lista/tipo-dispositivo` */
export function listTipos(): Reply {
  return { status: 200, body: { lista: TIPOS_DISPOSITIVO } }
}

/** `GET dispositivos/status/:id` */
export function statusDispositivo(state: MilvusState, { params }: StandInRequest): Reply {
  const device = byId(state, params.id)
  if (!device) return notFound('Dispositivo')
  return { status: 200, body: { hostname: device.hostname, status: device.is_ativo === true ? 'Online' : 'Offline' } }
}

/** `GET dispositivos/softwares/:id` */
export function listSoftwares(state: MilvusState, request: StandInRequest): Reply {
  if (!byId(state, request.params.id)) return notFound('Dispositivo')
  const software = {
    key_licenca: 'AAAAA-BBBBB',
    chaveRegistro: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Inventado',
    software_geral_id: 85,
    versao: '1.0',
    descricao: 'Firmware inventado',
    empresa: 'Fibra Aurora',
  }
  return pageOf(request, [software])
}

/** `GET dispositivos/logs/:id`: a licence's change is told with the key. */
export function listLogs(state: MilvusState, request: StandInRequest): Reply {
  const device = byId(state, request.params.id)
  if (!device) return notFound('Dispositivo')
  const licence = asText(device.sistema_operacional_licenca)
  const log = `A licença do sistema operacional foi alterada de [] para [${licence}]`
  return pageOf(request, [{ data_criacao: '2026-05-27T14:45:39.218Z', log }])
}

/** A bare JSON string. */
const said = (sentence: string): Reply => ({
  status: 200,
  body: JSON.stringify(sentence),
  contentType: 'application/json',
})

const byId = ({ registry }: MilvusState, id: string | undefined): Dispositivo | undefined =>
  registry.dispositivos.find((device) => String(device.id) === id)

function fits({ registry }: MilvusState, fields: Record<string, unknown>): boolean {
  return (
    registry.clientes.some(({ id }) => id === fields.cliente_id) &&
    TIPOS_DISPOSITIVO.some(({ id }) => id === fields.tipo_dispositivo_id)
  )
}
