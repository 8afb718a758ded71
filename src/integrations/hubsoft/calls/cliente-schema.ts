import { z } from 'zod'

import type { Cliente, Servico, UltimaConexao } from '../../../domain/cliente.js'
import { parseInstant } from '../../wire/dates.js'
import { bareDocumento, orNothing, wireFlag, wireId, wireList, wireNumber, wireText } from '../../wire/values.js'
import { realDay } from '../whole/pieces.js'

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

/** What a conversation sees of a client. */
export const cliente = z
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
