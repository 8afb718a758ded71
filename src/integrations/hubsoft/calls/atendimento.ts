import { z } from 'zod'

import type { Atendimento } from '../../../domain/atendimento.js'
import { defineCall } from '../../http/call.js'
import { parseInstant } from '../../wire/dates.js'
import { isOrdemAberta } from './ordem-servico.js'
import { orNothing, wireId, wireList, wireText } from '../../wire/values.js'
import { wireDone } from '../envelope.js'
import { described, mensagem } from './listing.js'

const ofServico = orNothing(z.object({ id_cliente_servico: orNothing(wireId) }))

const ordemAberta = z
  .object({ status: orNothing(described), data_termino_executado: orNothing(z.unknown()) })
  .transform((wire) => isOrdemAberta(wire.status ?? '', wire.data_termino_executado))

/** Strict where a reconciliation looks: an item without id or protocolo fails the listing, it is not passed over. */
const atendimento = z
  .object({
    id_atendimento: wireId,
    protocolo: wireText,
    id_cliente_servico: orNothing(wireId),
    servico: ofServico,
    cliente_servico: ofServico,
    descricao_abertura: orNothing(wireText),
    tipo_atendimento: orNothing(described),
    status: orNothing(described),
    data_fechamento: orNothing(z.unknown()),
    descricao_fechamento: orNothing(wireText).catch(undefined),
    data_cadastro: z.unknown().optional(),
    atendimento_mensagem: wireList(mensagem).optional(),
    ordens_servico: wireList(ordemAberta).optional(),
  })
  .transform((wire): Atendimento => {
    const idClienteServico =
      wire.id_cliente_servico ?? wire.servico?.id_cliente_servico ?? wire.cliente_servico?.id_cliente_servico
    const cadastradoEm = parseInstant(wire.data_cadastro)
    const fechadoEm = parseInstant(wire.data_fechamento)
    return {
      idAtendimento: wire.id_atendimento,
      protocolo: wire.protocolo,
      descricao: wire.descricao_abertura ?? '',
      status: wire.status ?? '',
      // Statuses are the tenant's own words; the closing date is the only sign that means the same everywhere.
      aberto: wire.data_fechamento === undefined,
      mensagens: wire.atendimento_mensagem ?? [],
      ...(idClienteServico === undefined ? {} : { idClienteServico }),
      ...(wire.ordens_servico === undefined ? {} : { ordensAbertas: wire.ordens_servico.filter(Boolean).length }),
      ...(wire.tipo_atendimento === undefined ? {} : { tipo: wire.tipo_atendimento }),
      ...(cadastradoEm === undefined ? {} : { cadastradoEm }),
      ...(fechadoEm === undefined ? {} : { fechadoEm }),
      ...(wire.descricao_fechamento === undefined ? {} : { fechamento: wire.descricao_fechamento }),
    }
  })

const idAtendimento = z.object({ id_atendimento: z.number().int().positive() })
const parametros = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

/** DDNNNNNNNNN: area code and number, no +55, no punctuation; ten digits for a landline. */
const telefone = z.string().regex(/^\d{10,11}$/u)

export const listarAtendimentos = defineCall({
  name: 'atendimento.listar',
  summary: 'Atendimentos de um cliente ou de um serviço',
  source: 'hubsoft-atendimento-2025.md, Consultar Atendimentos por Cliente',
  method: 'GET',
  path: '/cliente/atendimento',
  access: 'read',
  timeoutMs: 8_000,
  query: z.object({
    busca: z.enum(['codigo_cliente', 'cpf_cnpj', 'id_cliente_servico', 'protocolo']),
    termo_busca: z.union([z.string().min(1), z.number()]),
    limit: z.number().int().min(1).max(50).optional(),
    apenas_pendente: z.enum(['sim', 'nao']).optional(),
    order_by: z.enum(['data_cadastro', 'data_fechamento']).optional(),
    order_type: z.enum(['asc', 'desc']).optional(),
    data_inicio: z.iso.date().optional(),
    data_fim: z.iso.date().optional(),
    relacoes: z.string().min(1).optional(),
  }),
  answer: z.object({ atendimentos: wireList(atendimento) }).transform(({ atendimentos }) => atendimentos),
  none: { saidAs: /^\s*nenhum\s+(atendimento|registro)\b/iu, answer: { atendimentos: [] } },
})

