import { alterarCliente, buscarCliente, criarCliente, excluirCliente } from '../../../src/integrations/milvus/calls/cliente.js'
import { criarContato, pesquisarContatos } from '../../../src/integrations/milvus/calls/contato.js'
import { NO_CONTENT, type Case } from './case.js'

/** Made up; its first digit is the zero that a number would lose. */
const DOCUMENTO = '01234567890'

const PARTES = {
  cliente_documento: DOCUMENTO,
  cliente_site: 'www.exemplo.test',
  cliente_observacao: 'inventada',
  cliente_ativo: true,
  cliente_id_integracao: 0,
  cliente_pessoa_fisica: { nome: 'Zulmira Fictícia', data_nascimento: '1979-09-09', sexo: 'F' },
  cliente_pessoa_juridica: { nome_fantasia: 'Zul', razao_social: 'Zul Fictícia', inscricao_estadual: '' },
}

const NOVO = {
  ...PARTES,
  cliente_enderecos: [
    {
      endereco_padrao: true,
      endereco_descricao: 'casa',
      endereco_cep: '00000000',
      endereco_logradouro: 'Rua Inventada',
      endereco_numero: '12',
      endereco_complemento: '',
      endereco_bairro: 'Centro',
      endereco_cidade: 'Aurora',
      endereco_estado: 'SP',
    },
  ],
  cliente_contatos: [
    {
      contato_padrao: true,
      contato_descricao: 'Zulmira',
      contato_email: 'zulmira@exemplo.test',
      contato_telefone: '(11) 5550-1234',
      contato_celular: '(11) 95550-1234',
      contato_observacao: '',
    },
  ],
}

const CONTATO = {
  cliente_id: 'ZUL4M1',
  contato_descricao: 'Zulmira',
  contato_email: 'zulmira@exemplo.test',
  contato_telefone: '(11) 5550-1234',
  contato_celular: '(11) 95550-1234',
  contato_observacao: 'à tarde',
}

export const clienteCases: Case[] = [
  {
    call: buscarCliente,
    give: { query: { documento: DOCUMENTO } },
    sent: { method: 'GET', url: `/cliente/busca?documento=${DOCUMENTO}` },
    reply: {
      json: {
        lista: [
          { id: 307, nome_fantasia: 'Zul', razao_social: 'Zul Fictícia', cnpj_cpf: DOCUMENTO, token: 'ZUL4M1', equipes: ['A', 'B'] },
          { id: '308', nome_fantasia: 'Zul 2', razao_social: null, cnpj_cpf: 1_234_567_890, token: 'ZUL4M2', equipes: null },
        ],
      },
    },
    read: [
      { id: 307, nomeFantasia: 'Zul', razaoSocial: 'Zul Fictícia', cnpjCpf: DOCUMENTO, token: 'ZUL4M1', equipes: ['A', 'B'] },
      { id: 308, nomeFantasia: 'Zul 2', cnpjCpf: '1234567890', token: 'ZUL4M2', equipes: [] },
    ],
    bad: [
      ['neither a document nor all', { query: {} }, 'query.documento'],
      ['both', { query: { documento: DOCUMENTO, todos: true } }, 'query.documento'],
      ['half a document', { query: { documento: '0123' } }, 'query.documento'],
      ['not all', { query: { todos: false } }, 'query.todos'],
    ],
  },
  {
    call: alterarCliente,
    give: { params: { id: 307 } },
    sent: { method: 'PUT', url: '/cliente/alterar/307', body: PARTES },
    reply: NO_CONTENT,
    read: undefined,
    bad: [
      ['a token for the id', { params: { id: 'ZUL4M1' }, body: {} }, 'params.id'],
      [
        'a sex that the document does not know',
        { params: { id: 1 }, body: { cliente_pessoa_fisica: { nome: 'Z', sexo: 'X' } } },
        'body.cliente_pessoa_fisica.sexo',
      ],
    ],
  },
  {
    call: criarCliente,
    sent: { method: 'POST', url: '/cliente/criar', body: NOVO },
    reply: { json: 123 },
    read: { id: 123 },
    bad: [
      ['a number, which lost its zero', { body: { ...NOVO, cliente_documento: 1_234_567_890 } }, 'body.cliente_documento'],
      ['punctuation', { body: { ...NOVO, cliente_documento: '012.345.678-90' } }, 'body.cliente_documento'],
      ['nobody', { body: { cliente_documento: DOCUMENTO } }, 'body.cliente_pessoa_fisica'],
      [
        'a state of three letters',
        { body: { ...NOVO, cliente_enderecos: [{ endereco_descricao: 'casa', endereco_estado: 'SPO' }] } },
        'body.cliente_enderecos.0.endereco_estado',
      ],
    ],
  },
  {
    call: criarContato,
    give: { body: { ...CONTATO, is_padrao: false } },
    sent: { method: 'POST', url: '/cliente/contato/criar', body: { ...CONTATO, is_padrao: 'false' } },
    reply: { json: '1234' },
    read: { id: 1234 },
    bad: [
      ['no client', { body: { ...CONTATO, cliente_id: undefined } }, 'body.cliente_id'],
      ['a principal that is neither', { body: { ...CONTATO, is_padrao: 'sim' } }, 'body.is_padrao'],
    ],
  },
  {
    call: excluirCliente,
    give: { params: { id: '307' } },
    sent: { method: 'DELETE', url: '/cliente/excluir/307' },
    reply: NO_CONTENT,
    read: undefined,
    bad: [['a token for the id', { params: { id: 'ZUL4M1' } }, 'params.id']],
  },
  {
    call: pesquisarContatos,
    give: { query: { telefone: '(11) 95550-1234', email: 'zulmira@exemplo.test' } },
    sent: {
      method: 'GET',
      url: '/cliente/contato/pesquisar?telefone=(11)%2095550-1234&email=zulmira%40exemplo.test',
    },
    reply: {
      json: [
        {
          cliente_nome: 'Zul',
          cliente_id: 'ZUL4M1',
          contato_descricao: 'Zulmira',
          contato_email: 'zulmira@exemplo.test',
          observacao: '',
          contato_telefone: '1155501234',
          contato_celular: 11_955_501_234,
        },
      ],
    },
    read: [
      {
        clienteNome: 'Zul',
        clienteId: 'ZUL4M1',
        contatoDescricao: 'Zulmira',
        contatoEmail: 'zulmira@exemplo.test',
        contatoTelefone: '1155501234',
        contatoCelular: '11955501234',
      },
    ],
    bad: [
      ['nothing to search by', { query: {} }, 'query.telefone'],
      ['an address that is none', { query: { email: 'zulmira' } }, 'query.email'],
    ],
  },
]
