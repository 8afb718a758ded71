import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { TIPOS } from '../../src/sandbox/hubsoft/catalogue.js'
import { world } from '../../src/sandbox/world.js'
import { diagnose, diagnoseAsJson, edit, openWard, startFront } from '../support/doctor.js'
import { startJsonServer } from '../support/json-server.js'
import { ask, hasRedis, startRedisServer } from '../support/redis-server.js'
import { BotProcess } from '../support/process.js'

/** They wait for each other's processes most of the time. */
const LIMIT = { timeout: 180_000 }

/** A model that uses the tool it is given. */
const obliging = async () => ({ kind: 'tools' as const, calls: [{ name: 'pronto', args: {} }] })

describe.concurrent('npm run doctor', () => {
  it('ends with 0 where all is good, in a table that fits a terminal', LIMIT, async (context) => {
    const ward = await openWard(context, { model: obliging })
    const { code, out, err } = await diagnose(ward)
    context.expect(out).not.toContain('✖')
    context.expect({ code, err }).toEqual({ code: 0, err: '' })
    for (const group of ['Ambiente', 'Textos e regras', 'Dados', 'Telegram', 'HubSoft', 'Milvus', 'TempBox', 'Modelo de linguagem']) {
      context.expect(out).toMatch(new RegExp(`^${group}$`, 'mu'))
    }
    context.expect(out).toMatch(/^ {2}✔ Login \(oauth\) +entrou em 127\.0\.0\.1:\d+ +\d+ ms$/mu)
    context.expect(out).toMatch(/✔ Resposta com ferramenta +usou a ferramenta/u)
    context.expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100)
    context.expect(out).not.toContain('\u001B')
    context.expect(ward.sandbox.landings.list().filter(({ kind }) => kind !== 'pergunta')).toEqual([])
  })

  it('says the same as one JSON document, and reads only', LIMIT, async (context) => {
    const ward = await openWard(context)
    const found = await diagnoseAsJson(ward)
    context.expect(found.in('error')).toEqual([])
    context.expect(found.in('warning')).toEqual([])
    context.expect(found).toMatchObject({ ok: true, exitCode: 0, code: 0 })
    context.expect(found.summary.ok + found.summary.warning + found.summary.skipped).toBe(found.checks.length)
    context.expect(found.said('model.configured')).toBe(
      'skipped: não configurado: menus, regras e a base de conhecimento fazem o trabalho',
    )
    const { hubsoft, telegram } = ward.sandbox
    const methods = hubsoft.ledger.list().map(({ method, path }) => `${method} ${path}`)
    context.expect(new Set(methods.filter((request) => !request.startsWith('GET ')))).toEqual(new Set(['POST /oauth/token']))
    context.expect(hubsoft.logins()).toBe(1)
    context.expect(telegram.ledger.list().map(({ path }) => path.split('/').at(-1))).not.toContain('setWebhook')
  })

  it('tells a wrong HubSoft password, and goes on with the others', LIMIT, async (context) => {
    const ward = await openWard(context)
    const found = await diagnoseAsJson({ ...ward, env: { ...ward.env, HUBSOFT_PASSWORD: 'outra-senha' } })
    context.expect(found.said('hubsoft.login')).toMatch(/^error: a credencial foi recusada \(401\): “.+”\nConfira HUBSOFT_CLIENT_ID,/u)
    context.expect(found.in('error')).toEqual(['hubsoft.login'])
    context.expect(found.said('hubsoft.faturas')).toBe('skipped: não verificado: depende de “Login (oauth)”')
    context.expect(found.in('ok')).toEqual(expect.arrayContaining(['telegram.token', 'milvus.base', 'tempbox.token']))
    context.expect(found.code).toBe(1)
  })

  it('tells each revoked token where it belongs', LIMIT, async (context) => {
    const ward = await openWard(context)
    const { telegram, milvus, tempbox, hubsoft } = ward.sandbox
    for (const { faults } of [telegram, milvus, tempbox]) faults.revokeTokens()
    // HubSoft logs in, and then takes no token.
    const front = await startFront(context, hubsoft.url, ({ path }) =>
      path === '/oauth/token' ? undefined : { status: 401, json: { error: 'Unauthenticated.' } },
    )
    const found = await diagnoseAsJson({ ...ward, env: { ...ward.env, HUBSOFT_BASE_URL: front.url } })
    context.expect(found.said('telegram.token')).toMatch(/^error: a credencial foi recusada \(401\)\nConfira TELEGRAM_BOT_TOKEN/u)
    context.expect(found.said('milvus.token')).toMatch(/^error: a credencial foi recusada\nConfira MILVUS_TOKEN/u)
    context.expect(found.said('tempbox.token')).toMatch(/^error: a credencial foi recusada\nConfira TEMPBOX_TOKEN/u)
    context.expect(found.said('hubsoft.login')).toMatch(/^ok: /u)
    context.expect(found.said('hubsoft.clientes')).toMatch(/^error: a credencial foi recusada\nO login foi aceito e o acesso não/u)
    context.expect(found.said('store.folder')).toMatch(/^ok: /u)
  })

  it('tells a missing permission and a missing route, each call on its own, and a clock that is wrong', LIMIT, async (context) => {
    const ward = await openWard(context)
    const forbidden = { status: 'error', msg: 'O Usuário não possui a permissão desejada!' }
    const front = await startFront(context, ward.sandbox.hubsoft.url, ({ path }) => {
      const date = new Date(Date.now() - 300_000).toUTCString()
      if (path.endsWith('/cliente/financeiro')) return { status: 403, json: forbidden, headers: { date } }
      if (path.endsWith('/cliente/ordem_servico')) return { status: 200, json: forbidden, headers: { date } }
      if (path.endsWith('/rede/cpe/todos')) return { status: 404, json: { status: 'error', msg: 'Rota não encontrada' }, headers: { date } }
      if (path === '/oauth/token') return { json: { access_token: 'x'.repeat(20), expires_in: 3600 }, headers: { date } }
      return path.endsWith('/cliente') ? { json: { status: 'success', clientes: [] }, headers: { date } } : undefined
    })
    const found = await diagnoseAsJson({ ...ward, env: { ...ward.env, HUBSOFT_BASE_URL: front.url } })
    context.expect(found.said('hubsoft.faturas')).toBe(
      [
        'error: sem permissão (403): “O Usuário não possui a permissão desejada!”',
        'Sem ela o bot não mostra faturas, boletos nem Pix.',
        'Peça ao administrador do HubSoft que dê ao usuário da API a permissão de consultar o financeiro do cliente.',
      ].join('\n'),
    )
    context.expect(found.said('hubsoft.ordens')).toMatch(/^warning: sem permissão \(200\): .*\nSem ela o bot não fala de visitas\./u)
    context.expect(found.said('hubsoft.cpes')).toMatch(/^warning: a rota não existe \(404\).*\nSem ela o bot reinicia/u)
    context.expect(found.said('hubsoft.clock')).toMatch(/^warning: esta máquina está (?:29\d|30\d) s adiantada\nAcerte o relógio/u)
    context.expect(found.said('hubsoft.clientes')).toMatch(/^ok: /u)
  })

  it('tells a system that is stopped, and keeps to the calls a minute', LIMIT, async (context) => {
    const ward = await openWard(context)
    await Promise.all([ward.sandbox.milvus.faults.down(), ward.sandbox.telegram.faults.down()])
    const found = await diagnoseAsJson({ ...ward, env: { ...ward.env, HUBSOFT_RPM: '5' } })
    context.expect(found.said('hubsoft.prospectos')).toBe('skipped: não perguntado: HUBSOFT_RPM não deixa tantas chamadas em um minuto')
    context.expect(ward.sandbox.hubsoft.ledger.list()).toHaveLength(5)
    context.expect(found.in('error')).toEqual(['telegram.token', 'milvus.token'])
    context.expect(found.said('milvus.token')).toMatch(/^error: não foi possível conectar \(ECONNREFUSED\)\nO endereço está certo\?/u)
    context.expect(found.said('telegram.token')).toMatch(/^error: não foi possível conectar \(ECONNREFUSED\)/u)
    context.expect(found.said('hubsoft.tipos')).toBe(`ok: ${String(TIPOS.length)} ativos`)
  })

  it('ends in a minute when everything hangs', LIMIT, async (context) => {
    const ward = await openWard(context, { model: obliging })
    const silent = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    context.onTestFinished(() => void silent.close())
    const address = silent.address()
    const at = `127.0.0.1:${typeof address === 'object' && address ? String(address.port) : ''}`
    const url = `http://${at}`
    const systems = { HUBSOFT_BASE_URL: url, MILVUS_BASE_URL: url, TEMPBOX_BASE_URL: url, TELEGRAM_API_ROOT: url, OPENAI_BASE_URL: url }
    const found = await diagnoseAsJson({ ...ward, env: { ...ward.env, ...systems, REDIS_URL: `redis://${at}` } })
    const first = ['hubsoft.login', 'milvus.token', 'tempbox.token', 'telegram.token', 'model.names', 'store.redis']
    context.expect(new Set(found.in('error'))).toEqual(new Set(first))
    for (const id of first.slice(0, 5)) context.expect(found.said(id)).toMatch(/^error: não respondeu a tempo/u)
    context.expect(found.ms).toBeLessThan(60_000)
  })

  it('tells an empty knowledge base, a mesa that nobody has seen, and a tipo that does not exist', LIMIT, async (context) => {
    const ward = await openWard(context, { world: { ...world, artigos: [] } })
    const headers = { authorization: ward.env.MILVUS_TOKEN!, 'content-type': 'application/json' }
    const chamado = { cliente_id: world.milvusClientes[0]!.token, chamado_assunto: 'Teste', chamado_descricao: 'Teste', chamado_mesa: 'Suporte N1' }
    await fetch(`${ward.sandbox.milvus.url}/chamado/criar`, { method: 'POST', headers, body: JSON.stringify(chamado) })
    const mesa = await edit(ward, 'routing.yaml', '# mesa: Suporte', 'mesa: Suporte N9')
    const tipo = await edit(ward, 'routing.yaml', 'tipo_atendimento: Suporte técnico', 'tipo_atendimento: Suporte tecnco')
    const found = await diagnoseAsJson(ward)
    context.expect(found.said('milvus.base')).toMatch(/^warning: base vazia: .*\nSem artigos o bot só tria/u)
    context.expect(found.said('milvus.nomes')).toContain('warning: 1 de 1 nomes não vistos nos últimos 1 chamados')
    context.expect(found.said('milvus.nomes')).toMatch(
      new RegExp(`routing.yaml:${String(mesa)} categorias\\.\\d+\\.mesa: mesa “Suporte N9” não foi vista; o mais parecido: Suporte N1`, 'u'),
    )
    context.expect(found.said('prompts.tipos')).toMatch(
      new RegExp(`^error: um nome que o HubSoft não tem\nrouting.yaml:${String(tipo)} .*“Suporte tecnco” não existe no HubSoft; o mais parecido: SUPORTE TÉCNICO`, 'u'),
    )
    context.expect(found.in('error')).toEqual(['prompts.tipos'])
  })

  it('tells TempBox\'s refusal in its own words, also under 200', LIMIT, async (context) => {
    const ward = await openWard(context)
    const token = ward.env.TEMPBOX_TOKEN!
    const front = await startFront(context, ward.sandbox.tempbox.url, () => ({
      json: { Status: 'error', Code: 500, Success: false, Data: null, Message: `Invalid token ${token}, CPF 123.456.789-09` },
    }))
    const found = await diagnoseAsJson({ ...ward, env: { ...ward.env, TEMPBOX_BASE_URL: front.url } })
    context.expect(found.said('tempbox.token')).toMatch(
      /^error: recusou \(200\): “Invalid token \[oculto\], CPF \[CPF\]”\nConfira TEMPBOX_TOKEN/u,
    )
    const company = await diagnoseAsJson({ ...ward, env: { ...ward.env, TEMPBOX_EMPRESA: 'outra-empresa', TEMPBOX_PLATAFORMA: '' } })
    context.expect(company.said('tempbox.token')).toMatch(/^error: recusou \(200\): “Empresa não encontrada”\nConfira TEMPBOX_EMPRESA/u)
    context.expect(company.said('tempbox.canal')).toMatch(/^warning: TEMPBOX_PLATAFORMA não está definida/u)
  })

  it('tells a Telegram token that is nobody\'s, and a webhook that is not where it should be', LIMIT, async (context) => {
    const ward = await openWard(context)
    const wrong = await diagnoseAsJson({ ...ward, env: { ...ward.env, TELEGRAM_BOT_TOKEN: '123:outro' } })
    context.expect(wrong.said('telegram.token')).toMatch(/^error: a credencial foi recusada/u)
    context.expect(wrong.said('hubsoft.clientes')).toMatch(/^ok: /u)

    const webhook = { TELEGRAM_WEBHOOK_URL: 'https://bot.example.com', TELEGRAM_WEBHOOK_SECRET: 'segredo-do-webhook' }
    const unset = await diagnoseAsJson({ ...ward, env: { ...ward.env, ...webhook, OPS_CHAT_ID: '-100123' } })
    context.expect(unset.said('telegram.webhook')).toMatch(/^warning: ainda não registrado em bot\.example\.com/u)
    context.expect(unset.said('telegram.ops')).toMatch(/^error: o bot não alcança este chat\nPonha o bot no grupo/u)

    const set = `${ward.env.TELEGRAM_API_ROOT!}/bot${ward.env.TELEGRAM_BOT_TOKEN!}/setWebhook?url=https://elsewhere.example.com/x`
    await fetch(set)
    ward.sandbox.telegram.user(55)
    const elsewhere = await diagnoseAsJson({ ...ward, env: { ...ward.env, OPS_CHAT_ID: '55' } })
    context.expect(elsewhere.said('telegram.webhook')).toMatch(/^warning: registrado em elsewhere\.example\.com, e aqui está configurado o polling/u)
    context.expect(elsewhere.said('telegram.ops')).toBe('ok: o bot alcança o chat da equipe')
    const other = await diagnoseAsJson({ ...ward, env: { ...ward.env, ...webhook } })
    context.expect(other.said('telegram.webhook')).toMatch(/^warning: registrado em elsewhere\.example\.com, e aqui está configurado bot\.example\.com/u)
    context.expect(other.in('error')).toEqual([])

    let path = '/telegram/webhook'
    const front = await startFront(context, ward.env.TELEGRAM_API_ROOT!, ({ path: asked }) => {
      if (!asked.endsWith('/getWebhookInfo')) return undefined
      const last = { last_error_date: Math.floor(Date.now() / 1_000) - 600, last_error_message: 'Wrong response from the webhook: 502 Bad Gateway' }
      return { json: { ok: true, result: { url: `https://bot.example.com${path}`, pending_update_count: 250, ...last } } }
    })
    const failing = await diagnoseAsJson({ ...ward, env: { ...ward.env, ...webhook, TELEGRAM_API_ROOT: front.url } })
    context.expect(failing.said('telegram.webhook')).toMatch(/^warning: falhou há 1\d min; 250 mensagens à espera\nO Telegram disse: “Wrong response from the webhook: 502 Bad Gateway”/u)
    path = '/outro'
    const moved = await diagnoseAsJson({ ...ward, env: { ...ward.env, ...webhook, TELEGRAM_API_ROOT: front.url } })
    context.expect(moved.said('telegram.webhook')).toMatch(/^warning: registrado em bot\.example\.com, com outro caminho/u)
  })

  it('tells what is wrong with SQLite\'s folder and with the texts', LIMIT, async (context) => {
    const ward = await openWard(context)
    await writeFile(join(ward.dir, 'ocupado'), '')
    const line = await edit(ward, 'messages.yaml', 'Que bom!', 'Que bom, {{ apelido }}!')
    const found = await diagnoseAsJson({ ...ward, env: { ...ward.env, DATA_DIR: './ocupado/dados' } })
    context.expect(found.said('store.folder')).toMatch(/^error: o caminho de DATA_DIR não é uma pasta\n/u)
    context.expect(found.said('prompts.files')).toContain(`messages.yaml:${String(line)} mensagens.que_bom: {{ apelido }} não existe aqui`)
    context.expect(found.in('error')).toEqual(['prompts.files', 'store.folder'])
    context.expect(found.said('prompts.tipos')).toMatch(/^ok: /u)
  })

  it('is glad of a running bot, leaves it its lock, and knows the key of its data', LIMIT, async (context) => {
    const ward = await openWard(context)
    const DATA_KEY = 'uma-chave-bem-longa-so-deste-teste-0001'
    const { PORT: _, ...env } = ward.env
    const bot = await BotProcess.start({ env: { ...env, DATA_KEY } })
    context.onTestFinished(() => bot.dispose())
    const around = { ...ward.env, DATA_DIR: bot.dataDir, PORT: String(bot.port) }
    const found = await diagnoseAsJson({ ...ward, env: { ...around, DATA_KEY } })
    context.expect(found.said('store.lock')).toBe('ok: um Plantão está rodando com esta pasta')
    context.expect(found.said('store.key')).toBe('ok: DATA_KEY abre os dados')
    context.expect(found.said('environment.port')).toMatch(/^(?:ok|warning): o Plantão já? ?está no ar/u)
    const other = await diagnoseAsJson({ ...ward, env: { ...around, DATA_KEY: DATA_KEY.replace('1', '2') } })
    context.expect(other.said('store.key')).toMatch(/^error: cifrados com outra chave\nPonha em DATA_KEY/u)
    context.expect((await bot.get('/healthz')).status).toBe(200)
    context.expect(bot.output).not.toContain('store-failed')
  })

  it('tells several things at once, a cross for each variable, and goes on with what is good', LIMIT, async (context) => {
    const ward = await openWard(context)
    const taken = await startJsonServer(() => ({ text: 'outro programa' }))
    context.onTestFinished(() => taken.close())
    const env = {
      ...ward.env,
      TELEGRAM_BOT_TOKEN: '',
      MILVUS_BASE_URL: 'isto não é um endereço',
      HUBSOFT_PASWORD: 'engano',
      PORT: new URL(taken.url).port,
      PUBLIC_URL: 'http://192.168.0.9',
    }
    const found = await diagnoseAsJson({ ...ward, env })
    context.expect(found.in('error')).toEqual(['environment.TELEGRAM_BOT_TOKEN', 'environment.MILVUS_BASE_URL', 'environment.port'])
    context.expect(found.said('environment.TELEGRAM_BOT_TOKEN')).toMatch(/^error: falta\nO @BotFather dá o token/u)
    context.expect(found.said('telegram.configured')).toBe('skipped: não verificado: corrija TELEGRAM_BOT_TOKEN')
    context.expect(found.said('milvus.configured')).toBe('skipped: não verificado: corrija MILVUS_BASE_URL')
    context.expect(found.said('environment.unknown')).toContain('HUBSOFT_PASWORD não existe; seria HUBSOFT_PASSWORD?')
    context.expect(found.said('environment.PUBLIC_URL')).toMatch(/^warning: 192\.168\.0\.9: não é https; só é alcançado de dentro/u)
    context.expect(found.said('hubsoft.faturas')).toMatch(/^ok: /u)
    context.expect(found.said('tempbox.token')).toMatch(/^ok: /u)
  })

  it('tells a model that is not there, with those that are, and a key that is not taken', LIMIT, async (context) => {
    const ward = await openWard(context, { model: obliging })
    const unknown = await diagnoseAsJson({ ...ward, env: { ...ward.env, OPENAI_MODEL: 'plantao-text,um-modelo-que-nao-ha' } })
    context.expect(unknown.said('model.names')).toMatch(/^error: \S+ não tem o 2º modelo de OPENAI_MODEL\nModelos que ele lista: plantao-vision, /u)
    context.expect(unknown.said('model.names')).not.toContain('um-modelo-que-nao-ha')
    const key = await diagnoseAsJson({ ...ward, env: { ...ward.env, OPENAI_API_KEY: 'sk-de-ninguem' } })
    context.expect(key.said('model.names')).toMatch(/^error: a credencial foi recusada \(401\)\nConfira OPENAI_API_KEY/u)
    context.expect(ward.sandbox.openai!.requests()).toEqual([])
  })

  it('tells a login that is refused under 200 by its own sentence', LIMIT, async (context) => {
    const ward = await openWard(context)
    const refusing = await startFront(context, ward.sandbox.hubsoft.url, () => ({ json: { status: 'error', msg: 'Usuário inativo', errors: [] } }))
    const found = await diagnoseAsJson({ ...ward, env: { ...ward.env, HUBSOFT_BASE_URL: refusing.url } })
    context.expect(found.said('hubsoft.login')).toMatch(/^error: a credencial foi recusada \(200\): “Usuário inativo”\nConfira HUBSOFT_CLIENT_ID/u)
  })

  it('tells a catalogue that is said to be empty, a base that says so in words of its own, and a contact without conversations', LIMIT, async (context) => {
    const ward = await openWard(context)
    const hubsoft = await startFront(context, ward.sandbox.hubsoft.url, ({ path }) =>
      path.endsWith('/tipo_atendimento') ? { status: 404, json: { status: 'error', msg: 'Nenhum registro encontrado' } } : undefined,
    )
    const milvus = await startFront(context, new URL(ward.sandbox.milvus.url).origin, ({ path }) =>
      path.endsWith('/perguntar-contexto') ? { json: { status_code: 200, resposta: 'A base de conhecimento está vazia.' } } : undefined,
    )
    const tempbox = await startFront(context, ward.sandbox.tempbox.url, ({ path }) =>
      path.endsWith('/ListarMeusAtendimentos') ? { json: { Success: false, Message: 'Nenhum atendimento encontrado', Data: null } } : undefined,
    )
    const api = new URL(ward.sandbox.milvus.url).pathname
    const urls = { HUBSOFT_BASE_URL: hubsoft.url, MILVUS_BASE_URL: `${milvus.url}${api}`, TEMPBOX_BASE_URL: tempbox.url }
    const found = await diagnoseAsJson({ ...ward, env: { ...ward.env, ...urls } })
    context.expect(found.said('hubsoft.tipos')).toBe('ok: 0 ativos')
    context.expect(found.said('prompts.tipos')).not.toContain('entre os outros')
    context.expect(found.said('prompts.tipos')).toMatch(/não existe no HubSoft[\s\S]*Tipos ativos no HubSoft: nenhum/u)
    context.expect(found.said('milvus.base')).toMatch(/^warning: base vazia/u)
    context.expect(found.said('tempbox.token')).toMatch(/^ok: respondeu, sem resultado/u)
  })

  it('tells a catalogue that comes in pages', LIMIT, async (context) => {
    const ward = await openWard(context)
    const data = [{ id_tipo_atendimento: '1', descricao: 'SAC' }]
    const front = await startFront(context, ward.sandbox.hubsoft.url, ({ path }) =>
      path.endsWith('/tipo_atendimento') ? { json: { status: 'success', tipos_atendimento: { current_page: 1, data, last_page: 12, total: '12' } } } : undefined,
    )
    const found = await diagnoseAsJson({ ...ward, env: { ...ward.env, HUBSOFT_BASE_URL: front.url } })
    context.expect(found.said('prompts.tipos')).toMatch(/^error: [\s\S]*O HubSoft mostra só 1 de 12 tipos: o nome pode estar entre os outros/u)
  })

  it('never prints what stands in the environment, whatever the systems answer', LIMIT, async (context) => {
    const ward = await openWard(context)
    const parrot = await startJsonServer(({ url, headers, body }) => ({
      json: { status: 'error', Success: false, msg: `${url} ${JSON.stringify(headers)}`, Message: decodeURIComponent(url), mensagem: body.toString() },
    }))
    context.onTestFinished(() => parrot.close())
    const marks = Object.fromEntries(SECRETS.map((name, index) => [name, `marca${String(index)}secreta${String(index)}marca`]))
    const env = {
      ...ward.env,
      ...marks,
      DATA_KEY: 'marca-da-chave-dos-dados-0000000001',
      REDIS_URL: `redis://usuario-marca:senha-marca@127.0.0.1:1`,
      OPS_CHAT_ID: '-1009876543210',
      PILOT_USERS: '987650001,987650002',
      TELEGRAM_WEBHOOK_URL: 'https://bot.example.com/caminho-marca',
      ...Object.fromEntries(['HUBSOFT_BASE_URL', 'MILVUS_BASE_URL', 'TEMPBOX_BASE_URL', 'TELEGRAM_API_ROOT', 'OPENAI_BASE_URL'].map((name) => [name, parrot.url])),
    }
    const said = await Promise.all([diagnose({ ...ward, env }), diagnose({ ...ward, env }, '--json'), diagnose({ ...ward, env: { ...ward.env, ...marks, OPENAI_BASE_URL: parrot.url } })])
    const all = said.map(({ out, err }) => out + err).join('\n')
    context.expect(all).toContain('✖')
    context.expect(all).not.toMatch(/marca|98765|sandbox-|Bearer \w/u)
  })

  it('says how it is used, and ends with 2 where it cannot run', LIMIT, async (context) => {
    const ward = await openWard(context)
    const help = await diagnose({ ...ward, env: {} }, '--help')
    context.expect(help).toMatchObject({ code: 0, err: '' })
    context.expect(help.out).toContain('--json')
    await writeFile(join(ward.dir, '.env'), 'MILVUS_TOKEN=abcde#fghij\n')
    const cut = await diagnose({ ...ward, env: { ...ward.env, MILVUS_TOKEN: '' } })
    context.expect(cut.out).toContain('.env:1 MILVUS_TOKEN: o que vem depois de # não é lido')
    context.expect(cut.out).not.toMatch(/abcde|fghij/u)
    await rm(join(ward.dir, '.env'))
    context.expect(await diagnose({ ...ward, env: {} }, '--nada')).toMatchObject({ code: 2, out: '' })
    await mkdir(join(ward.dir, '.env'))
    context.expect(await diagnose(ward)).toMatchObject({ code: 2, out: '', err: 'O arquivo .env não pôde ser lido.\n' })
  })

  it.runIf(hasRedis)('looks at Redis: down, forgetful, or as it should be', LIMIT, async (context) => {
    const ward = await openWard(context)
    const [good, forgetful] = await Promise.all([
      startRedisServer(),
      startRedisServer({ settings: ['--maxmemory-policy', 'allkeys-lru', '--appendonly', 'no'] }),
    ])
    await ask(forgetful.port, 'CONFIG SET requirepass senha-do-teste')
    context.onTestFinished(async () => {
      await Promise.all([good.stop(), forgetful.stop()])
    })
    const on = (REDIS_URL: string) => diagnoseAsJson({ ...ward, env: { ...ward.env, REDIS_URL } })
    const fine = await on(good.url)
    context.expect(fine.in('error')).toEqual([])
    context.expect(fine.said('store.redis')).toMatch(/^ok: respondeu; \d+\.\d ms/u)
    context.expect(fine.said('store.persistence')).toBe('ok: appendonly yes, appendfsync always')
    context.expect(fine.said('store.key')).toMatch(/^ok: ainda não há dados/u)
    const bad = await on(forgetful.url.replace('://', '://:senha-do-teste@'))
    context.expect(bad.said('store.memory')).toMatch(/^error: allkeys-lru\nAssim o Redis apaga conversas/u)
    context.expect(bad.said('store.persistence')).toMatch(/^warning: appendonly no\n/u)
    context.expect((await on(forgetful.url)).said('store.redis')).toMatch(/^error: a credencial foi recusada\nConfira o usuário e a senha/u)
    await good.kill()
    const down = await on(good.url)
    context.expect(down.said('store.redis')).toMatch(/^error: não foi possível conectar \(ECONNREFUSED\)\nConfira o endereço e a porta/u)
    context.expect(down.in('error')).toEqual(['store.redis'])
    context.expect(down.said('hubsoft.login')).toMatch(/^ok: /u)
  })
})

const SECRETS = [
  'TELEGRAM_BOT_TOKEN',
  'TELEGRAM_WEBHOOK_SECRET',
  'HUBSOFT_CLIENT_ID',
  'HUBSOFT_CLIENT_SECRET',
  'HUBSOFT_USERNAME',
  'HUBSOFT_PASSWORD',
  'MILVUS_TOKEN',
  'TEMPBOX_TOKEN',
  'TEMPBOX_EMPRESA',
  'TEMPBOX_ATENDENTE',
  'TEMPBOX_CODIGO_REFERENCIA_CANAL',
  'OPENAI_API_KEY',
  'CONSOLE_PASSWORD',
  'METRICS_TOKEN',
]
