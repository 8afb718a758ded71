import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect, parseEnv } from 'node:util'

import { afterEach, describe, expect, it } from 'vitest'

import { ConfigError, loadEnv, parseConfig, parseStoreConfig, VARIABLES } from '../../../src/config.js'

const REQUIRED = {
  TELEGRAM_BOT_TOKEN: '1234:bot-token',
  HUBSOFT_BASE_URL: 'https://hubsoft.example',
  HUBSOFT_CLIENT_ID: 'client',
  HUBSOFT_CLIENT_SECRET: 'client-secret',
  HUBSOFT_USERNAME: 'user',
  HUBSOFT_PASSWORD: 'pass#word',
}

function refusal(env: Record<string, string>): ConfigError {
  try {
    parseConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('was accepted')
}

const refusedNames = (env: Record<string, string>): string[] => refusal(env).problems.map(({ name }) => name)

describe('parseConfig', () => {
  it('needs the bot and HubSoft, and gives everything else its default', () => {
    const config = parseConfig(REQUIRED)
    expect(config.telegram.token.reveal()).toBe('1234:bot-token')
    expect(config.hubsoft.password.reveal()).toBe('pass#word')
    expect(config.hubsoft.rpm).toBe(300)
    expect(config.telegram.apiRoot).toBe('https://api.telegram.org')
    expect(config).toMatchObject({
      dataDir: './data',
      port: 3000,
      logLevel: 'info',
      promptsDir: './prompts',
      pollIntervalMs: 5000,
      pilotUsers: [],
    })
    for (const absent of ['milvus', 'tempbox', 'openai', 'redisUrl', 'opsChatId', 'metricsToken']) {
      expect(config).not.toHaveProperty(absent)
    }
    expect(config.telegram).not.toHaveProperty('webhook')
  })

  it('reads the keys of DATA_KEY in their order, and refuses short ones without telling them', () => {
    const [one, two] = ['a first key that is made up for tests', 'another key that is made up for tests']
    expect(parseConfig(REQUIRED).dataKeys).toEqual([])
    const { dataKeys } = parseConfig({ ...REQUIRED, DATA_KEY: `${one}, ${two},${one}` })
    expect(dataKeys.map((key) => key.reveal())).toEqual([one, two])
    expect(parseStoreConfig({ DATA_KEY: one }).dataKeys).toHaveLength(1)
    for (const given of ['too-short-to-be-one', `${one},too-short-to-be-one`, ',']) {
      expect(refusedNames({ ...REQUIRED, DATA_KEY: given })).toEqual(['DATA_KEY'])
      expect(refusal({ ...REQUIRED, DATA_KEY: given }).message).not.toContain('too-short')
    }
  })

  it('reads every group', () => {
    const config = parseConfig({
      ...REQUIRED,
      TELEGRAM_API_ROOT: 'http://127.0.0.1:8081/',
      MILVUS_TOKEN: 'm',
      MILVUS_BASE_URL: 'http://127.0.0.1:1/api//',
      TEMPBOX_TOKEN: 't',
      TEMPBOX_EMPRESA: 'aurora',
      TEMPBOX_PLATAFORMA: '0',
      TEMPBOX_CONTATO: 'tg-{{telegram_id}}',
      OPENAI_API_KEY: 'k',
      OPENAI_MODEL: 'any',
      METRICS_TOKEN: 'mt',
      OPS_CHAT_ID: '-1001234567890',
      PILOT_USERS: '11, 22;33',
      PORT: '0',
      HUBSOFT_RPM: '30',
    })
    expect(config.telegram.apiRoot).toBe('http://127.0.0.1:8081')
    expect(config.milvus?.baseUrl).toBe('http://127.0.0.1:1/api')
    expect(config.tempbox).toMatchObject({ empresa: 'aurora', plataforma: 0, contato: 'tg-{{telegram_id}}' })
    expect(config.tempbox).not.toHaveProperty('atendente')
    expect(config.openai).toMatchObject({ baseUrl: 'https://api.openai.com/v1', models: ['any'] })
    expect(config.opsChatId).toBe('-1001234567890')
    expect(config.pilotUsers).toEqual([11, 22, 33])
    expect(config.hubsoft.rpm).toBe(30)
    expect(config.port).toBe(0)
  })

  it('counts an empty or blank variable as unset', () => {
    const blank = Object.fromEntries(VARIABLES.map((name) => [name, '  ']))
    expect(parseConfig({ ...blank, ...REQUIRED }).port).toBe(3000)
    expect(refusedNames({ ...REQUIRED, HUBSOFT_PASSWORD: ' ' })).toEqual(['HUBSOFT_PASSWORD'])
  })

  it('takes the HubSoft host with a slash or /api behind it', () => {
    for (const given of ['https://h.example', 'https://h.example/', 'https://h.example/api', 'https://h.example/api/']) {
      expect(parseConfig({ ...REQUIRED, HUBSOFT_BASE_URL: given }).hubsoft.baseUrl).toBe('https://h.example')
    }
  })

  it('tells every problem at once, by name and never with a value', () => {
    const bad = {
      TELEGRAM_BOT_TOKEN: 'has a-space-token',
      HUBSOFT_BASE_URL: 'ftp://hidden-host.example',
      HUBSOFT_CLIENT_SECRET: 'hidden-secret',
      HUBSOFT_RPM: 'hidden-rpm',
      MILVUS_BASE_URL: 'https://hidden-user:hidden-pass@m.example',
      TEMPBOX_TOKEN: 'hidden-tempbox',
      TEMPBOX_PLATAFORMA: '1.5',
      TELEGRAM_WEBHOOK_URL: 'https://hidden-hook.example',
      REDIS_URL: 'http://hidden-redis',
      PORT: '70000',
      LOG_LEVEL: 'hidden-level',
      OPS_CHAT_ID: '@hidden',
      PILOT_USERS: '12,hidden',
    }
    const error = refusal(bad)
    const expected = [
      ...['TELEGRAM_BOT_TOKEN', 'HUBSOFT_BASE_URL', 'HUBSOFT_CLIENT_ID', 'HUBSOFT_USERNAME', 'HUBSOFT_PASSWORD'],
      ...['HUBSOFT_RPM', 'MILVUS_BASE_URL', 'TEMPBOX_EMPRESA', 'TEMPBOX_PLATAFORMA', 'TELEGRAM_WEBHOOK_SECRET'],
      ...['REDIS_URL', 'PORT', 'LOG_LEVEL', 'OPS_CHAT_ID', 'PILOT_USERS'],
    ]
    expect(error.problems.map(({ name }) => name).sort()).toEqual(expected.sort())
    for (const name of expected) expect(error.message).toContain(`${name}: `)
    expect(inspect(error, { depth: 9 })).not.toMatch(/hidden|a-space|70000|1\.5/u)
    expect(error.code).toBe('config')
  })

  it('points at the demo when none of the required variables is set', () => {
    const error = refusal({ PORT: '3000' })
    expect(error.problems).toHaveLength(6)
    expect(error.message).toContain('npm run demo')
    expect(refusal({ HUBSOFT_USERNAME: 'x' }).message).not.toContain('npm run demo')
  })

  it.each(['redis://r', 'rediss://user:pass@r:6380/2', 'redis://a:1,redis://b:2', 'redis://:pass@a:1, b:2'])(
    'takes %s for Redis',
    (url) => expect(parseConfig({ ...REQUIRED, REDIS_URL: url }).redisUrl?.reveal()).toBe(url),
  )

  it.each(['redis', 'http://r', 'redis://', 'redis://a:1,,b:2', 'redis://a:x'])('refuses %s for Redis', (url) => {
    expect(refusal({ ...REQUIRED, REDIS_URL: url }).problems.map(({ name }) => name)).toEqual(['REDIS_URL'])
  })

  it('takes a webhook with a secret that Telegram can send, and no URL without one', () => {
    const url = { TELEGRAM_WEBHOOK_URL: 'https://bot.example/telegram/webhook' }
    const { webhook } = parseConfig({ ...REQUIRED, ...url, TELEGRAM_WEBHOOK_SECRET: 'Ab_9-' }).telegram
    expect([webhook?.url, webhook?.secret.reveal()]).toEqual(['https://bot.example/telegram/webhook', 'Ab_9-'])
    expect(refusedNames({ ...REQUIRED, ...url })).toEqual(['TELEGRAM_WEBHOOK_SECRET'])
    for (const secret of ['com espaço', 'ação', 'x'.repeat(257)]) {
      expect(refusedNames({ ...REQUIRED, ...url, TELEGRAM_WEBHOOK_SECRET: secret })).toEqual(['TELEGRAM_WEBHOOK_SECRET'])
    }
  })

  it('refuses a TempBox contact that would be the same for every customer', () => {
    for (const contato of ['plantao', '{{cpf}}', '{{telegram_id}}{{cpf}}', '{telegram_id}']) {
      expect(refusedNames({ ...REQUIRED, TEMPBOX_CONTATO: contato }), contato).toEqual(['TEMPBOX_CONTATO'])
    }
    const given = { ...REQUIRED, TEMPBOX_TOKEN: 't', TEMPBOX_EMPRESA: 'e', TEMPBOX_CONTATO: '{{ telefone }}' }
    expect(parseConfig(given).tempbox?.contato).toBe('{{ telefone }}')
  })

  it('prints no secret, however it is printed', () => {
    const config = parseConfig({ ...REQUIRED, MILVUS_TOKEN: 'milvus-token', METRICS_TOKEN: 'metrics-token' })
    const printed = JSON.stringify(config) + inspect(config, { depth: 9, showHidden: true }) + String(config.telegram.token)
    expect(printed).not.toMatch(/bot-token|client-secret|pass#word|milvus-token|metrics-token/u)
  })
})

describe('.env.example', () => {
  const text = readFileSync('.env.example', 'utf8')

  it('lists every variable there is, in the order of the schema, each below a comment', () => {
    const lines = text.split('\n')
    const names = lines.flatMap((line) => /^([A-Z_]+)=/u.exec(line)?.[1] ?? [])
    expect(names).toEqual(VARIABLES)
    for (const name of names) {
      const at = lines.findIndex((line) => line.startsWith(`${name}=`))
      expect(lines[at - 1], name).toMatch(/^# \S.+\.$/u)
    }
  })

  it('holds the defaults', () => {
    expect(JSON.stringify(parseConfig({ ...parseEnv(text), ...REQUIRED }))).toBe(JSON.stringify(parseConfig(REQUIRED)))
    const optional = { MILVUS_TOKEN: 'm', TEMPBOX_TOKEN: 't', TEMPBOX_EMPRESA: 'e', OPENAI_API_KEY: 'k' }
    const given = { ...REQUIRED, ...optional }
    expect(JSON.stringify(parseConfig({ ...parseEnv(text), ...given }))).toBe(JSON.stringify(parseConfig(given)))
  })
})

describe('loadEnv', () => {
  const home = process.cwd()
  const dirs: string[] = []
  const enter = (): string => {
    const dir = mkdtempSync(join(tmpdir(), 'plantao-env-'))
    dirs.push(dir)
    process.chdir(dir)
    return dir
  }
  afterEach(() => {
    process.chdir(home)
    delete process.env.PLANTAO_TEST_ONE
    delete process.env.PLANTAO_TEST_TWO
    for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true })
  })

  it('adds the .env of the working directory, and the environment wins over it', () => {
    process.env.PLANTAO_TEST_ONE = 'environment'
    writeFileSync(join(enter(), '.env'), 'PLANTAO_TEST_ONE=file\nPLANTAO_TEST_TWO="a # b"\n')
    expect(loadEnv()).toMatchObject({ PLANTAO_TEST_ONE: 'environment', PLANTAO_TEST_TWO: 'a # b' })
  })

  it('reads one that Windows saved, its first line too', () => {
    writeFileSync(join(enter(), '.env'), '\uFEFFPLANTAO_TEST_ONE=um\r\nPLANTAO_TEST_TWO=dois\r\n')
    expect(loadEnv()).toMatchObject({ PLANTAO_TEST_ONE: 'um', PLANTAO_TEST_TWO: 'dois' })
  })

  it('does without a .env', () => {
    enter()
    expect(loadEnv().PATH).toBe(process.env.PATH)
  })
})
