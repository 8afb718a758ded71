import { z } from 'zod'

import { flag, instant, list, number, record, text } from '../../wire/record.js'
import { ordemMensagem, ordemServicoWhole } from './ordem-servico.js'
import { clienteBreve, servicoBreve, usuario } from './pieces.js'

/** A mensagem, as the listings show it, and as adding one answers it (collection of 2024). */
export const mensagemWhole = record({
  id_atendimento_mensagem: number,
  id_atendimento: number,
  id_usuario: number,
  mensagem: text,
  data_cadastro: instant,
  data_cadastro_br: instant,
  data_cadastro_timestamp: instant,
  ip_cadastro: text,
  ativo: flag,
})

const enderecoNumero = record({
  id_endereco_numero: number,
  numero: text,
  complemento: text,
  coordenadas: record({ type: text, coordinates: list(number) }),
  ativo: flag,
  id_cidade: number,
  bairro: text,
  referencia: text,
  endereco: text,
  cep: text,
  atualizar_coords_auto: flag,
  id_condominio: number,
  cidade: record({
    id_cidade: number,
    id_estado: number,
    nome: text,
    estado: record({ id_estado: number, sigla: text }),
  }),
})

const clienteServico = record({
  id_cliente_servico: number,
  id_cliente: number,
  id_servico: number,
  numero_plano: number,
  display: text,
  endereco_numero_completo: text,
  endereco_instalacao: record({
    id_cliente_servico_endereco: number,
    id_endereco_numero: number,
    id_cliente_servico: number,
    tipo: text,
    endereco_numero: enderecoNumero,
  }),
  servico: record({
    id_servico: number,
    descricao: text,
    id_servico_grupo: number,
    servico_grupo: record({ id_servico_grupo: number, descricao: text, data_cadastro: instant, ativo: flag }),
  }),
  cliente: record({ id_cliente: number, ativo: flag, codigo_cliente: number, nome_razaosocial: text, display: text }),
})

const checklist = record({ id_checklist: number, titulo: text, descricao: text, concluido: flag })

/**
 * An atendimento in every shape: of a client (2020, 2025), as the creation and the editing answer it, and of the whole
 * tenant, in pages. A status and a tipo are text in the first and objects in the last.
 */
export const atendimentoWhole = record({
  id_atendimento: number,
  protocolo: text,
  id_cliente_servico: number,
  id_tipo_atendimento: number,
  id_atendimento_status: number,
  descricao_abertura: text,
  descricao_fechamento: text,
  tipo_atendimento: z.union([
    record({ id_tipo_atendimento: number, descricao: text, checklists: list(checklist) }),
    text,
  ]),
  status: z.union([
    record({
      id_atendimento_status: number,
      prefixo: text,
      descricao: text,
      cor: text,
      abrir_ordem_servico: flag,
      display: text,
    }),
    text,
  ]),
  usuario_abertura: text,
  usuario_responsavel: text,
  usuario_fechamento: text,
  id_usuario_abertura: number,
  id_usuario_responsavel: number,
  id_usuario_fechamento: number,
  data_cadastro: instant,
  data_cadastro_br: instant,
  data_cadastro_timestamp: instant,
  data_fechamento: instant,
  data_fechamento_br: instant,
  data_fechamento_timestamp: instant,
  ip_cadastro: text,
  setor_responsavel: text,
  id_setor_responsavel: number,
  destino: text,
  status_fechamento: text,
  motivo_fechamento: text,
  id_motivo_fechamento_atendimento: number,
  resultado_diagnostico: text,
  nome_contato: text,
  telefone_contato: text,
  email_contato: text,
  rascunho: flag,
  deleted_at: instant,
  id_origem_contato: number,
  avaliacao: number,
  comentario_avaliacao: text,
  push_notification_enviado: flag,
  anexos_count: number,
  ordem_servico_count: number,
  ordem_servico_fechada: number,
  ordem_servico_aberta: number,
  ingressado: flag,
  minutos_em_aberto: number,
  tempo_restante: text,
  percentual_tempo_restante: number,
  percentual_color_class: text,
  cliente: clienteBreve,
  servico: servicoBreve,
  cliente_servico: clienteServico,
  usuarios_responsaveis: list(usuario),
  atendimento_mensagem: list(mensagemWhole),
  checklists: list(checklist),
  ordem_servico_mensagem: list(ordemMensagem),
  ordens_servico: list(ordemServicoWhole),
})
