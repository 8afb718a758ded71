import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import type { CallDeclaration } from '../../../src/integrations/http/call.js'
import type { CallParts } from '../../../src/integrations/http/request.js'
import { milvusCalls as calls } from '../../../src/integrations/milvus/calls.js'
import { createMilvus, type Milvus } from '../../../src/integrations/milvus/milvus.js'
import { systemClock } from '../../../src/lib/clock.js'
import { silentLogger } from '../../../src/lib/logger.js'
import { Secret } from '../../../src/lib/secret.js'
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.js'
import { ana } from '../../../src/sandbox/world/people.js'
import { failureOf } from '../../support/http-api.js'

let sandbox: Sandbox
let milvus: Milvus

beforeEach(async () => {
  sandbox = await startSandbox()
  milvus = clientOf(sandbox.env.MILVUS_TOKEN!)
})

afterEach(async () => {
  await milvus.close()
  await sandbox.stop()
})

function clientOf(token: string): Milvus {
  const config = { baseUrl: sandbox.milvus.url, token: new Secret(token), listingsPerMinute: 600 }
  return createMilvus(config, { clock: systemClock, logger: silentLogger, circuit: { failures: 1_000 } })
}

const ask = (call: CallDeclaration, parts: CallParts = {}) => milvus.api.whole(call, parts)
const refusalOf = (call: CallDeclaration, parts: CallParts) => failureOf(ask(call, parts))
const numbered = z.object({ id: z.number() })
const all = { query: {}, body: { filtro_body: {} } }

const NOVO = { cliente_id: 'ANA001', chamado_assunto: 'TV', chamado_descricao: 'sem canais', chamado_contato: 'Ana' }

async function opened(): Promise<{ codigo: string; id: number }> {
  const codigo = z.string().parse(await ask(calls.criarChamado, { body: NOVO }))
  return { codigo, id: sandbox.milvus.chamados()[0]!.id }
}

function upload(text: string) {
  async function* stream() {
    yield Buffer.from(text)
  }
  return { fileName: 'usuarios.csv', mime: 'text/csv', size: Buffer.byteLength(text), stream: stream() }
}

describe('a chamado', () => {
  it.each([
    ['number', [true, true]],
    ['text', [false, false]],
  ] as const)('is told as %s where that is switched', async (form, numbers) => {
    sandbox.milvus.tellCodigosAs(form)
    const headers = { authorization: sandbox.env.MILVUS_TOKEN!, 'content-type': 'application/json' }
    const told = []
    for (let count = 0; count < 2; count += 1) {
      const response = await fetch(`${sandbox.milvus.url}/chamado/criar`, { method: 'POST', headers, body: JSON.stringify(NOVO) })
      told.push(typeof (await response.json()) === 'number')
    }
    expect(told).toEqual(numbers)
  })

  it('is finished only while it is attended', async () => {
    const { codigo } = await opened()
    const parts = { body: { chamado_codigo: codigo } }
    expect(await refusalOf(calls.finalizarChamado, parts)).toMatchObject({ code: 'server-error' })
    sandbox.milvus.staffStarts(Number(codigo))
    expect(await ask(calls.finalizarChamado, parts)).toBe(codigo)
    expect(sandbox.milvus.chamados()[0]!.status).toBe('Finalizado')
  })

  it('takes a call by its internal id, not by its codigo', async () => {
    const { codigo, id } = await opened()
    const ligacao = {
      start_at: '2026-03-04 08:00:00',
      end_at: '2026-03-04 08:02:10',
      status: '200',
      duration: '00:02:10',
      ramal: '83',
      user_milvus: 1,
    }
    expect(await refusalOf(calls.salvarLigacao, { body: { ...ligacao, id_ticket: codigo } })).toMatchObject({ code: 'refused' })
    expect(await ask(calls.salvarLigacao, { body: { ...ligacao, id_ticket: id } })).toBeUndefined()
  })

  it('shows what technicians wrote, and is in the listings of chats and of the report', async () => {
    const { codigo } = await opened()
    sandbox.milvus.staffSays(Number(codigo), 'Téc. Fictício', 'a caminho')
    const notes = { params: { chamado_codigo: codigo }, query: { tecnico: 'Téc. Fictício' } }
    expect(await ask(calls.listarAcompanhamentosTecnicos, notes)).toMatchObject([{ tecnico: 'Téc. Fictício', texto: 'a caminho' }])
    expect(await ask(calls.listarChats, all)).toMatchObject({ itens: [{ chamadoVinculado: Number(codigo) }], total: 1 })
    expect(await ask(calls.listarRelatorioAtendimento, all)).toMatchObject({
      itens: [{ codigo: Number(codigo), mesaTrabalho: { text: 'Mesa padrão' } }],
      resumo: { totalChamados: 1 },
    })
  })

  it('is in the reports, as the bytes of a file', async () => {
    const { codigo } = await opened()
    const filtro = { data_inicial: '2020-01-01', data_final: '2099-12-31', tipo_arquivo: 'csv' }
    const csv = z.object({ bytes: z.instanceof(Buffer), mime: z.string(), fileName: z.string() })
    const report = csv.parse(await ask(calls.exportarRelatorioAtendimento, { body: { filtro_body: filtro } }))
    expect(report.bytes.toString()).toContain(`"${codigo}";"TV"`)
    expect([report.mime, report.fileName]).toEqual(['text/csv', 'relatorio-atendimentos.csv'])
    const xls = csv.parse(await ask(calls.exportarRelatorioPersonalizado, { body: { nome: 'Relatório', tipo: 'xls' } }))
    expect([xls.mime, xls.bytes.toString()]).toEqual(['application/vnd.ms-excel', expect.stringContaining(`<Data>${codigo}</Data>`)])
    const unknown = { body: { nome: 'Outro', tipo: 'csv' } }
    expect(await refusalOf(calls.exportarRelatorioPersonalizado, unknown)).toMatchObject({ code: 'refused' })
  })
})

