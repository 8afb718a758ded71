import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { record } from '../../wire/record.js'
import { guid, moment, rows } from '../wire.js'
import { atendente, documented, empresa, text } from './fields.js'

/** Attendants: their teams and their free hours. */

const hashes = rows(record({ Hash: guid }))

export const listarHashesOutrosAtendentes = defineCall({
  ...documented('ListarHashesOutrosAtendentesEquipesAtendente'),
  name: 'atendimento.listarHashesOutrosAtendentes',
  summary: 'Os outros atendentes das equipes de um atendente',
  access: 'read',
  body: z.object({ Atendente: atendente }),
  answer: hashes,
})

/** The document shows `null` for its data; by its name it answers what its twin does. */
export const listarHashesOutrosHumanos = defineCall({
  ...documented('ListarHashesOutrosHumanosEquipesAtendente'),
  name: 'atendimento.listarHashesOutrosHumanos',
  summary: 'Os outros atendentes humanos das equipes de um atendente',
  access: 'read',
  body: z.object({ Atendente: atendente }),
  answer: hashes,
})

export const listarHorariosDisponiveis = defineCall({
  ...documented('ListarDiasHorariosAtendentesAgendaDisponivel'),
  name: 'atendimento.listarHorariosDisponiveis',
  summary: 'Dias e horários livres na agenda dos atendentes',
  access: 'read',
  body: z.object({
    AtendenteRelacionado: text.optional().describe('Hash do atendente; sem ele, os de todos'),
    Empresa: empresa,
  }),
  answer: rows(record({ Data: moment, Usuario: guid })),
})
