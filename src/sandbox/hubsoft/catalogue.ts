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
].map((descricao, index) => ({ id_tipo_atendimento: 120 + 3 * index, descricao, ativo: true }))

export const STATUS: readonly { id_atendimento_status: number; prefixo: string; descricao: string }[] = [
  { id_atendimento_status: 22, prefixo: 'pendente', descricao: 'Pendente' },
  { id_atendimento_status: 23, prefixo: 'aguardando_analise', descricao: 'Aguardando Análise' },
  { id_atendimento_status: 24, prefixo: 'resolvido', descricao: 'Resolvido' },
  { id_atendimento_status: 25, prefixo: 'em_andamento', descricao: 'Em Andamento' },
]

export const DISPONIBILIDADES: readonly { id_disponibilidade: number; descricao: string }[] = [
  { id_disponibilidade: 1, descricao: 'Manhã' },
  { id_disponibilidade: 2, descricao: 'Tarde' },
]

/** What an atendimento is when nobody says its tipo. */
export const TIPO_PADRAO = 'SAC'
