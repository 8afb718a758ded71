import { z } from 'zod'

import type { Cliente, Servico, UltimaConexao } from '../../../domain/cliente.js'
import { defineCall } from '../../http/call.js'
import { parseDay, parseInstant } from '../../wire/dates.js'
import { bareDocumento, orNothing, wireFlag, wireId, wireList, wireNumber, wireText } from '../../wire/values.js'

const ultimaConexao = z
  .object({
    conectado: orNothing(wireFlag),
    ultima_conexao_datetime: z.unknown().optional(),
    ultima_desconexao_datetime: z.unknown().optional(),
    ultima_conexao: z.unknown().optional(),
    ultima_desconexao: z.unknown().optional(),
  })
  .transform((wire): UltimaConexao | undefined => {
    const { conectado } = wire
    // Neither up nor down is said.
    if (conectado === undefined) return undefined
    const desde = conectado
      ? (parseInstant(wire.ultima_conexao_datetime) ?? parseInstant(wire.ultima_conexao))
      : (parseInstant(wire.ultima_desconexao_datetime) ?? parseInstant(wire.ultima_desconexao))
    return { conectado, ...(desde === undefined ? {} : { desde }) }
  })

const endereco = z
  .union([
    z.string(),
    z.object({
      completo: orNothing(wireText),
      logradouro: orNothing(wireText),
      endereco: orNothing(wireText),
      numero: orNothing(wireText),
      bairro: orNothing(wireText),
    }),
  ])
  .transform((wire) => {
    if (typeof wire === 'string') return wire
    if (wire.endereco === undefined) return wire.completo
    const street = [wire.logradouro, wire.endereco].filter(Boolean).join(' ')
    const number = wire.numero === undefined ? '' : `, ${wire.numero}`
    return `${street}${number}${wire.bairro === undefined ? '' : ` - ${wire.bairro}`}`
  })

const servico = z
  .object({
    id_cliente_servico: wireId,
    numero_plano: orNothing(wireNumber),
    nome: orNothing(wireText),
    status: orNothing(wireText),
    status_prefixo: orNothing(wireText),
    endereco_instalacao: orNothing(endereco),
    ultima_conexao: orNothing(ultimaConexao),
  })
  .transform(
    (wire): Servico => ({
      idClienteServico: wire.id_cliente_servico,
      nome: wire.nome ?? '',
      status: wire.status ?? '',
      statusPrefixo: wire.status_prefixo ?? '',
      ...(wire.numero_plano === undefined ? {} : { numeroPlano: wire.numero_plano }),
      ...(wire.endereco_instalacao === undefined ? {} : { endereco: wire.endereco_instalacao }),
      ...(wire.ultima_conexao === undefined ? {} : { ultimaConexao: wire.ultima_conexao }),
    }),
  )

const alerta = z.union([wireText, z.object({ mensagem: wireText }).transform(({ mensagem }) => mensagem)])

const cliente = z
  .object({
    id_cliente: wireId,
    codigo_cliente: wireId,
    nome_razaosocial: orNothing(wireText),
    tipo_pessoa: orNothing(wireText),
    cpf_cnpj: orNothing(z.union([z.string(), z.number()]).transform(bareDocumento)),
    telefone_primario: orNothing(wireText),
    telefone_secundario: orNothing(wireText),
    telefone_terciario: orNothing(wireText),
    email_principal: orNothing(wireText),
    data_nascimento: z.unknown().optional(),
    // The vendor's own slip, beside the right one.
    data_nascmento: z.unknown().optional(),
    alerta: orNothing(wireFlag),
    alerta_mensagens: wireList(alerta).optional(),
    servicos: wireList(servico).optional(),
  })
  .transform((wire): Cliente => {
    const documento = wire.cpf_cnpj ?? ''
    const nascimento = realDay(wire.data_nascimento) ?? realDay(wire.data_nascmento)
    const telefones = [wire.telefone_primario, wire.telefone_secundario, wire.telefone_terciario]
    return {
      idCliente: wire.id_cliente,
      codigoCliente: wire.codigo_cliente,
      nome: wire.nome_razaosocial ?? '',
      tipoPessoa: (wire.tipo_pessoa?.toLowerCase() ?? (documento.length > 11 ? 'pj' : 'pf')) === 'pj' ? 'pj' : 'pf',
      documento,
      telefones: telefones.filter((telefone) => telefone !== undefined),
      alertas: wire.alerta === false ? [] : (wire.alerta_mensagens ?? []).filter((mensagem) => mensagem !== ''),
      servicos: wire.servicos ?? [],
      ...(nascimento === undefined ? {} : { nascimento }),
      ...(wire.email_principal === undefined ? {} : { email: wire.email_principal }),
    }
  })

/** The epoch, seen from either side of Greenwich, is an empty date that PHP has written out. */
function realDay(value: unknown): string | undefined {
  const day = parseDay(value)
  return day === '1969-12-31' || day === '1970-01-01' || day?.startsWith('0000') === true ? undefined : day
}

export const buscarCliente = defineCall({
  name: 'cliente.buscar',
  summary: 'Consulta clientes por documento, código, telefone, serviço…',
  source: 'hubsoft-api-2020.txt, 4.3; seen in integrations',
  method: 'GET',
  path: '/cliente',
  access: 'read',
  timeoutMs: 8_000,
  query: z.object({
    busca: z.enum([
      'nome_razaosocial',
      'nome_fantasia',
      'cpf_cnpj',
      'codigo_cliente',
      'telefone',
      'login_radius',
      'ipv4',
      'mac',
      'id_cliente_servico',
    ]),
    termo_busca: z.union([z.string().min(1), z.number()]),
    limit: z.number().int().min(1).max(100).optional(),
    cancelado: z.enum(['sim', 'nao']).optional(),
    ultima_conexao: z.enum(['sim', 'nao']).optional(),
  }),
  answer: z.object({ clientes: wireList(cliente) }).transform(({ clientes }) => clientes),
  // Not documented: an error envelope where the list is empty. Nothing worse than "unknown" comes of taking it so.
  none: {
    saidAs: /^\s*(nenhum\s+(cliente|registro)\b|cliente(\(s\)|s)?\s+n[ãa]o\s+(foi\s+)?(encontrad|localizad))/iu,
    answer: { clientes: [] },
  },
})
