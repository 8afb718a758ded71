import { local, str, type Fields, type FormFile } from './http.js'
import { clienteBrief, servicoBrief } from './hubsoft-shapes.js'
import type { Pessoa, Servico } from './people.js'

export interface Mensagem {
  id: number
  texto: string
  at: number
}

export interface Ordem {
  id: number
  numero: string
  tipo: string
  status: string
  inicio: Date | null
  fim: Date | null
}

export interface Atendimento {
  id: number
  protocolo: string
  pessoa: Pessoa
  servico: Servico
  /** The body of the POST. */
  sent: Fields
  descricao: string
  status: { id: number; descricao: string; prefixo: string }
  tipo: { id: number; descricao: string }
  mensagens: Mensagem[]
  anexos: FormFile[]
  ordens: Ordem[]
  criadoEm: number
  fechado: { at: number; descricao: string } | undefined
  /** Bodies of its PUTs. */
  edits: Fields[]
}

/** Shape of `cliente/atendimento` (2025); the 2020 text has the same without `servico.id_cliente_servico`. */
export function atendimentoShape(one: Atendimento, relacoes: readonly string[]): Fields {
  return {
    id_atendimento: one.id,
    protocolo: one.protocolo,
    descricao_abertura: one.descricao,
    descricao_fechamento: one.fechado?.descricao ?? null,
    tipo_atendimento: one.tipo.descricao,
    usuario_abertura: 'IP Telecom',
    usuario_responsavel: 'IP Telecom',
    usuario_fechamento: one.fechado ? 'Suporte' : null,
    data_cadastro: local(one.criadoEm).day,
    data_fechamento: one.fechado ? local(one.fechado.at).day : null,
    setor_responsavel: null,
    status_fechamento: one.fechado ? 'concluido' : null,
    motivo_fechamento: one.fechado ? 'Fechado Automático Atendimento' : null,
    status: one.status.descricao,
    cliente: clienteBrief(one.pessoa),
    servico: servicoBrief(one.servico),
    ordens_servico: one.ordens.map((ordem) => ordemShape(ordem, one)),
    ...(relacoes.includes('atendimento_mensagem') ? { atendimento_mensagem: mensagensShape(one) } : {}),
  }
}

/** Shape of `atendimento/todos` and `paginado` (2025). */
export function tenantShape(one: Atendimento, relacoes: readonly string[]): Fields {
  const closed = one.fechado
  return {
    id_atendimento: one.id,
    id_atendimento_status: one.status.id,
    id_tipo_atendimento: one.tipo.id,
    id_cliente_servico: one.servico.id,
    id_usuario_responsavel: null,
    id_usuario_abertura: 4903,
    protocolo: one.protocolo,
    data_cadastro: local(one.criadoEm).iso,
    data_fechamento: closed ? local(closed.at).iso : null,
    rascunho: false,
    status_fechamento: closed ? 'concluido' : null,
    descricao_fechamento: closed?.descricao ?? null,
    id_motivo_fechamento_atendimento: null,
    deleted_at: null,
    avaliacao: null,
    ordem_servico_count: one.ordens.length,
    data_cadastro_br: local(one.criadoEm).brMinute,
    data_cadastro_timestamp: one.criadoEm,
    data_fechamento_br: closed ? local(closed.at).brMinute : null,
    data_fechamento_timestamp: closed?.at ?? null,
    status: {
      id_atendimento_status: one.status.id,
      prefixo: one.status.prefixo,
      descricao: one.status.descricao,
      cor: 'md-deep-orange-A700-bg',
      abrir_ordem_servico: false,
      display: one.status.descricao,
    },
    tipo_atendimento: { id_tipo_atendimento: one.tipo.id, descricao: one.tipo.descricao, checklists: [] },
    ...(relacoes.includes('cliente_servico') ? { cliente_servico: clienteServicoShape(one) } : {}),
    ...(relacoes.includes('atendimento_mensagem') ? { atendimento_mensagem: mensagensShape(one) } : {}),
  }
}

function clienteServicoShape({ servico, pessoa }: Atendimento): Fields {
  return {
    id_cliente_servico: servico.id,
    id_cliente: pessoa.idCliente,
    numero_plano: servico.plano,
    display: `(${String(servico.plano)}) ${servico.nome}`,
    cliente: { id_cliente: pessoa.idCliente, codigo_cliente: pessoa.codigo, nome_razaosocial: pessoa.nome },
  }
}

/** The newest first, as in the example. */
function mensagensShape(one: Atendimento): Fields[] {
  return one.mensagens.toReversed().map(({ id, texto, at }) => ({
    id_atendimento_mensagem: id,
    id_atendimento: one.id,
    mensagem: texto,
    data_cadastro_br: local(at).brMinute,
    data_cadastro_timestamp: at,
  }))
}

/** Shape of 4.11 and of the ordens of an atendimento. */
export function ordemShape(ordem: Ordem, one: Atendimento): Fields {
  return {
    id_ordem_servico: ordem.id,
    numero_ordem_servico: ordem.numero,
    data_cadastro: local(one.criadoEm).br,
    tipo: ordem.tipo,
    data_inicio_programado: ordem.inicio ? local(ordem.inicio).br : null,
    data_termino_programado: ordem.fim ? local(ordem.fim).br : null,
    data_inicio_executado: null,
    data_termino_executado: null,
    descricao_abertura: one.descricao,
    descricao_servico: one.descricao,
    descricao_fechamento: null,
    usuario_abertura: 'Master',
    usuario_fechamento: null,
    status: ordem.status,
    status_fechamento: null,
    cliente: clienteBrief(one.pessoa),
    servico: servicoBrief(one.servico),
  }
}

/** Shape of the answer to PUT. */
export function editedShape(one: Atendimento): Fields {
  return {
    id_atendimento: one.id,
    protocolo: one.protocolo,
    id_cliente_servico: one.servico.id,
    id_tipo_atendimento: one.tipo.id,
    descricao_abertura: one.descricao,
    descricao_fechamento: one.fechado?.descricao ?? null,
    data_cadastro: local(one.criadoEm).iso,
    data_fechamento: one.fechado ? local(one.fechado.at).iso : null,
    destino: 'usuario',
    status_fechamento: one.fechado ? 'concluido' : null,
    id_atendimento_status: one.status.id,
    telefone_contato: str(one.sent.telefone),
    data_cadastro_br: local(one.criadoEm).brMinute,
    minutos_em_aberto: 8344,
    tempo_restante: '-138h 4min',
  }
}
