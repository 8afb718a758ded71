import { planos, prospecto } from './hubsoft-prospecto.js'
import { clienteShape, extratoShape, faturaShape } from './hubsoft-shapes.js'
import { ordemShape } from './hubsoft-tickets.js'
import { bodyOf, local, str, type Answer, type Fields, type Seen } from './http.js'
import { badParameters, DAY, findServico, invalid, refusal, searched, UP_TO_50, type HubsoftState } from './hubsoft.js'
import type { Fatura } from './people.js'

const DAY_MS = 86_400_000
const YES_NO = /^(sim|nao)$/u
const ORDER = /^(asc|desc)$/u
const OK = { status: 'success', msg: 'Dados consultados com sucesso' }

type Routes = (path: string, seen: Seen) => Answer | undefined

/** 4.3 to 4.12 and 8 of the document of 2020. */
export function createClienteRoutes(state: HubsoftState): Routes {
  return (path, seen) => {
    const body = bodyOf(seen)
    switch (`${seen.method} ${path}`) {
      case 'GET cliente':
        return cliente(state, seen)
      case 'GET cliente/financeiro':
        return financeiro(state, seen)
      case 'GET cliente/extrato_conexao':
        return extrato(state, seen)
      case 'GET cliente/ordem_servico':
        return ordens(state, seen)
      case 'POST cliente/desbloqueio_confianca':
        return desbloqueio(state, body)
      case 'POST cliente/reset_mac_addr':
        return findServico(state, body.id_cliente_servico)
          ? { json: { status: 'success', msg: 'Endereço MAC resetado com sucesso!' } }
          : invalid('id_cliente_servico', 'obrigatório')
      case 'GET prospecto/create':
        return planos(seen)
      case 'POST prospecto':
        return prospecto(state, body)
      default:
        return desconexao(state, path, seen) ?? envio(state, path, seen)
    }
  }
}

function cliente(state: HubsoftState, seen: Seen): Answer {
  const byDocument = ['nome_razaosocial', 'nome_fantasia', 'cpf_cnpj', 'codigo_cliente', 'telefone', 'login_radius']
  const found = searched(state, seen, [...byDocument, 'ipv4', 'mac', 'id_cliente_servico'])
  if (!Array.isArray(found)) return found
  const bad = badParameters(seen, {
    limit: /^([1-9]\d?|100)$/u,
    cancelado: YES_NO,
    ultima_conexao: YES_NO,
    order_by: /^(data_cadastro|data_fechamento|codigo_cliente)$/u,
    order_type: ORDER,
  })
  if (bad) return bad
  const wants = {
    conexao: seen.query.get('ultima_conexao') === 'sim',
    desbloqueios: seen.query.get('incluir_desbloqueios') === 'sim',
  }
  const limit = Number(seen.query.get('limit') ?? 5)
  return { json: { ...OK, clientes: found.slice(0, limit).map((pessoa) => clienteShape(pessoa, wants)) } }
}

function financeiro(state: HubsoftState, seen: Seen): Answer {
  const found = searched(state, seen, ['cpf_cnpj', 'codigo_cliente', 'id_cliente_servico'])
  if (!Array.isArray(found)) return found
  const bad = badParameters(seen, {
    limit: UP_TO_50,
    apenas_pendente: YES_NO,
    order_by: /^(data_vencimento|data_pagamento|valor)$/u,
    order_type: ORDER,
    data_inicio: DAY,
    data_fim: DAY,
  })
  if (bad) return bad
  const open = (seen.query.get('apenas_pendente') ?? 'sim') === 'sim'
  const only = seen.query.get('busca') === 'id_cliente_servico' ? seen.query.get('termo_busca') : null
  const shown = (fatura: Fatura): boolean => !open || fatura.pagaEm === null
  const faturas = found.flatMap((pessoa) =>
    pessoa.servicos
      .filter(({ id }) => only === null || String(id) === only)
      .flatMap((servico) => servico.faturas.filter(shown).map((one) => faturaShape(one, pessoa, state.url))),
  )
  return { json: { ...OK, status: 'suscess', faturas } }
}

