import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { codigo, done, numberAsText, only, text } from '../wire.js'

export const criarChamado = defineCall({
  name: 'chamado.criar',
  summary: 'Abre um chamado para um cliente; responde o código',
  source: 'milvus-api.txt, Chamado, criarChamado; seen in integrations: categoria_id, is_b2c',
  method: 'POST',
  path: '/chamado/criar',
  access: 'write',
  timeoutMs: 8_000,
  body: only({
    // The client's token ("KEN7B5"), whatever the field is called.
    cliente_id: text.describe('token do cliente (o de cliente.buscar), não o id'),
    chamado_assunto: text.describe('assunto'),
    chamado_descricao: text.describe('descrição'),
    chamado_email: z.email().optional().describe('e-mail do contato'),
    chamado_telefone: text.optional().describe('telefone do contato, (11) 1234-1234'),
    chamado_contato: text.describe('nome do contato'),
    chamado_tecnico: text.optional().describe('e-mail do técnico'),
    chamado_mesa: text.optional().describe('mesa de trabalho, pelo nome'),
    chamado_setor: text.optional().describe('setor, pelo nome'),
    chamado_categoria_primaria: text.optional().describe('categoria primária, pelo nome'),
    chamado_categoria_secundaria: text.optional().describe('categoria secundária, pelo nome'),
    categoria_id: z.number().int().positive().optional().describe('id da categoria, nas versões novas'),
    is_b2c: z.boolean().optional().describe('cliente final, nas versões novas'),
  }),
  answer: codigo,
  use: 'abre o chamado que o cliente confirmou',
})

export const finalizarChamado = defineCall({
  name: 'chamado.finalizar',
  summary: 'Finaliza um chamado que está em atendimento; responde o código',
  source: 'milvus-api.txt, Chamado, finalizarChamado',
  method: 'PUT',
  path: '/chamado/finalizar',
  access: 'write',
  timeoutMs: 8_000,
  body: only({
    chamado_codigo: numberAsText.describe('código do chamado, não o id interno'),
    chamado_servico_realizado: text.optional().describe('serviço realizado'),
    chamado_equipamento_retirado: text.optional().describe('equipamento retirado'),
    chamado_material_utilizado: text.optional().describe('material utilizado'),
  }),
  answer: codigo,
})

export const criarAnexo = defineCall({
  name: 'anexo.criar',
  summary: 'Anexa um arquivo a um chamado',
  source: 'milvus-api.txt, Chamado, criarAnexo',
  method: 'POST',
  path: '/chamado/anexo/criar/:chamado',
  access: 'write',
  timeoutMs: 90_000,
  params: z.object({ chamado: numberAsText.describe('código do chamado, não o id interno') }),
  file: { field: 'anexo' },
  okWithoutBody: true,
  answer: done,
  use: 'anexa os arquivos do cliente ao chamado',
})
