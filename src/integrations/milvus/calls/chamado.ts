import { z } from 'zod'

import { defineCall } from '../../http/call.js'

/** The chamado's `codigo`, never its internal `id`: a number, or the same as text. */
const codigo = z
  .union([z.number().int().positive(), z.string().trim().regex(/^[1-9]\d*$/u)])
  .transform((value) => String(value))

const done = z.unknown().transform(() => undefined)
const text = z.string().min(1)

export const criarChamado = defineCall({
  name: 'chamado.criar',
  summary: 'Abre um chamado para um cliente',
  source: 'milvus-api.txt, Chamado, criarChamado; seen in integrations',
  method: 'POST',
  path: '/chamado/criar',
  access: 'write',
  timeoutMs: 8_000,
  body: z.object({
    // The client's token ("KEN7B5"), whatever the field is called.
    cliente_id: text,
    chamado_assunto: text,
    chamado_descricao: text,
    chamado_email: z.email().optional(),
    chamado_telefone: text.optional(),
    chamado_contato: text,
    chamado_tecnico: text.optional(),
    chamado_mesa: text.optional(),
    chamado_setor: text.optional(),
    chamado_categoria_primaria: text.optional(),
    chamado_categoria_secundaria: text.optional(),
  }),
  answer: codigo,
})

export const listarChamados = defineCall({
  name: 'chamado.listar',
  summary: 'Lista chamados por filtro',
  source: 'milvus-api.txt, Chamado, listagemChamados',
  method: 'POST',
  path: '/chamado/listagem',
  access: 'read',
  // The vendor asks for few listings: one try, the caller comes back later.
  retry: 'once',
  timeoutMs: 15_000,
  query: z.object({
    is_descending: z.boolean().optional(),
    order_by: z.enum(['assunto', 'codigo', 'nome_contato', 'email_conferencia']).optional(),
    total_registros: z.number().int().min(1).max(1_000).optional(),
    pagina: z.number().int().min(1).optional(),
  }),
  body: z.object({
    filtro_body: z.object({
      assunto: text.optional(),
      codigo: text.optional(),
      cliente_token: text.optional(),
      /** An id or its text: `Todos`, `ChamadosAbertos`, `Finalizado`… */
      status: text.optional(),
    }),
  }),
  answer: z
    .object({
      lista: z.array(z.object({ codigo, assunto: z.string().nullish(), status: z.string().nullish().catch(null) })).nullable(),
    })
    .transform(({ lista }) =>
      (lista ?? []).map((one) => ({ codigo: one.codigo, assunto: one.assunto ?? '', status: one.status ?? '' })),
    ),
})

export const criarAcompanhamento = defineCall({
  name: 'acompanhamento.criar',
  summary: 'Acrescenta um acompanhamento a um chamado; o status não muda',
  source: 'milvus-api.txt, Chamado, criarAcompanhamento',
  method: 'POST',
  path: '/chamado/acompanhamento/criar',
  access: 'write',
  timeoutMs: 8_000,
  body: z.object({
    acompanhamento_ticket: text,
    acompanhamento_descricao: text,
    acompanhamento_privado: z.boolean(),
  }),
  okWithoutBody: true,
  answer: done,
})

export const listarAcompanhamentos = defineCall({
  name: 'acompanhamento.listar',
  summary: 'Lista os acompanhamentos de um chamado',
  source: 'milvus-api.txt, Chamado, listarAcompanhamentos',
  method: 'GET',
  path: '/chamado/acompanhamento/:codigo',
  access: 'read',
  timeoutMs: 15_000,
  params: z.object({ codigo: text }),
  query: z.object({
    tipo: text.optional(),
    privado: z.boolean().optional(),
    perfil: z.enum(['tecnico', 'cliente']).optional(),
    pessoa: text.optional(),
  }),
  answer: z
    .object({
      retorno: z
        .array(
          z.object({
            pessoa: z.string().nullish(),
            texto: z.string().nullish(),
            texto_html: z.string().nullish(),
            data: z.string().nullish(),
            privado: z.boolean().nullish(),
            is_excluido: z.boolean().nullish(),
          }),
        )
        .nullable(),
    })
    .transform(({ retorno }) =>
      (retorno ?? []).map((one) => ({
        pessoa: one.pessoa ?? '',
        texto: one.texto ?? (one.texto_html ?? '').replace(/<[^>]*>/gu, ' '),
        data: one.data ?? '',
        // Not said is taken for private: nothing private may reach a customer.
        privado: one.privado ?? true,
        excluido: one.is_excluido ?? false,
      })),
    ),
})

export const criarAnexo = defineCall({
  name: 'anexo.criar',
  summary: 'Anexa um arquivo a um chamado',
  source: 'milvus-api.txt, Chamado, criarAnexo',
  method: 'POST',
  path: '/chamado/anexo/criar/:chamado',
  access: 'write',
  timeoutMs: 90_000,
  params: z.object({ chamado: text }),
  file: { field: 'anexo' },
  okWithoutBody: true,
  answer: done,
})
