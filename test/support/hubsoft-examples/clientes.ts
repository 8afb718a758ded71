import type { Example } from './example.js'

const cliente = { busca: 'codigo_cliente', termo_busca: 1099, limit: 2 }
const clienteQuery = { busca: 'codigo_cliente', termo_busca: '1099', limit: '2' }

export const clientes: readonly Example[] = [
  {
    call: 'buscarCliente',
    of: '2020, 4.3',
    input: {
      query: {
        busca: 'nome_razaosocial',
        termo_busca: 'zulmira',
        limit: 2,
        cancelado: 'nao',
        order_by: 'codigo_cliente',
        order_type: 'asc',
      },
    },
    line: 'GET /cliente',
    query: {
      busca: 'nome_razaosocial',
      termo_busca: 'zulmira',
      limit: '2',
      cancelado: 'nao',
      order_by: 'codigo_cliente',
      order_type: 'asc',
    },
  },
  {
    call: 'buscarCliente',
    of: 'integrator-facts.md: by service, with alarms and unlocks',
    input: {
      query: {
        busca: 'id_cliente_servico',
        termo_busca: 11201,
        ultima_conexao: 'sim',
        incluir_alarmes: 'sim',
        incluir_desbloqueios: 'sim',
      },
    },
    line: 'GET /cliente',
    query: {
      busca: 'id_cliente_servico',
      termo_busca: '11201',
      ultima_conexao: 'sim',
      incluir_alarmes: 'sim',
      incluir_desbloqueios: 'sim',
    },
  },
  {
    call: 'listarClientes',
    of: '2020, 4.1: its example has no parameter, which here has to be said',
    input: { query: { limit: 'todos' } },
    line: 'GET /cliente/all',
  },
  {
    call: 'listarClientes',
    of: '2020, 4.1, with every parameter of its table',
    input: {
      query: {
        data_inicio: '2020-01-01',
        data_fim: '2020-01-31',
        limit: 500,
        order_by: 'data_cadastro',
        order_type: 'asc',
      },
    },
    line: 'GET /cliente/all',
    query: {
      data_inicio: '2020-01-01',
      data_fim: '2020-01-31',
      limit: '500',
      order_by: 'data_cadastro',
      order_type: 'asc',
    },
  },
  {
    call: 'autenticarCliente',
    of: 'integrator-facts.md',
    input: { body: { usuario: '11144477735', senha: 'senha-inventada' } },
    line: 'POST /cliente/autenticacao/',
    body: { usuario: '11144477735', senha: 'senha-inventada' },
  },
  {
    call: 'consultarServicos',
    of: 'integrator-facts.md',
    input: { query: { busca: 'codigo_cliente', termo_busca: 421, limit: 20, incluir_desbloqueios: 'sim' } },
    line: 'GET /cliente',
    query: { busca: 'codigo_cliente', termo_busca: '421', limit: '20', incluir_desbloqueios: 'sim' },
  },
  {
    call: 'desbloquearConfianca',
    of: '2020, 4.4: both as text',
    input: { body: { id_cliente_servico: '11000', dias_desbloqueio: '1' } },
    line: 'POST /cliente/desbloqueio_confianca',
    body: { id_cliente_servico: 11000, dias_desbloqueio: 1 },
  },
  {
    call: 'solicitarDesconexao',
    of: '2020, 4.5',
    input: { params: { id_cliente_servico: 11000 } },
    line: 'GET /cliente/solicitar_desconexao/11000',
  },
  {
    call: 'listarExtrato',
    of: '2020, 4.6',
    input: { query: { busca: 'login', termo_busca: 'zulmira', limit: 2 } },
    line: 'GET /cliente/extrato_conexao',
    query: { busca: 'login', termo_busca: 'zulmira', limit: '2' },
  },
  {
    call: 'listarFaturas',
    of: '2020, 4.7',
    input: { query: cliente },
    line: 'GET /cliente/financeiro',
    query: clienteQuery,
  },
  {
    call: 'localizarPdf',
    of: '2020, 4.7, with every parameter of its table',
    input: {
      query: {
        ...cliente,
        apenas_pendente: 'nao',
        order_by: 'data_pagamento',
        order_type: 'desc',
        data_inicio: '2020-03-05',
        data_fim: '2020-03-10',
      },
    },
    line: 'GET /cliente/financeiro',
    query: {
      ...clienteQuery,
      apenas_pendente: 'nao',
      order_by: 'data_pagamento',
      order_type: 'desc',
      data_inicio: '2020-03-05',
      data_fim: '2020-03-10',
    },
  },
  {
    call: 'enviarEmail',
    of: '2020, 4.8',
    input: { body: { id_fatura: '11000', email_adicional: ['email1@exemplo.example', 'email2@exemplo.example'] } },
    line: 'POST /cliente/financeiro/enviar_email',
    body: { id_fatura: 11000, email_adicional: ['email1@exemplo.example', 'email2@exemplo.example'] },
  },
  {
    call: 'enviarSms',
    of: '2020, 4.9: the key of its table and its curl line, not of its body example',
    input: { body: { id_fatura: '11000', telefone_adicional: ['11900007777', '1130007776'] } },
    line: 'POST /cliente/financeiro/enviar_sms',
    body: { id_fatura: 11000, telefone_adicional: ['11900007777', '1130007776'] },
  },
  {
    call: 'enviarPush',
    of: '2020, 4.10',
    input: { body: { id_fatura: '11000' } },
    line: 'POST /cliente/financeiro/enviar_push',
    body: { id_fatura: 11000 },
  },
  {
    call: 'listarOrdensServico',
    of: '2020, 4.11',
    input: { query: cliente },
    line: 'GET /cliente/ordem_servico',
    query: clienteQuery,
  },
  {
    call: 'resetarMac',
    of: '2020, 4.12',
    input: { body: { id_cliente_servico: '11000' } },
    line: 'POST /cliente/reset_mac_addr',
    body: { id_cliente_servico: 11000 },
  },
]
