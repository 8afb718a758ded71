import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { list, number, record, text as wireText } from '../../wire/record.js'
import { only, text } from '../wire.js'

const pergunta = only({ pergunta: text.describe('a pergunta, em palavras comuns') })

export const buscarContexto = defineCall({
  name: 'baseConhecimento.buscar',
  summary: 'Busca os artigos da base de conhecimento que servem a uma pergunta',
  source: 'milvus-api.txt, Base Conhecimento, buscarContextoPergunta',
  method: 'POST',
  path: '/base-conhecimento/buscar-contexto',
  access: 'read',
  timeoutMs: 15_000,
  circuit: 'base-conhecimento',
  body: pergunta,
  answer: list(record({ id: number, artigo: wireText })),
})

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
  body: pergunta,
  // The answer's `prompt` goes nowhere, not to an operator either: it is the vendor's.
  answer: z.object({ resposta: z.string().nullish() }).transform(({ resposta }) => (resposta ?? '').trim()),
  whole: record({ status_code: number, resposta: wireText }),
  use: 'responde às dúvidas dos clientes',
})
