import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { parseInstant } from '../../wire/dates.js'
import { orNothing, wireId, wireList, wireText } from '../../wire/values.js'
import { listUnder, said } from '../answers.js'
import { wireDone } from '../envelope.js'
import { ordemServicoWhole } from '../whole/ordem-servico.js'
import { dia, hora, id, inteiro, MEANING, simNao, texto } from './fields.js'
import { slotsIn, wholeSlotsIn } from './horarios.js'

const COLLECTION = "integrator-facts.md, Visits; the vendor's collection of 2024, Ordem de Serviço"

export const listarHorarios = defineCall({
  name: 'ordemServico.horarios',
  summary: 'Horários livres de uma agenda de ordens de serviço',
  source: `${COLLECTION} > Consultar Horários Disponíveis na Agenda`,
  method: 'GET',
  path: '/ordem_servico/horarios_disponiveis_agenda',
  access: 'read',
  use: 'oferecer horários de visita',
  timeoutMs: 8_000,
  query: z
    .object({
      id_agenda_ordem_servico: id.optional().describe('ID da agenda; necessário sem a descrição dela'),
      descricao: texto.optional().describe('Descrição da agenda; necessária sem o ID dela'),
      data_inicio: dia.optional().describe(`${MEANING.data_inicio}; sem ele, hoje`),
      dias: inteiro(1, 31).optional().describe('Quantos dias, a partir do primeiro'),
    })
    .refine(({ id_agenda_ordem_servico: agenda, descricao }) => agenda !== undefined || descricao !== undefined, {
      path: ['id_agenda_ordem_servico'],
    }),
  answer: z.object({ horarios: z.unknown() }).transform(({ horarios }) => slotsIn(horarios)),
  whole: z.object({ agenda: orNothing(wireText).catch(undefined), horarios: z.unknown() }).transform((wire) => ({
    ...(wire.agenda === undefined ? {} : { agenda: wire.agenda }),
    horarios: wholeSlotsIn(wire.horarios),
  })),
  none: { saidAs: /^\s*(nenhum|n[ãa]o\s+h[áa])\s+hor[áa]rio/iu, answer: { horarios: [] } },
})

const idOrdem = id.describe('Identificador da ordem de serviço')

const INICIO_DIA = 'Dia programado para o início (AAAA-MM-DD)'
const INICIO_HORA = 'Hora programada para o início (HH:mm:ss)'
const FIM_DIA = 'Dia programado para o término (AAAA-MM-DD)'
const FIM_HORA = 'Hora programada para o término (HH:mm:ss)'

interface Programado {
  data_inicio_programado?: string | undefined
  hora_inicio_programado?: string | undefined
  data_termino_programado?: string | undefined
  hora_termino_programado?: string | undefined
}

/** The end is behind the beginning. Written so, dates and times sort as text. */
function endsLater(of: Programado): boolean {
  const [from, until] = [of.data_inicio_programado, of.data_termino_programado]
  if (from === undefined || until === undefined) return true
  return `${from} ${of.hora_inicio_programado ?? ''}` < `${until} ${of.hora_termino_programado ?? ''}`
}

/** All four parts of a time, or none. */
function isWhole(of: Programado): boolean {
  const parts = [
    of.data_inicio_programado,
    of.hora_inicio_programado,
    of.data_termino_programado,
    of.hora_termino_programado,
  ].filter((part) => part !== undefined)
  return parts.length === 0 || parts.length === 4
}

export const agendarVisita = defineCall({
  name: 'ordemServico.agendar',
  summary: 'Confirma o agendamento de uma ordem de serviço que aguarda agendamento',
  source: `${COLLECTION} > Agendar`,
  method: 'POST',
  path: '/ordem_servico/agendar',
  access: 'write',
  use: 'confirmar a visita no horário que o cliente escolheu',
  timeoutMs: 8_000,
  // The document takes the id alone and keeps the time that stands in the ordem: the rest is for those that take one.
  body: z
    .object({
      id_ordem_servico: idOrdem,
      data_inicio_programado: dia.optional().describe(INICIO_DIA),
      hora_inicio_programado: hora.optional().describe(INICIO_HORA),
      data_termino_programado: dia.optional().describe(FIM_DIA),
      hora_termino_programado: hora.optional().describe(FIM_HORA),
    })
    .refine(isWhole, { path: ['data_inicio_programado'] })
    .refine((body) => !isWhole(body) || endsLater(body), { path: ['data_termino_programado'] }),
  answer: wireDone,
  whole: said({ ordem_servico: ordemServicoWhole }),
})

