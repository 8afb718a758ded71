import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { dateTime, done, numberAsText, only, text } from '../wire.js'

export const salvarLigacao = defineCall({
  name: 'ligacao.salvar',
  summary: 'Guarda os dados de uma ligação em um chamado',
  source: 'milvus-api.txt, Chamado, salvarLigacao',
  method: 'POST',
  path: '/chamado/ligacao',
  access: 'write',
  timeoutMs: 8_000,
  body: only({
    start_at: dateTime.describe('início, AAAA-MM-DD HH:mm:ss'),
    end_at: dateTime.describe('fim, AAAA-MM-DD HH:mm:ss'),
    status: text.describe('status da ligação, como a central o diz ("200")'),
    record_url: z.url().optional().describe('endereço da gravação'),
    // The example's number is of the internal ids' size, not of the codigos'.
    id_ticket: numberAsText.describe('id interno do chamado, não o código'),
    duration: z
      .string()
      .regex(/^\d{2,}:[0-5]\d:[0-5]\d$/u)
      .describe('duração, HH:mm:ss'),
    ramal: text.describe('ramal'),
    user_milvus: z.number().int().positive().describe('id do usuário do Milvus'),
  }),
  okWithoutBody: true,
  answer: done,
})
