import {
  exportarRelatorioAtendimento,
  exportarRelatorioPersonalizado,
  listarRelatorioAtendimento,
} from '../../../src/integrations/milvus/calls/relatorio.js'
import {
  atualizarUsuarioCliente,
  criarUsuarioCliente,
  excluirUsuarioCliente,
  importarUsuariosCliente,
  listarUsuariosCliente,
} from '../../../src/integrations/milvus/calls/usuario-cliente.js'
import { meta, NO_CONTENT, plainMeta, type Case } from './case.js'

const EXPORTA = {
  nome_tecnico: 'Tadeu',
  data_inicial: '2026-06-13',
  data_final: '2026-07-13',
  codigo: '',
  tipo_arquivo: 'csv',
  token: 'ZUL4M1',
}

const LISTA = {
  data_inicial: '2026-03-01',
  data_final: '2026-03-02',
  token: 'ZUL4M1',
  is_externo: true,
  is_comercial: true,
  motivo_pausa: 'chuva',
  codigo: 861,
  nome_tecnico: 'Tadeu',
  nome_mesa: 'Mesa inventada',
}

const USUARIO = {
  cliente_token: 'ZUL4M1',
  perfil: 'Gestor',
  nome: 'Zulmira',
  username: 'zulmira@exemplo.test',
  password: 'inventada',
  sobrenome: 'Fictícia',
  observacao: 'nova',
  setor: 'Financeiro',
}

const none = { id: null, text: 'Não possui' }

