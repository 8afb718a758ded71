import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { flag, instant, list, number, record, text } from '../../wire/record.js'
import { day, filterText, isDescending, only, page, pagina, paging, totalRegistros } from '../wire.js'

const filter = only({
  contato: filterText.optional().describe('nome do contato'),
  fila_atendimento: filterText.optional().describe('fila'),
  widget: filterText.optional().describe('canal'),
  tabulacao: filterText.optional().describe('tabulação'),
  tecnico_ativo: filterText.optional().describe('e-mail do técnico que atende'),
  status: z.number().int().optional().describe('status, pelo id'),
  total_avaliacao: z.number().int().optional().describe('nota da avaliação'),
  data_criacao: day.optional().describe('dia da criação, AAAA-MM-DD'),
  data_finalizacao: day.optional().describe('dia do fim'),
  data_atendimento: day.optional().describe('dia do atendimento'),
  data_criacao_inicial: day.optional().describe('criados a partir de'),
  data_criacao_final: day.optional().describe('criados até'),
  data_finalizacao_inicial: day.optional().describe('terminados a partir de'),
  data_finalizacao_final: day.optional().describe('terminados até'),
  data_atendimento_inicial: day.optional().describe('atendidos a partir de'),
  data_atendimento_final: day.optional().describe('atendidos até'),
})

const mensagem = record({
  data_mensagem: instant,
  tipo_mensagem: text,
  body: text,
  status_mensagem: number,
  tipo: text,
  enviado_por: text,
  autor_nome: text,
  autor_foto: text,
  autor_tipo: text,
})

const chat = record({
  iniciado_pelo_operador: flag,
  is_whatsapp: flag,
  possui_mensagens_nao_lidas: flag,
  is_finalizado_inatividade: flag,
  is_telegram: flag,
  whatsapp_oficial: flag,
  tempo_total: text,
  tempo_atendimento: text,
  modo_avaliacao_ligado: flag,
  is_finalizado_cliente: flag,
  descricao_finalizacao: text,
  data_final: instant,
  data_ultima_interacao: instant,
  whatsapp_numero_valido: text,
  data_inicio_atendimento: instant,
  fila_enviada: flag,
  data_atendimento_fila: instant,
  tecnico_ativo: text,
  status: text,
  numero_contato: text,
  numero_empresa: text,
  possui_fila_atribuida: flag,
  tabulacao: text,
  cliente: text,
  nome_contato: text,
  email_contato: text,
  ultima_mensagem: text,
  data_mensagem: instant,
  fila_atendimento: text,
  widget: text,
  chamado_vinculado: number,
  mensagens: list(mensagem),
  id: text,
})

export const listarChats = defineCall({
  name: 'chat.listar',
  summary: 'Lista conversas de chat por filtro, com as mensagens',
  source: 'milvus-api.txt, Chat, listagemChats',
  method: 'POST',
  path: '/chat/listagem',
  access: 'read',
  retry: 'once',
  paced: 'listagem',
  // Long enough to wait for its minute.
  timeoutMs: 90_000,
  query: only({
    is_descending: isDescending,
    order_by: z.enum(['assunto', 'codigo', 'nome_contato', 'email_conferencia']).optional().describe('ordem'),
    total_registros: totalRegistros(100),
    pagina,
  }),
  body: only({ filtro_body: filter.prefault({}).describe('filtro; vazio são todas') }),
  paging,
  answer: page(chat),
})