describe('a client', () => {
  it('is created without its token, found with it, altered and gone', async () => {
    const documento = '01234567890'
    const body = { cliente_documento: documento, cliente_pessoa_fisica: { nome: 'Zulmira Fictícia' } }
    const { id } = numbered.parse(await ask(calls.criarCliente, { body }))
    expect(await ask(calls.buscarCliente, { query: { documento } })).toMatchObject([{ id, token: `N${String(id)}` }])
    await ask(calls.alterarCliente, { params: { id }, body: { cliente_pessoa_fisica: { nome: 'Zulmira Inventada' } } })
    expect(await ask(calls.buscarCliente, { query: { documento } })).toMatchObject([{ nomeFantasia: 'Zulmira Inventada' }])
    await ask(calls.excluirCliente, { params: { id } })
    expect(await ask(calls.buscarCliente, { query: { documento } })).toEqual([])
    expect(await refusalOf(calls.excluirCliente, { params: { id } })).toMatchObject({ code: 'not-found' })
  })

  it('has contacts, by telephone in any punctuation, and none under an unknown token', async () => {
    const contato = { cliente_id: 'ANA001', contato_descricao: 'Ana', contato_celular: '(11) 95550-7777' }
    await ask(calls.criarContato, { body: contato })
    const found = await ask(calls.pesquisarContatos, { query: { telefone: '11955507777' } })
    expect(found).toMatchObject([{ clienteId: 'ANA001', clienteNome: ana.nome }])
    expect(await refusalOf(calls.criarContato, { body: { ...contato, cliente_id: 'NINGUEM' } })).toMatchObject({ code: 'refused' })
  })

  it('is nobody’s to read with a wrong token', async () => {
    const stranger = clientOf('another-token')
    const answer = stranger.api.whole(calls.listarTiposDispositivo, {})
    expect(await failureOf(answer)).toMatchObject({ code: 'unauthorized' })
    await stranger.close()
  })
})