export const relatorioCases: Case[] = [
  {
    call: exportarRelatorioAtendimento,
    sent: { method: 'POST', url: '/relatorio-atendimento/exporta', body: { filtro_body: EXPORTA } },
    reply: {
      text: 'codigo;assunto\n861;Sem sinal\n',
      headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="../relatorio.csv"' },
    },
    read: { bytes: Buffer.from('codigo;assunto\n861;Sem sinal\n'), mime: 'text/csv', fileName: 'relatorio.csv' },
    bad: [
      ['no beginning', { body: { filtro_body: { ...EXPORTA, data_inicial: '' } } }, 'body.filtro_body.data_inicial'],
      ['a kind of its own', { body: { filtro_body: { ...EXPORTA, tipo_arquivo: 'pdf' } } }, 'body.filtro_body.tipo_arquivo'],
    ],
  },
  {
    call: listarRelatorioAtendimento,
    give: { query: { is_descending: true, total_registros: 200, pagina: 1 } },
    sent: {
      method: 'POST',
      url: '/relatorio-atendimento/listagem?is_descending=true&total_registros=200&pagina=1',
      body: { filtro_body: LISTA },
    },
    reply: {
      json: {
        meta: meta(1, 1, 1),
        lista: [
          {
            id: 830,
            codigo: 861,
            assunto: 'Sem sinal',
            data_inicial: '2026-03-21 19:48:15',
            tipo_hora: 'Atendimento',
            is_externo: false,
            total_horas_atendimento: '07:10',
            descricao: null,
            mesa_trabalho: { id: 87, text: 'Mesa inventada' },
            setor: none,
            motivo_pausa: { text: 'Não possui' },
            data_saida: null,
          },
        ],
        resumo: { total_chamados: 1, total_horas: '00:00', total_horas_atendimento: '07:10' },
      },
    },
    read: {
      itens: [
        {
          id: 830,
          codigo: 861,
          assunto: 'Sem sinal',
          dataInicial: '2026-03-21T19:48:15-03:00',
          tipoHora: 'Atendimento',
          isExterno: false,
          totalHorasAtendimento: '07:10',
          mesaTrabalho: { id: 87, text: 'Mesa inventada' },
          setor: { text: 'Não possui' },
          motivoPausa: { text: 'Não possui' },
        },
      ],
      pagina: 1,
      ultimaPagina: 1,
      total: 1,
      resumo: { totalChamados: 1, totalHoras: '00:00', totalHorasAtendimento: '07:10' },
    },
    bad: [
      ['an order, which this listing has none of', { query: { order_by: 'codigo' }, body: { filtro_body: {} } }, 'query.order_by'],
      ['a codigo as words', { query: {}, body: { filtro_body: { codigo: 'PLT-1' } } }, 'body.filtro_body.codigo'],
    ],
  },
  {
    call: exportarRelatorioPersonalizado,
    sent: { method: 'POST', url: '/relatorio-personalizado/exportar', body: { nome: 'Relatório inventado', tipo: 'xls' } },
    reply: { text: 'PK\u0003\u0004', headers: { 'content-type': 'application/vnd.ms-excel' } },
    read: { bytes: Buffer.from('PK\u0003\u0004'), mime: 'application/vnd.ms-excel', fileName: undefined },
    bad: [
      ['no name', { body: { nome: '', tipo: 'csv' } }, 'body.nome'],
      ['a kind of its own', { body: { nome: 'x', tipo: 'pdf' } }, 'body.tipo'],
    ],
  },
  {
    call: atualizarUsuarioCliente,
    sent: {
      method: 'PUT',
      url: '/usuario-cliente',
      body: {
        usuarioCliente: {
          id: 1,
          nome: 'Zulmira',
          sobrenome: 'Fictícia',
          password: 'inventada',
          setor: 'Financeiro',
          perfil: 'DPO',
          status: 'Inativo',
        },
      },
    },
    reply: { text: '' },
    read: undefined,
    bad: [
      ['no id', { body: { usuarioCliente: { nome: 'Zulmira' } } }, 'body.usuarioCliente.id'],
      ['a status of its own', { body: { usuarioCliente: { id: 1, status: 'Suspenso' } } }, 'body.usuarioCliente.status'],
    ],
  },
  {
    call: criarUsuarioCliente,
    sent: { method: 'POST', url: '/usuario-cliente', body: { usuarioCliente: USUARIO } },
    reply: { json: { status_code: 200 } },
    read: undefined,
    bad: [
      ['a perfil of its own', { body: { usuarioCliente: { ...USUARIO, perfil: 'Chefe' } } }, 'body.usuarioCliente.perfil'],
      ['no address', { body: { usuarioCliente: { ...USUARIO, username: 'zulmira' } } }, 'body.usuarioCliente.username'],
      ['token and name', { body: { usuarioCliente: { ...USUARIO, cliente_nome: 'Zul' } } }, 'body.usuarioCliente.cliente_token'],
      [
        'neither token nor name',
        { body: { usuarioCliente: { ...USUARIO, cliente_token: undefined } } },
        'body.usuarioCliente.cliente_token',
      ],
    ],
  },
  {
    call: excluirUsuarioCliente,
    give: { params: { usuario_id: 100 } },
    sent: { method: 'DELETE', url: '/usuario-cliente/100' },
    reply: NO_CONTENT,
    read: undefined,
    bad: [['an address for the id', { params: { usuario_id: 'zulmira@exemplo.test' } }, 'params.usuario_id']],
  },
  {
    call: importarUsuariosCliente,
    give: { params: { delimitador: ';' } },
    sent: {
      method: 'POST',
      url: '/usuario-cliente/importar/%3B',
      file: { field: 'arquivo', fileName: 'usuarios.csv', type: 'text/csv', text: 'cliente_token;nome\nZUL4M1;Zulmira\n' },
    },
    reply: { json: 'ok' },
    read: undefined,
    bad: [
      ['two characters', { params: { delimitador: ';;' } }, 'params.delimitador'],
      ['a letter', { params: { delimitador: 'x' } }, 'params.delimitador'],
      ['no file', { params: { delimitador: ',' } }, 'upload'],
    ],
  },
  {
    call: listarUsuariosCliente,
    give: { query: { is_descending: true, order_by: 'cliente_nome', total_registros: 1_000, pagina: 1 } },
    sent: {
      method: 'POST',
      url: '/usuario-cliente/listar?is_descending=true&order_by=cliente_nome&total_registros=1000&pagina=1',
      body: {
        filtro_body: { nome: 'Zul', email: '', perfil: 'CEO', cliente_nome: '', cliente_token: 'ZUL4M1', status: 'Ativo' },
      },
    },
    reply: {
      json: {
        meta: plainMeta(1, 1, 1),
        lista: [
          {
            id: 100,
            nome: 'Zulmira',
            sobrenome: 'Fictícia',
            status: 'Ativo',
            cliente_nome: 'Zul',
            cliente_token: 'ZUL4M1',
            perfil: 'CEO',
            email: 'zulmira@exemplo.test',
            senha: 'nao-mostrar',
          },
        ],
      },
    },
    read: {
      itens: [
        {
          id: 100,
          nome: 'Zulmira',
          sobrenome: 'Fictícia',
          status: 'Ativo',
          clienteNome: 'Zul',
          clienteToken: 'ZUL4M1',
          perfil: 'CEO',
          email: 'zulmira@exemplo.test',
        },
      ],
      pagina: 1,
      ultimaPagina: 1,
      total: 1,
    },
    bad: [
      ['an order of its own', { query: { order_by: 'id' }, body: { filtro_body: {} } }, 'query.order_by'],
      ['a perfil of its own', { query: {}, body: { filtro_body: { perfil: 'Chefe' } } }, 'body.filtro_body.perfil'],
    ],
  },
]
