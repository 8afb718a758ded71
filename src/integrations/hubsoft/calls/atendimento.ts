import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { number, record, text } from '../../wire/record.js'
import { wireId, wireText } from '../../wire/values.js'
import { said } from '../answers.js'
import { wireDone } from '../envelope.js'
import { atendimentoWhole, mensagemWhole } from '../whole/atendimento.js'
import { atendimento } from './atendimento-schema.js'
import { id, ids, MEANING, telefone, texto } from './fields.js'

const idAtendimento = z.object({ id_atendimento: id.describe('ID do atendimento') })
/** Whatever an integration wants to keep with it. */
const parametros = z.record(z.string(), z.json())

export const criarAtendimento = defineCall({
  name: 'atendimento.criar',
  summary: 'Abre um atendimento para um serviço',
  source: 'hubsoft-atendimento-2025.md, Criação de Atendimento',
  method: 'POST',
  path: '/atendimento',
  access: 'write',
  use: 'abrir o atendimento que o cliente confirmou',
  // Integrators wait 15 to 30 s; here the customer hears "confirmando…" within 10, and the outcome is read back.
  timeoutMs: 8_000,
  body: z.object({
    id_cliente_servico: id.describe(MEANING.id_cliente_servico),
    descricao: texto.describe('Descrição detalhada do atendimento'),
    nome: texto.describe('Nome do solicitante'),
    telefone: telefone.describe('Telefone do solicitante, DDNNNNNNNNN'),
    id_tipo_atendimento: id.optional().describe('Tipo de atendimento; sem ele, SAC'),
    id_atendimento_status: id.optional().describe('Status; sem ele, aguardando análise, ou pendente com abrir_os'),
    id_usuario_responsavel: z.union([id, ids]).optional().describe('Usuário responsável; vários separados por vírgula'),
    email: z.email().optional().describe('E-mail do solicitante'),
    id_origem_contato: id.optional().describe('Origem do contato'),
    id_disponibilidade: ids.optional().describe('Disponibilidades, IDs separados por vírgula'),
    abrir_os: z.boolean().optional().describe('Se abre também uma ordem de serviço'),
    // An array with one object, in this call alone.
    parametros: z.array(parametros).optional().describe('Informações da integração, guardadas com o atendimento'),
    parametros_ordem_servico: z
      .array(
        z.object({
          id_tipo_ordem_servico: id.optional(),
          status: texto.optional(),
          ids_tecnicos: ids.optional(),
          id_disponibilidade: ids.optional(),
        }),
      )
      .optional()
      .describe('Da ordem de serviço: id_tipo_ordem_servico, status, ids_tecnicos, id_disponibilidade'),
    parametros_fechamento: z
      .array(z.object({ id_motivo_fechamento_atendimento: id.optional(), descricao_fechamento: texto.optional() }))
      .optional()
      .describe('Do fechamento: id_motivo_fechamento_atendimento, descricao_fechamento'),
  }),
  answer: z
    .object({ atendimento: z.object({ id_atendimento: wireId, protocolo: wireText.pipe(z.string().min(1)) }) })
    .transform(({ atendimento: { id_atendimento: idDele, protocolo } }) => ({ idAtendimento: idDele, protocolo })),
  whole: said({ atendimento: atendimentoWhole }, 'atendimento'),
})

const parametrosFechamento = z.object({
  id_motivo_fechamento: id.optional().describe('O motivo, da lista configuracao.motivoFechamento'),
  // The same in the collection of 2024.
  id_motivo_fechamento_atendimento: id.optional().describe('O mesmo, nas versões que o chamam assim'),
  descricao_fechamento: z.string().optional().describe('O que foi feito'),
  status_fechamento: z.string().optional().describe('Por exemplo "concluido"'),
})

export const editarAtendimento = defineCall({
  name: 'atendimento.editar',
  summary: 'Edita ou fecha um atendimento em aberto; fechar fecha também as ordens de serviço',
  source: 'hubsoft-atendimento-2025.md, Edição/Fechamento de Atendimento',
  method: 'PUT',
  path: '/atendimento/:id_atendimento',
  access: 'write',
  use: 'fechar o que o cliente encerra, e dar a nota dele',
  timeoutMs: 8_000,
  params: idAtendimento,
  body: z
    .object({
      fechar_atendimento: z.boolean().describe('Se fecha o atendimento e as ordens de serviço dele'),
      descricao: texto.optional().describe('Nova descrição de abertura'),
      parametros_fechamento: parametrosFechamento
        .optional()
        .describe('Do fechamento: id_motivo_fechamento, descricao_fechamento, status_fechamento'),
      parametros: parametros.optional().describe('Informações da integração'),
      id_atendimento_status: id.optional().describe('Novo status; não junto com o fechamento'),
      id_tipo_atendimento: id.optional().describe('Novo tipo; não junto com o fechamento'),
      // Not among the attributes of the document, but among those of what it answers; so is the example's
      // `parametros.satisfacao_cliente`, for those who do not take it.
      avaliacao: z.number().int().min(1).max(5).optional().describe('Nota de 1 a 5'),
    })
    .refine((body) => !body.fechar_atendimento || body.id_atendimento_status === undefined, {
      path: ['id_atendimento_status'],
    })
    .refine((body) => !body.fechar_atendimento || body.id_tipo_atendimento === undefined, {
      path: ['id_tipo_atendimento'],
    }),
  answer: z.object({ atendimento }).transform((wire) => wire.atendimento),
  whole: said({ atendimento: atendimentoWhole }, 'atendimento'),
})

/** Whose an anexo is. */
const ofWhich = record({ id_atendimento: number, protocolo: text })

export const adicionarMensagem = defineCall({
  name: 'atendimento.adicionarMensagem',
  summary: 'Acrescenta uma mensagem a um atendimento aberto',
  source: 'hubsoft-atendimento-2025.md, Adicionar Mensagem ao Atendimento',
  method: 'POST',
  path: '/atendimento/adicionar_mensagem/:id_atendimento',
  access: 'write',
  use: 'levar ao atendimento o que o cliente ainda escreve',
  timeoutMs: 8_000,
  params: idAtendimento,
  body: z.object({ mensagem: texto.describe('Mensagem que será adicionada') }),
  answer: wireDone,
  // Not shown in 2025; the mensagem in the collection of 2024.
  whole: said({ atendimento: ofWhich, atendimento_mensagem: mensagemWhole }),
})

export const adicionarAnexo = defineCall({
  name: 'atendimento.adicionarAnexo',
  summary: 'Anexa um arquivo a um atendimento',
  source: 'hubsoft-atendimento-2025.md, Adicionar Anexos ao Atendimento',
  method: 'POST',
  path: '/atendimento/adicionar_anexo/:id_atendimento',
  access: 'write',
  use: 'anexar as fotos e os arquivos do cliente',
  // Twenty megabytes that come from Telegram while they go to HubSoft.
  timeoutMs: 90_000,
  params: idAtendimento,
  // The table says `files`, every example `files[0]`.
  file: { field: 'files[0]' },
  answer: wireDone,
  whole: said({ atendimento: ofWhich }),
})
