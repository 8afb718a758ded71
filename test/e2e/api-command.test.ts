import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { lia } from '../../src/sandbox/world/people.js'
import { silence, startJsonServer } from '../support/json-server.js'

const SCRIPT = fileURLToPath(new URL('../../dist/api/main.js', import.meta.url))

let sandbox: Sandbox
let dir: string

beforeAll(async () => {
  sandbox = await startSandbox()
  dir = await mkdtemp(join(tmpdir(), 'plantao-api-'))
})
afterAll(async () => {
  await sandbox.stop()
  await rm(dir, { recursive: true, force: true })
})

/** What `npm run api -- …` runs, in a folder where no `.env` stands. */
async function api(words: string[], env: Record<string, string> = {}): Promise<{ code: number; out: string; err: string }> {
  return await new Promise((resolve) => {
    const child = execFile(process.execPath, [SCRIPT, ...words], { cwd: dir, env: { ...sandbox.env, ...env } }, (_, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err })
    })
  })
}


/** Each is a process or two, on a machine that has other things to do. */
describe.concurrent('npm run api', { timeout: 60_000 }, () => {
  it('lists every operation without any configuration, and explains one', async () => {
    const list = await api([], { HUBSOFT_BASE_URL: '', TELEGRAM_BOT_TOKEN: '' })
    expect([list.code, list.err]).toEqual([0, ''])
    expect(list.out).toMatch(/^ {2}cliente\.buscar /mu)
    const one = await api(['hubsoft', 'cliente.buscar', '--help'])
    expect(one.out).toContain('--termo_busca')
  })

  it('reads what was asked for, as JSON, without a password', async () => {
    const { codigoCliente } = lia
    const { code, out, err } = await api(['hubsoft', 'cliente.buscar', '--busca', 'codigo_cliente', '--termo_busca', String(codigoCliente)])
    expect([code, err]).toEqual([0, ''])
    expect(z.array(z.object({ codigoCliente: z.number() })).parse(JSON.parse(out))).toMatchObject([{ codigoCliente }])
    expect(out).not.toMatch(/senha(?!.*oculto)/iu)
    for (const name of ['HUBSOFT_PASSWORD', 'HUBSOFT_CLIENT_SECRET']) expect(out).not.toContain(sandbox.env[name] ?? '?')
  })

  it('logs in, and shows no token', async () => {
    const good = await api(['hubsoft', 'oauth.token'])
    expect([good.code, JSON.parse(good.out)]).toEqual([0, { entrou: true }])
    const bad = await api(['hubsoft', 'oauth.token'], { HUBSOFT_PASSWORD: 'wrong' })
    expect([bad.code, bad.err]).toEqual([1, expect.stringContaining('não aceitou as credenciais')])
  })

  it('reads all pages of a listing as one list', async () => {
    const words = ['hubsoft', 'atendimento.listarTodos', '--data_inicio', '2000-01-01', '--data_fim', '2099-12-31']
    const { code, out, err } = await api([...words, '--itens_por_pagina', '1', '--all'])
    expect([code, err]).toEqual([0, ''])
    expect(z.array(z.unknown()).parse(JSON.parse(out)).length).toBeGreaterThan(1)
  })

  it('writes a report to the file that was asked for, and overwrites none', async () => {
    const out = join(dir, 'relatorio.csv')
    const words = ['milvus', 'relatorioAtendimento.exportar', '--filtro_body.data_inicial', '2026-01-01']
    const rest = ['--filtro_body.data_final', '2026-12-31', '--filtro_body.tipo_arquivo', 'csv']
    const made = await api([...words, ...rest, '--out', out])
    expect([made.code, made.err]).toEqual([0, ''])
    expect((await readFile(out)).byteLength).toBe(z.object({ bytes: z.number() }).parse(JSON.parse(made.out)).bytes)
    expect((await api([...words, ...rest, '--out', out])).err).toContain('já existe')
    expect((await api([...words, ...rest])).err).toContain('--out: falta')
  })

  it('sends no change without --yes, and shows what it would have sent', async () => {
    const words = ['milvus', 'acompanhamento.criar', '--acompanhamento_ticket', '1', '--acompanhamento_descricao', 'oi', '--acompanhamento_privado', 'false']
    const { code, out, err } = await api(words)
    expect(code).toBe(2)
    expect(err).toContain('--yes')
    expect(JSON.parse(out)).toMatchObject({ operacao: 'acompanhamento.criar', body: { acompanhamento_ticket: '1' } })
    expect(sandbox.milvus.ledger.list('POST /api/chamado/acompanhamento/criar')).toEqual([])
  })

  it('names every wrong or missing field, and sends nothing', async () => {
    const { code, out, err } = await api(['hubsoft', 'atendimento.criar', '--id_cliente_servico', 'abc', '--telefone', '12', '--yes'])
    expect([code, out]).toEqual([2, ''])
    for (const field of ['--id_cliente_servico', '--descricao', '--nome', '--telefone']) expect(err).toContain(`${field}:`)
  })

  it('names missing variables of that system alone', async () => {
    const { code, err } = await api(['milvus', 'baseConhecimento.perguntar', '--pergunta', 'oi'], { MILVUS_TOKEN: '' })
    expect(code).toBe(2)
    expect(err).toContain('MILVUS_TOKEN: falta')
    expect(err).not.toContain('TELEGRAM')
  })

  it('tells a refusal in the vendor\'s own words, and ends with 1', async () => {
    const words = ['hubsoft', 'atendimento.adicionarMensagem', '--id_atendimento', '999999', '--mensagem', 'oi', '--yes']
    const { code, err } = await api(words)
    expect(code).toBe(1)
    expect(err).toMatch(/Resposta do sistema: \S/u)
  })

  it('reads its fields from a file, and does not guess at broken JSON', async () => {
    const file = join(dir, 'pergunta.json')
    await writeFile(file, JSON.stringify({ pergunta: 'Como reiniciar o roteador?' }))
    expect((await api(['milvus', 'baseConhecimento.perguntar', '--file', file])).code).toBe(0)
    expect((await api(['milvus', 'baseConhecimento.perguntar', '--file', join(dir, 'nenhum.json')])).err).toContain('não existe')
    expect((await api(['milvus', 'baseConhecimento.perguntar', '--json', '{pergunta}'])).err).toContain('--json: não é JSON')
  })

  it('refuses a file that cannot be sent, or written, before anything is', async () => {
    const attach = async (file: string) => (await api(['hubsoft', 'atendimento.adicionarAnexo', '--id_atendimento', '12', '--yes', '--file', file])).err
    const empty = join(dir, 'vazio.png')
    await writeFile(empty, '')
    expect(await attach(dir)).toContain('é uma pasta')
    expect(await attach(empty)).toContain('está vazio')
    expect(await attach(join(dir, 'nenhum.png'))).toContain('não existe')
    const report = ['milvus', 'relatorioAtendimento.exportar', '--filtro_body.data_inicial', '2026-01-01', '--filtro_body.data_final', '2026-12-31', '--filtro_body.tipo_arquivo', 'csv']
    expect((await api([...report, '--out', join(dir, 'nenhuma', 'x.csv')])).err).toContain('não existe')
    expect((await api(['milvus', 'chamado.listar', '--filtro_body', '{}', '--out', join(dir, 'x.json')])).err).toContain('não responde um arquivo')
    expect(sandbox.hubsoft.ledger.list().filter(({ path }) => path.endsWith('/adicionar_anexo/12'))).toEqual([])
  })

  it('reads JSON that Windows saved, and says where another is broken', async () => {
    const marked = join(dir, 'windows.json')
    await writeFile(marked, `\uFEFF${JSON.stringify({ pergunta: 'Como reiniciar?' })}`)
    expect((await api(['milvus', 'baseConhecimento.perguntar', '--file', marked])).code).toBe(0)
    const wide = join(dir, 'largo.json')
    await writeFile(wide, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('{"pergunta":"oi"}', 'utf16le')]))
    expect((await api(['milvus', 'baseConhecimento.perguntar', '--file', wide])).err).toContain('UTF-8')
    const broken = join(dir, 'quebrado.json')
    await writeFile(broken, '{\n  "pergunta": "oi",\n}')
    expect((await api(['milvus', 'baseConhecimento.perguntar', '--file', broken])).err).toContain('não é JSON (linha 3, coluna 1)')
  })

  it('sends a file byte for byte', async () => {
    const words = ['hubsoft', 'atendimento.criar', '--id_cliente_servico', String(lia.servicos[0]?.idClienteServico)]
    const made = await api([...words, '--descricao', 'Teste', '--nome', 'Lia', '--telefone', '11912345678', '--yes'])
    const { idAtendimento } = z.object({ atendimento: z.object({ idAtendimento: z.number() }) }).parse(JSON.parse(made.out)).atendimento
    const photo = join(dir, 'foto da luz.png')
    await writeFile(photo, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 10, 13]))
    const sent = await api(['hubsoft', 'atendimento.adicionarAnexo', '--id_atendimento', String(idAtendimento), '--file', photo, '--yes'])
    expect([sent.code, sent.err]).toEqual([0, ''])
    const anexo = sandbox.hubsoft.tickets().find((one) => one.idAtendimento === idAtendimento)?.anexos[0]
    expect(anexo?.fileName).toBe('foto da luz.png')
    expect(Buffer.from(anexo?.bytes ?? []).equals(await readFile(photo))).toBe(true)
  })

  it('says that a system is away, and prints no secret whatever it answers', async () => {
    const gone = await api(['milvus', 'baseConhecimento.perguntar', '--pergunta', 'oi'], { MILVUS_BASE_URL: 'http://127.0.0.1:9/api' })
    expect([gone.code, gone.err]).toEqual([1, expect.stringContaining('Não foi possível conectar')])
    const token = sandbox.env.MILVUS_TOKEN ?? ''
    const echo = await startJsonServer(() => ({ status: 403, json: { message: `Sem permissão para ${token}` } }))
    const told = await api(['milvus', 'baseConhecimento.perguntar', '--pergunta', 'oi'], { MILVUS_BASE_URL: echo.url })
    expect(told.err).toContain('Sem permissão para [oculto]')
    await echo.close()
  })

  it('says which fields of an answer it could not read', async () => {
    const odd = await startJsonServer(({ url }) => ({
      json: url.startsWith('/oauth')
        ? { token_type: 'Bearer', expires_in: 3_600, access_token: 'token-inventado' }
        : { status: 'success', msg: 'ok', pops: [{ id_pop: 7, nome: { nova: 'forma' } }] },
    }))
    const { code, out, err } = await api(['hubsoft', 'rede.pops'], { HUBSOFT_BASE_URL: odd.url })
    expect([code, JSON.parse(out)]).toEqual([0, [{ idPop: 7 }]])
    expect(err).toContain('campos da resposta: nome.')
    await odd.close()
  })

  it('fills in what the configuration has', async () => {
    const seen = await startJsonServer(() => ({ json: { Status: 'ok', Code: 200, Success: true, Data: [] } }))
    const { code, out } = await api(['tempbox', 'atendimento.listarMeus', '--Contato', '77'], { TEMPBOX_BASE_URL: seen.url })
    expect([code, JSON.parse(out)]).toEqual([0, []])
    const [request] = seen.seen
    expect(JSON.parse(request?.query.get('json') ?? '')).toEqual({ Contato: '77', Empresa: sandbox.env.TEMPBOX_EMPRESA })
    await seen.close()
  })

  it('gives up on a system that never answers, and says that a change may have been made', async () => {
    const hanging = await startJsonServer(() => silence)
    const words = ['tempbox', 'atendimento.encerrar', '--Atendimento', 'x', '--yes']
    const { code, err } = await api(words, { TEMPBOX_BASE_URL: hanging.url })
    expect(code).toBe(1)
    expect(err).toContain('Não se sabe se foi feito')
    await hanging.close()
  })
})
