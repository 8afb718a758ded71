import type { Reply, StandInRequest } from '../http/route.js'
import { found, refused } from './replies.js'

/** Ids as one tenant might have them: nothing may depend on them. */
export const TIPOS: readonly { id_tipo_atendimento: number; descricao: string; ativo: boolean }[] = [
  'SAC',
  'SUPORTE TÉCNICO',
  'TÉCNICO - SEM CONEXÃO',
  'TÉCNICO - LENTIDÃO',
  'TÉCNICO - QUEDAS DE CONEXÃO',
  'TELEFONIA E TV',
  'FINANCEIRO',
  'COMERCIAL',
  'CANCELAMENTO',
  'MUDANÇA DE PLANO',
  'MUDANÇA DE ENDEREÇO',
  'TROCA DE TITULARIDADE',
  'ATENDIMENTO GERAL',
].map((descricao, index) => ({ id_tipo_atendimento: 120 + 3 * index, descricao, ativo: true }))

export const STATUS: readonly { id_atendimento_status: number; prefixo: string; descricao: string }[] = [
  { id_atendimento_status: 22, prefixo: 'pendente', descricao: 'Pendente' },
  { id_atendimento_status: 23, prefixo: 'aguardando_analise', descricao: 'Aguardando Análise' },
  { id_atendimento_status: 24, prefixo: 'resolvido', descricao: 'Resolvido' },
  { id_atendimento_status: 25, prefixo: 'em_andamento', descricao: 'Em Andamento' },
]

/** Periods of the day, as the vendor's collection of 2024 shows them. */
export const PERIODOS = [
  { id_periodo_dia: 1, descricao: 'Manhã', hora_inicio: '08:00:00', hora_fim: '12:00:00' },
  { id_periodo_dia: 2, descricao: 'Tarde', hora_inicio: '12:00:00', hora_fim: '18:00:00' },
]

export const ORIGENS = [
  { id_origem_contato: 2, descricao: 'Whatsapp' },
  { id_origem_contato: 3, descricao: 'Telegram' },
]

export const TIPOS_ORDEM = [
  { id_tipo_ordem_servico: 95, descricao: 'ATIVAÇÃO FIBRA', destino: 'cliente_servico' },
  { id_tipo_ordem_servico: 205, descricao: 'CONFIGURAÇÃO DE ROTEADOR', destino: 'pop' },
]

export const TECNICOS = [{ id: 4, name: 'Técnico Fictício' }]

/** Without a tipo a motivo is good for all of them. */
const MOTIVOS: readonly { id: number; descricao: string; tipo?: number }[] = [
  { id: 108, descricao: 'RESOLVIDO COM O CLIENTE' },
  { id: 125, descricao: 'Fechado Automático Atendimento' },
  { id: 131, descricao: 'CABO TROCADO', tipo: 126 },
]

/** `GET configuracao/motivo_fechamento_atendimento`, those of one tipo where it is asked for. */
export function listMotivos(_: unknown, { query }: StandInRequest): Reply {
  const wanted = query.get('id_tipo_atendimento')
  if (wanted !== null && !TIPOS.some(({ id_tipo_atendimento: id }) => String(id) === wanted)) {
    return refused('O tipo de atendimento informado não existe.')
  }
  const fitting = MOTIVOS.filter(({ tipo }) => wanted === null || tipo === undefined || String(tipo) === wanted)
  return found({
    motivos_fechamento: fitting.map(({ id, descricao, tipo }) => ({
      id_motivo_fechamento_atendimento: id,
      descricao,
      motivos_fechamento_tipo_atendimento: TIPOS.filter(({ id_tipo_atendimento: of }) => of === tipo).map(
        ({ ativo: _ativo, ...told }) => told,
      ),
    })),
  })
}

/** What an atendimento is when nobody says its tipo. */
export const TIPO_PADRAO = 'SAC'
