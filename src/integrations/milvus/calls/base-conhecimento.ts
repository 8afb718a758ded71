import { z } from 'zod'

import { defineCall } from '../../http/call.js'

export const perguntarContexto = defineCall({
  name: 'baseConhecimento.perguntar',
  summary: 'Pergunta à base de conhecimento',
  source: 'milvus-api.txt, Base Conhecimento, perguntarComContexo',
  method: 'POST',
  path: '/base-conhecimento/perguntar-contexto',
  access: 'read',
  // Somebody waits for it: a late answer is no answer, and asking again would be later still.
  retry: 'once',
  timeoutMs: 6_000,
  // A model stands behind it, slow on its own: its trouble must not keep tickets out.
  circuit: 'base-conhecimento',
  body: z.object({ pergunta: z.string().min(1) }),
  // The answer's `prompt` goes nowhere.
  answer: z.object({ resposta: z.string().nullish() }).transform(({ resposta }) => (resposta ?? '').trim()),
})