export const reagendarVisita = defineCall({
  name: 'ordemServico.reagendar',
  summary: 'Dá outro dia e horário a uma ordem de serviço',
  source: `${COLLECTION} > Reagendar`,
  method: 'POST',
  path: '/ordem_servico/reagendar',
  access: 'write',
  use: 'mudar a visita para o horário que o cliente escolheu',
  timeoutMs: 8_000,
  body: z
    .object({
      id_ordem_servico: idOrdem,
      data_inicio_programado: dia.describe(INICIO_DIA),
      hora_inicio_programado: hora.describe(INICIO_HORA),
      data_termino_programado: dia.describe(FIM_DIA),
      hora_termino_programado: hora.describe(FIM_HORA),
      id_usuario_antigo: id.optional().describe('Técnico que sai; junto com id_usuario_novo'),
      id_usuario_novo: id.optional().describe('Técnico que entra; junto com id_usuario_antigo'),
    })
    .refine(endsLater, { path: ['data_termino_programado'] })
    .refine((body) => body.id_usuario_novo === undefined || body.id_usuario_antigo !== undefined, {
      path: ['id_usuario_antigo'],
    })
    .refine((body) => body.id_usuario_antigo === undefined || body.id_usuario_novo !== undefined, {
      path: ['id_usuario_novo'],
    }),
  answer: wireDone,
  whole: said({ ordem_servico: ordemServicoWhole }),
})

export const removerAgendamento = defineCall({
  name: 'ordemServico.removerAgendamento',
  summary: 'Tira o agendamento de uma ordem de serviço, que volta a aguardar',
  source: `${COLLECTION} > Remover Agendamento`,
  method: 'POST',
  path: '/ordem_servico/remove_agendamento',
  access: 'write',
  timeoutMs: 8_000,
  body: z.object({
    id_ordem_servico: idOrdem,
    id_motivo_remocao_agendamento: id.describe('Motivo da remoção, do cadastro do provedor'),
    observacao: z
      .string()
      .refine((written) => written.trim().length >= 10)
      .describe('Por quê, com 10 caracteres ou mais'),
  }),
  answer: said({ ordem_servico: ordemServicoWhole }),
})

const consultada = z
  .object({
    id_ordem_servico: wireId,
    status: orNothing(wireText),
    data_inicio_programado: z.unknown().optional(),
  })
  .transform((wire) => {
    const inicio = parseInstant(wire.data_inicio_programado)
    return {
      idOrdemServico: wire.id_ordem_servico,
      status: wire.status ?? '',
      ...(inicio === undefined ? {} : { inicioProgramado: inicio }),
    }
  })

export const consultarVisita = defineCall({
  name: 'ordemServico.consultar',
  summary: 'Uma ordem de serviço pelo seu número',
  source: `${COLLECTION} > Consultar`,
  method: 'POST',
  path: '/ordem_servico/consultar',
  access: 'read',
  timeoutMs: 8_000,
  body: z.object({
    consulta: texto.describe('Número da ordem de serviço'),
    relacoes: z
      .array(z.enum(['tecnicos', 'motivos_fechamento']))
      .min(1)
      .optional()
      .describe('O que vem junto: tecnicos, motivos_fechamento'),
    reservada: simNao.optional().describe('Só as reservadas, ou só as outras'),
  }),
  answer: z.object({ ordens_servico: wireList(consultada) }).transform((wire) => wire.ordens_servico),
  whole: listUnder(['ordens_servico'], ordemServicoWhole),
  none: { saidAs: /^\s*nenhum(a)?\s+(ordem|o\.?\s?s\b|registro)/iu, answer: { ordens_servico: [] } },
})