function extrato(state: HubsoftState, seen: Seen): Answer {
  const found = searched(state, seen, ['login'])
  if (!Array.isArray(found)) return found
  const bad = badParameters(seen, { limit: UP_TO_50, data_inicio: DAY, data_fim: DAY })
  if (bad) return bad
  const [pessoa] = found
  const servico = pessoa?.servicos.find(({ login }) => login === seen.query.get('termo_busca'))
  if (!pessoa || !servico) return { json: { ...OK, registros: [], estatisticas: [] } }
  return { json: extratoShape(pessoa, servico) }
}

function ordens(state: HubsoftState, seen: Seen): Answer {
  const found = searched(state, seen, ['codigo_cliente', 'cpf_cnpj', 'id_cliente_servico', 'numero_ordem_servico'])
  if (!Array.isArray(found)) return found
  const bad = badParameters(seen, {
    limit: UP_TO_50,
    status: /^(pendente|aguardando_agendamento|finalizado)(,\w+)*$/u,
    order_by: /^(data_cadastro|data_inicio_programado)$/u,
    order_type: ORDER,
  })
  if (bad) return bad
  const only = seen.query.get('busca') === 'id_cliente_servico' ? seen.query.get('termo_busca') : null
  const theirs = state.atendimentos.filter(
    (one) => found.includes(one.pessoa) && (only === null || String(one.servico.id) === only),
  )
  const list = theirs.flatMap((one) =>
    one.ordens.map((ordem) => ({
      ...ordemShape(ordem, one),
      // 4.11 shows it without the id of the service.
      servico: { numero_plano: one.servico.plano, nome: one.servico.nome, valor: one.servico.valor },
      atendimento: { protocolo: one.protocolo, id_atendimento: one.id, tipo_atendimento: one.tipo.descricao },
    })),
  )
  return { json: { ...OK, ordens_servico: list } }
}

function desbloqueio(state: HubsoftState, body: Fields): Answer {
  const found = findServico(state, body.id_cliente_servico)
  if (!found) return invalid('id_cliente_servico', 'obrigatório')
  const days = body.dias_desbloqueio === undefined ? 1 : Number(body.dias_desbloqueio)
  if (!Number.isInteger(days) || days < 1) return invalid('dias_desbloqueio', 'inteiro maior que 0')
  if (days > 3) return refusal('A quantidade de dias não pode ser maior que 3')
  const { servico } = found
  if (!servico.prefixo.startsWith('suspenso')) return refusal('O serviço não está suspenso')
  Object.assign(servico, { prefixo: 'servico_habilitado', status: 'Serviço Habilitado' })
  servico.desbloqueios += 1
  const until = local(Date.now() + days * DAY_MS).day
  return { json: { status: 'success', msg: `Desbloqueio em confiança realizado com sucesso até a data ${until}` } }
}

function desconexao(state: HubsoftState, path: string, seen: Seen): Answer | undefined {
  const id = /^cliente\/solicitar_desconexao\/(\d+)$/u.exec(path)?.[1]
  if (id === undefined || seen.method !== 'GET') return undefined
  const found = findServico(state, id)
  if (!found) return refusal('A desconexão não foi bem sucedida para o login !')
  const { servico } = found
  servico.conexao = { conectado: true, desde: new Date() }
  const msg = `A desconexão foi bem sucedida para o login ${servico.login}!`
  return { json: { status: 'success', msg, login: servico.login } }
}

/** 4.8 to 4.10. */
function envio(state: HubsoftState, path: string, seen: Seen): Answer | undefined {
  const by = /^cliente\/financeiro\/enviar_(email|sms|push)$/u.exec(path)?.[1]
  if (by === undefined || seen.method !== 'POST') return undefined
  const id = str(bodyOf(seen).id_fatura)
  const known = state.pessoas.some(({ servicos }) =>
    servicos.some(({ faturas }) => faturas.some((one) => String(one.id) === id)),
  )
  if (!known) return invalid('id_fatura', 'obrigatório')
  if (by === 'push') return { json: { status: 'success', msg: 'Fatura enviada com sucesso via push notification' } }
  const delay = { date: `${local().iso}.000000`, timezone_type: 3, timezone: 'America/Sao_Paulo' }
  const job = { tries: 1, timeout: 172800, faturas: [{ id_fatura: Number(id) }], connection: null, delay }
  return { json: { status: 'success', msg: 'As faturas foram adicionadas para serem disparadas', job } }
}