export const criarAtendimento = defineCall({
  name: 'atendimento.criar',
  summary: 'Abre um atendimento para um serviço',
  source: 'hubsoft-atendimento-2025.md, Criação de Atendimento',
  method: 'POST',
  path: '/atendimento',
  access: 'write',
  // Integrators wait 15 to 30 s; here the customer hears "confirmando…" within 10, and the outcome is read back.
  timeoutMs: 8_000,
  body: z.object({
    id_cliente_servico: z.number().int().positive(),
    descricao: z.string().min(1),
    nome: z.string().min(1),
    telefone,
    email: z.email().optional(),
    id_tipo_atendimento: z.number().int().positive().optional(),
    id_atendimento_status: z.number().int().positive().optional(),
    abrir_os: z.boolean().optional(),
    // An array with one object, in this call alone.
    parametros: z.array(parametros).optional(),
  }),
  answer: z
    .object({ atendimento: z.object({ id_atendimento: wireId, protocolo: wireText.pipe(z.string().min(1)) }) })
    .transform(({ atendimento: { id_atendimento: id, protocolo } }) => ({ idAtendimento: id, protocolo })),
})

export const editarAtendimento = defineCall({
  name: 'atendimento.editar',
  summary: 'Edita ou fecha um atendimento em aberto; fechar fecha também as ordens de serviço',
  source: 'hubsoft-atendimento-2025.md, Edição/Fechamento de Atendimento',
  method: 'PUT',
  path: '/atendimento/:id_atendimento',
  access: 'write',
  timeoutMs: 8_000,
  params: idAtendimento,
  body: z
    .object({
      fechar_atendimento: z.boolean(),
      descricao: z.string().min(1).optional(),
      parametros: parametros.optional(),
      parametros_fechamento: z
        .object({
          id_motivo_fechamento: z.number().int().positive().optional(),
          descricao_fechamento: z.string().optional(),
          status_fechamento: z.string().optional(),
        })
        .optional(),
      // Not among the attributes of the document, but among those of what it answers; so is the example's
      // `parametros.satisfacao_cliente`, for those who do not take it.
      avaliacao: z.number().int().min(1).max(5).optional(),
      id_atendimento_status: z.number().int().positive().optional(),
      id_tipo_atendimento: z.number().int().positive().optional(),
    })
    .refine((body) => !body.fechar_atendimento || body.id_atendimento_status === undefined, {
      path: ['id_atendimento_status'],
    })
    .refine((body) => !body.fechar_atendimento || body.id_tipo_atendimento === undefined, {
      path: ['id_tipo_atendimento'],
    }),
  answer: z.object({ atendimento }).transform((wire) => wire.atendimento),
})

export const adicionarMensagem = defineCall({
  name: 'atendimento.adicionarMensagem',
  summary: 'Acrescenta uma mensagem a um atendimento aberto',
  source: 'hubsoft-atendimento-2025.md, Adicionar Mensagem ao Atendimento',
  method: 'POST',
  path: '/atendimento/adicionar_mensagem/:id_atendimento',
  access: 'write',
  timeoutMs: 8_000,
  params: idAtendimento,
  body: z.object({ mensagem: z.string().min(1) }),
  answer: wireDone,
})

export const adicionarAnexo = defineCall({
  name: 'atendimento.adicionarAnexo',
  summary: 'Anexa um arquivo a um atendimento',
  source: 'hubsoft-atendimento-2025.md, Adicionar Anexos ao Atendimento',
  method: 'POST',
  path: '/atendimento/adicionar_anexo/:id_atendimento',
  access: 'write',
  // Twenty megabytes that come from Telegram while they go to HubSoft.
  timeoutMs: 90_000,
  params: idAtendimento,
  // The table says `files`, every example `files[0]`.
  file: { field: 'files[0]' },
  answer: wireDone,
})
