import { z } from 'zod'

import { instant, list, number, record, text } from '../../wire/record.js'
import { clienteBreve, servicoBreve, usuario } from './pieces.js'

/** A mensagem of an ordem, where `relacoes=ordem_servico_mensagem` asks for them. */
export const ordemMensagem = record({
  id_ordem_servico_mensagem: number,
  id_ordem_servico: number,
  mensagem: text,
  data_cadastro: instant,
  data_cadastro_br: instant,
  data_cadastro_timestamp: instant,
})

/** An ordem de serviço: as of 2020 (4.11, and inside atendimentos), and with what the collection of 2024 adds. */
export const ordemServicoWhole = record({
  id_ordem_servico: number,
  numero_ordem_servico: text,
  numero: text,
  tipo: text,
  id_tipo_ordem_servico: number,
  data_cadastro: instant,
  data_inicio_programado: instant,
  data_termino_programado: instant,
  data_inicio_executado: instant,
  data_termino_executado: instant,
  descricao_abertura: text,
  descricao_servico: text,
  descricao_fechamento: text,
  usuario_abertura: text,
  usuario_fechamento: text,
  status: text,
  status_fechamento: text,
  status_servico: text,
  motivo_fechamento: list(record({ id_motivo_fechamento: number, descricao: text })),
  disponibilidade: text,
  endereco_instalacao: text,
  pop: text,
  id_agenda_ordem_servico: number,
  agenda_ordem_servico: z.union([record({ id_agenda_ordem_servico: number, descricao: text }), text]),
  tecnicos: list(usuario),
  ordem_servico_mensagem: list(ordemMensagem),
  atendimento: record({
    protocolo: text,
    id_atendimento: number,
    tipo_atendimento: text,
    usuario_abertura: text,
    usuario_responsavel: text,
    usuario_fechamento: text,
    data_cadastro: instant,
    data_fechamento: instant,
    setor_responsavel: text,
    status_fechamento: text,
    motivo_fechamento: text,
  }),
  cliente: clienteBreve,
  servico: servicoBreve,
})
