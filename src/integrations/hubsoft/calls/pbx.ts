import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { said } from '../answers.js'
import { id, inteiro, texto } from './fields.js'

/** Numbers, as the table and the example have them, the phone too: an area code begins with no zero. */
const ligacao = z
  .object({
    ramal: inteiro(0).optional().describe('Ramal do usuário; necessário sem identificador_interno'),
    identificador_interno: texto.optional().describe('ID interno do usuário; necessário sem ramal'),
    codigo_cliente: id.optional().describe('Código do cliente'),
    id_cliente: id.optional().describe('Identificador do cliente'),
    telefone: inteiro(1).optional().describe('Telefone externo da ligação, só números'),
  })
  .refine(({ ramal, identificador_interno: interno }) => ramal !== undefined || interno !== undefined, {
    path: ['ramal'],
    message: 'diga ramal ou identificador_interno',
  })

const ofBoth = {
  source: 'hubsoft-api-2020.txt, 7',
  method: 'POST',
  access: 'write',
  timeoutMs: 8_000,
  body: ligacao,
  answer: said({}),
} as const

export const notificarLigacao = defineCall({
  ...ofBoth,
  name: 'pbx.notificar',
  summary: 'Mostra ao usuário do ramal a ligação que entra',
  path: '/pbx/ligacao/notificar',
})

export const cancelarLigacao = defineCall({
  ...ofBoth,
  name: 'pbx.cancelar',
  summary: 'Fecha a janela da ligação que se perdeu',
  path: '/pbx/ligacao/cancelar',
})
