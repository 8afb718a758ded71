import { z } from 'zod'

import { defineCall, fileAnswer } from '../../http/call.js'
import { flag, instant, number, record, text as wireText } from '../../wire/record.js'
import { day, filterText, isDescending, only, page, pagina, paging, text, totalRegistros } from '../wire.js'

const tipoArquivo = z.enum(['csv', 'xls'])

/** A month of a large provider. */
const REPORT_BYTES = 64 * 1024 * 1024

export const exportarRelatorioAtendimento = defineCall({
  name: 'relatorioAtendimento.exportar',
  summary: 'Exporta o relatório de atendimentos, em csv ou xls',
  source: 'milvus-api.txt, Relatorio Atendimentos, exportarRelatorioAtendimentoArquivos',
  method: 'POST',
  path: '/relatorio-atendimento/exporta',
  access: 'read',
  retry: 'once',
  timeoutMs: 60_000,
  body: only({
    filtro_body: only({
      nome_tecnico: filterText.optional().describe('técnico'),
      data_inicial: day.describe('a partir de, AAAA-MM-DD'),
      data_final: day.describe('até, AAAA-MM-DD'),
      codigo: filterText.optional().describe('código do chamado'),
      tipo_arquivo: tipoArquivo.describe('csv ou xls'),
      token: filterText.optional().describe('token do cliente'),
    }).describe('o que entra no relatório'),
  }),
  answersFile: true,
  maxAnswerBytes: REPORT_BYTES,
  answer: fileAnswer,
})

export const exportarRelatorioPersonalizado = defineCall({
  name: 'relatorioPersonalizado.exportar',
  summary: 'Exporta um relatório personalizado, pelo nome',
  source: 'milvus-api.txt, Relatorio Personalizado, exportarRelatorio',
  method: 'POST',
  path: '/relatorio-personalizado/exportar',
  access: 'read',
  retry: 'once',
  timeoutMs: 60_000,
  body: only({ nome: text.describe('nome do relatório'), tipo: tipoArquivo.describe('csv ou xls') }),
  answersFile: true,
  maxAnswerBytes: REPORT_BYTES,
  answer: fileAnswer,
})

const named = record({ id: number, text: wireText })

const atendimento = record({
  id: number,
  codigo: number,
  assunto: wireText,
  nome_fantasia: wireText,
  nome: wireText,
  sobrenome: wireText,
  data_inicial: instant,
  data_final: instant,
  tipo_hora: wireText,
  is_externo: flag,
  tecnico: wireText,
  total_horas_atendimento: wireText,
  descricao: wireText,
  is_comercial: flag,
  contato: wireText,
  mesa_trabalho: named,
  tipo_chamado: named,
  categoria_primaria: named,
  categoria_secundaria: named,
  status: named,
  data_criacao: instant,
  data_solucao: instant,
  setor: named,
  motivo_pausa: record({ text: wireText }),
  data_saida: instant,
  data_chegada: instant,
})

const resumo = record({
  total_chamados: number,
  total_horas: wireText,
  total_horas_expediente: wireText,
  total_horas_fora_expediente: wireText,
  total_horas_atendimento: wireText,
  total_horas_internas: wireText,
  total_horas_externas: wireText,
})

export const listarRelatorioAtendimento = defineCall({
  name: 'relatorioAtendimento.listar',
  summary: 'Lista os atendimentos do relatório, com o resumo das horas',
  source: 'milvus-api.txt, Relatorio Atendimentos, relatorioAtendimentoListagem',
  method: 'POST',
  path: '/relatorio-atendimento/listagem',
  access: 'read',
  retry: 'once',
  paced: 'listagem',
  // Long enough to wait for its minute.
  timeoutMs: 90_000,
  query: only({ is_descending: isDescending, total_registros: totalRegistros(1_000), pagina }),
  body: only({
    filtro_body: only({
      data_inicial: day.optional().describe('a partir de, AAAA-MM-DD'),
      data_final: day.optional().describe('até, AAAA-MM-DD'),
      token: filterText.optional().describe('token do cliente'),
      is_externo: z.boolean().optional().describe('só os de fora, ou só os de dentro'),
      is_comercial: z.boolean().optional().describe('em horário comercial, ou fora dele'),
      motivo_pausa: filterText.optional().describe('motivo da pausa'),
      codigo: z.number().int().positive().optional().describe('código do chamado'),
      nome_tecnico: filterText.optional().describe('técnico'),
      nome_mesa: filterText.optional().describe('mesa de trabalho'),
    })
      .prefault({})
      .describe('filtro; vazio são todos'),
  }),
  paging,
  answer: z.intersection(page(atendimento), z.object({ resumo: resumo.optional().catch(undefined) })),
})