describe('a user of a client', () => {
  const HEAD = 'cliente_token;nome;sobrenome;email;senha;perfil;setor;situacao'
  const listed = () => ask(calls.listarUsuariosCliente, { query: {}, body: { filtro_body: { nome: 'Zul' } } })

  it('is created, altered and gone; an unknown client is refused', async () => {
    const usuario = { cliente_token: 'ANA001', perfil: 'CEO', nome: 'Zulmira', username: 'zul@exemplo.test', password: 'x' }
    await ask(calls.criarUsuarioCliente, { body: { usuarioCliente: usuario } })
    const { id } = sandbox.milvus.usuarios().at(-1)!
    await ask(calls.atualizarUsuarioCliente, { body: { usuarioCliente: { id, status: 'Inativo' } } })
    expect(await listed()).toMatchObject({ itens: [{ id, clienteToken: 'ANA001', status: 'Inativo', perfil: 'CEO' }] })
    await ask(calls.excluirUsuarioCliente, { params: { usuario_id: id } })
    expect(await listed()).toMatchObject({ itens: [], total: 0 })
    const unknown = { body: { usuarioCliente: { ...usuario, cliente_token: 'NINGUEM' } } }
    expect(await refusalOf(calls.criarUsuarioCliente, unknown)).toMatchObject({ code: 'refused' })
  })

  it('comes from a CSV, each row one, with the delimiter of the path', async () => {
    const rows = ['ANA001;Zulmira;Um;z1@exemplo.test;s;CEO;Casa;Ativo', 'BRU002;Zulmar;Dois;z2@exemplo.test;s;DPO;Casa;Inativo']
    await ask(calls.importarUsuariosCliente, { params: { delimitador: ';' }, upload: upload([HEAD, ...rows].join('\r\n')) })
    expect(await listed()).toMatchObject({
      itens: [
        { nome: 'Zulmar', clienteToken: 'BRU002', status: 'Inativo' },
        { nome: 'Zulmira', clienteToken: 'ANA001', perfil: 'CEO' },
      ],
    })
  })

  it.each([
    ['an unknown client', ';', 'NINGUEM;Zulmira;Um;z1@exemplo.test;s;CEO;Casa;Ativo'],
    ['an unknown perfil', ';', 'ANA001;Zulmira;Um;z1@exemplo.test;s;Chefe;Casa;Ativo'],
    ['another delimiter', ',', 'ANA001;Zulmira;Um;z1@exemplo.test;s;CEO;Casa;Ativo'],
  ])('does not come from a CSV with %s, nor does any other row', async (_name, delimitador, row) => {
    const good = 'ANA001;Zulmira;Boa;z0@exemplo.test;s;CEO;Casa;Ativo'
    const parts = { params: { delimitador }, upload: upload([HEAD, good, row].join('\n')) }
    expect(await refusalOf(calls.importarUsuariosCliente, parts)).toMatchObject({ code: 'refused' })
    expect(await listed()).toMatchObject({ itens: [] })
  })
})

describe('a device', () => {
  const NEW = { apelido: 'ONU nova', cliente_id: 30_753, hostname: 'onu-nova', tipo_dispositivo_id: 34 }

  it('is created, edited, found and gone, its passwords kept there', async () => {
    const created = await ask(calls.criarDispositivo, { body: { ...NEW, senha: 'segredo-da-onu' } })
    const { dispositivoId: id } = z.object({ dispositivoId: z.number() }).parse(created)
    await ask(calls.editarDispositivo, { body: { id, is_ativo: true, numero_serial: 'S9' } })
    const found = await ask(calls.buscarDispositivo, { query: { serial: 'S9' } })
    expect(found).toEqual([{ id, apelido: 'ONU nova', hostname: 'onu-nova', clienteId: 30_753, tipoDispositivoId: 34, isAtivo: true, numeroSerial: 'S9' }])
    expect(sandbox.milvus.dispositivos().at(-1)).toMatchObject({ senha: 'segredo-da-onu' })
    expect(await ask(calls.obterStatusDispositivo, { params: { dispositivo_id: id } })).toEqual({ hostname: 'onu-nova', status: 'Online' })
    expect(await ask(calls.excluirDispositivo, { params: { id } })).toBe('Dispositivo excluido')
    expect(await refusalOf(calls.obterStatusDispositivo, { params: { dispositivo_id: id } })).toMatchObject({ code: 'not-found' })
  })

  it('of an unknown client or kind is refused', async () => {
    expect(await refusalOf(calls.criarDispositivo, { body: { ...NEW, cliente_id: 1 } })).toMatchObject({ code: 'refused' })
    expect(await refusalOf(calls.criarDispositivo, { body: { ...NEW, tipo_dispositivo_id: 1 } })).toMatchObject({ code: 'refused' })
  })

  it('is listed in pages, with its softwares and logs, and no key or password in any', async () => {
    const two = { query: { total_registros: 2, pagina: 2 }, body: { filtro_body: { macaddress: '02:00' } } }
    const listing = await ask(calls.listarDispositivos, two)
    expect(listing).toMatchObject({ pagina: 2, total: sandbox.milvus.dispositivos().length })
    const { id } = sandbox.milvus.dispositivos()[0]!
    const of = { params: { dispositivo_id: id }, query: { is_paginate: false } }
    const softwares = await ask(calls.listarSoftwaresDispositivo, of)
    const logs = await ask(calls.listarLogsDispositivo, of)
    expect([softwares, logs]).toMatchObject([{ itens: [{ descricao: 'Firmware inventado' }] }, { itens: [{ log: expect.any(String) }] }])
    expect(await ask(calls.listarTiposDispositivo)).toHaveLength(2)
    expect(JSON.stringify([listing, softwares, logs])).not.toMatch(/AAAAA|senha-d/u)
  })
})

describe('the knowledge base', () => {
  it('tells the articles of a question', async () => {
    const found = await ask(calls.buscarContexto, { body: { pergunta: 'Estou sem internet' } })
    expect(found).toMatchObject([{ id: expect.any(Number), artigo: expect.stringContaining('LOS') }])
  })
})
