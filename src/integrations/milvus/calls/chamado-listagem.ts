import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { flag, instant, list, number, record, text, textOf } from '../../wire/record.js'
import { parseInstant } from '../../wire/dates.js'
import { codigo, dateTime, filterText, isDescending, only, page, pagina, paging, totalRegistros } from '../wire.js'

/** The most that a page takes. */
export const MOST_CHAMADOS = 1_000

/** Both ways to name a status in a filter: its id or its word. */
const STATUS_BY_ID = {
  1: 'AgAtendimento',
  2: 'Atendendo',
  3: 'Pausado',
  4: 'Finalizado',
  5: 'Conferencia',
  6: 'Agendado',
  7: 'Expirado',
  9: 'ChamadosAbertos',
  10: 'Todos',
  11: 'AgSolucao',
  13: 'AbertosNaoAgendados',
  14: 'SemTecnico',
  // These two of newer versions (seen in the vendor's own newer document), as some fields below.
  22: 'ChamadosAbertosTarefasExpiradas',
  23: 'ChamadosAbertosTarefasAgendadas',
} as const

const IDS = Object.keys(STATUS_BY_ID)

/** The document writes the ids as numbers; text stands in everything else there, `""` for any. */
const status = z.literal([...IDS.map(Number), ...IDS, '', ...Object.values(STATUS_BY_ID)])

const filter = only({
  assunto: filterText.optional().describe('assunto'),
  codigo: filterText.optional().describe('código do chamado'),
  nome_contato: filterText.optional().describe('nome do contato'),
  email_conferencia: filterText.optional().describe('e-mail do contato'),
  data_criacao: filterText.optional().describe('dia da criação'),
  data_solucao: filterText.optional().describe('dia da solução'),
  cliente_token: filterText.optional().describe('token do cliente'),
  cliente_id: z.union([z.number().int(), filterText]).optional().describe('id do cliente'),
  status: status.optional().describe('status, pelo id ou pela palavra'),
  tecnico: filterText.optional().describe('técnico'),
  cliente: filterText.optional().describe('nome do cliente'),
  mesa_trabalho: filterText.optional().describe('mesa de trabalho'),
  categoria_primaria: filterText.optional().describe('categoria primária'),
  categoria_secundaria: filterText.optional().describe('categoria secundária'),
  categorias_id: z.array(z.number().int().positive()).optional().describe('ids de categorias, nas versões novas'),
  total_avaliacao: z.number().int().optional().describe('nota da avaliação'),
  descricao_avaliacao: filterText.optional().describe('comentário da avaliação'),
  setor: filterText.optional().describe('setor'),
  tipo_ticket: filterText.optional().describe('tipo do chamado'),
  dispositivo: filterText.optional().describe('dispositivo vinculado'),
  possui_avaliacao: z.boolean().optional().describe('só avaliados, ou só os outros'),
  prioridade: z.number().int().optional().describe('prioridade'),
  data_hora_criacao_inicial: dateTime.optional().describe('criados a partir de, AAAA-MM-DD HH:mm:ss'),
  data_hora_criacao_final: dateTime.optional().describe('criados até, AAAA-MM-DD HH:mm:ss'),
  data_hora_solucao_inicial: dateTime.optional().describe('solucionados a partir de, AAAA-MM-DD HH:mm:ss'),
  data_hora_solucao_final: dateTime.optional().describe('solucionados até, AAAA-MM-DD HH:mm:ss'),
  apresentar_conciliados: z.boolean().optional().describe('também os conciliados, nas versões novas'),
  somente_conciliados: z.boolean().optional().describe('só os conciliados, nas versões novas'),
})

const log = record({ tecnico: text, texto: text, texto_html: text, data: instant })

const sla = record({ status: text, tempo_gasto: text, tempo_restante: text, porcentagem: number })

const chamado = record({
  categoria_primaria: text,
  categoria_secundaria: text,
  categorias: text,
  total_avaliacao: number,
  descricao_avaliacao: text,
  tecnico: text,
  mesa_trabalho: text,
  data_solucao: instant,
  dispositivo_vinculado: textOf('hostname'),
  servico_realizado: text,
  data_agendamento: instant,
  data_resposta: instant,
  equipamento_retirado: text,
  material_utilizado: text,
  setor: text,
  prioridade: text,
  codigo,
  id: number,
  cliente: text,
  cliente_token: text,
  assunto: text,
  descricao: text,
  contato: text,
  email_conferencia: text,
  telefone: text,
  data_criacao: instant,
  data_modificacao: instant,
  conciliado: flag,
  codigo_do_conciliado: text,
  total_horas: text,
  origem: text,
  status: text,
  impacto: text,
  urgencia: text,
  ultima_log: log,
  ultimas_cinco_logs: list(log),
  motivo_pausa: text,
  email_tecnico: text,
  sla: record({
    is_sla_pausada: flag,
    total_sla_resposta_programado: text,
    total_sla_solucao_programado: text,
    total_pausas_sla: number,
    data_expiracao_sla: instant,
    status_sla_resposta: text,
    status_sla_solucao: text,
    resposta: sla,
    solucao: sla,
  }),
  status_sla_resposta: text,
  status_sla_solucao: text,
})

const said = z.string().nullish().catch(null)

/** What the bot needs of one. */
const known = z
  .object({ codigo, assunto: z.string().nullish(), status: said, data_criacao: z.unknown().optional() })
  .transform((one) => ({
    codigo: one.codigo,
    assunto: one.assunto ?? '',
    status: one.status ?? '',
    /** Milliseconds since the epoch. */
    criadoEm: parseInstant(one.data_criacao),
  }))

export const listarChamados = defineCall({
  name: 'chamado.listar',
  summary: 'Lista chamados por filtro',
  source: 'milvus-api.txt, Chamado, listagemChamados',
  method: 'POST',
  path: '/chamado/listagem',
  access: 'read',
  // The vendor asks for one listing a minute: one try, the caller comes back later.
  retry: 'once',
  paced: 'listagem',
  timeoutMs: 15_000,
  query: only({
    is_descending: isDescending,
    order_by: z.enum(['assunto', 'codigo', 'nome_contato', 'email_conferencia']).optional().describe('ordem'),
    total_registros: totalRegistros(MOST_CHAMADOS),
    pagina,
  }),
  body: only({ filtro_body: filter.prefault({}).describe('filtro; vazio são todos') }),
  paging,
  answer: page(known),
  whole: page(chamado),
  use: 'acompanha o status dos chamados, e procura o que talvez tenha sido aberto',
})
