import { describe, expect, it } from 'vitest'

import { censorOf } from '../../../src/doctor/censor.js'
import { isPrivateHost } from '../../../src/doctor/checks/addresses.js'
import { environmentChecks } from '../../../src/doctor/checks/environment.js'
import { readEnvironment } from '../../../src/doctor/environment.js'
import { maskPersonalData } from '../../../src/lib/redaction.js'

const GOOD = {
  TELEGRAM_BOT_TOKEN: '1:bom',
  HUBSOFT_BASE_URL: 'https://hubsoft.example.com',
  HUBSOFT_CLIENT_ID: '3',
  HUBSOFT_CLIENT_SECRET: 'segredo',
  HUBSOFT_USERNAME: 'api@example.com',
  HUBSOFT_PASSWORD: 'senha-do-exemplo',
}

describe('readEnvironment', () => {
  it('has every section of a good environment, and those that are not asked for off', () => {
    const env = readEnvironment({ ...GOOD, MILVUS_TOKEN: 'token' })
    expect(env.problems).toEqual([])
    expect(env.hubsoft).toMatchObject({ kind: 'ready', config: { baseUrl: 'https://hubsoft.example.com' } })
    expect(env.milvus.kind).toBe('ready')
    expect([env.tempbox, env.openai, env.webhook, env.publicUrl, env.opsChatId]).toEqual(Array(5).fill({ kind: 'off' }))
    expect(env.store).toMatchObject({ kind: 'ready', config: { dataDir: './data' } })
  })

  it.each([
    ['TELEGRAM_BOT_TOKEN', '', 'telegram'],
    ['TELEGRAM_API_ROOT', 'nada', 'telegram'],
    ['HUBSOFT_PASSWORD', '', 'hubsoft'],
    ['HUBSOFT_BASE_URL', 'ftp://x', 'hubsoft'],
    ['MILVUS_BASE_URL', 'x', 'milvus'],
    ['TEMPBOX_EMPRESA', '', 'tempbox'],
    ['TELEGRAM_WEBHOOK_SECRET', 'não pode', 'webhook'],
    ['TELEGRAM_WEBHOOK_URL', 'x', 'webhook'],
    ['OPENAI_BASE_URL', 'x', 'openai'],
    ['REDIS_URL', 'http://x', 'store'],
    ['DATA_KEY', 'curta', 'store'],
    ['PORT', 'abc', 'port'],
    ['OPS_CHAT_ID', '@canal', 'opsChatId'],
    ['HUBSOFT_RPM', 'muitas', undefined],
    ['PILOT_USERS', 'alguém', undefined],
  ] as const)('tells of a bad %s by its name, and takes away only what needs it', (name, value, section) => {
    const all = {
      ...GOOD,
      MILVUS_TOKEN: 'token',
      TEMPBOX_TOKEN: 'token',
      TEMPBOX_EMPRESA: 'empresa',
      OPENAI_API_KEY: 'chave',
      TELEGRAM_WEBHOOK_URL: 'https://bot.example.com',
      TELEGRAM_WEBHOOK_SECRET: 'segredo',
      OPS_CHAT_ID: '-1',
    }
    const env = readEnvironment({ ...all, [name]: value })
    expect(env.problems.map((problem) => problem.name)).toEqual([name])
    const { problems: _, set: __, ...sections } = env
    const blocked = Object.entries(sections).filter(([, { kind }]) => kind === 'blocked')
    expect(blocked.map(([key]) => key)).toEqual(section === undefined ? [] : [section])
    if (section !== undefined) expect(env[section]).toEqual({ kind: 'blocked', by: [name] })
  })

  it('of an empty environment tells what must be there, and still has a store and texts', () => {
    const env = readEnvironment({})
    expect(env.problems.map(({ name }) => name)).toEqual(Object.keys(GOOD))
    expect([env.telegram.kind, env.hubsoft.kind, env.store.kind, env.promptsDir.kind]).toEqual(['blocked', 'blocked', 'ready', 'ready'])
  })
})

describe('the check of names', () => {
  const told = async (given: Record<string, string>): Promise<readonly string[]> => {
    const env = { ...GOOD, ...given }
    const found = environmentChecks(readEnvironment(env), env).find(({ id }) => id === 'environment.unknown')
    return (await found?.run())?.advice ?? []
  }

  it('says which variable was meant', async () => {
    const wrong = { HUBSOFT_URL: 'x', MILVUS_TOKENS: 'x', TELEGRAM_TOKEN: 'x', OPENAI_KEY: 'x', PILOT_USER: '1', redis_url: 'x', TEMPBOX_COR: 'x' }
    expect(await told(wrong)).toEqual([
      'HUBSOFT_URL não existe; seria HUBSOFT_BASE_URL?',
      'MILVUS_TOKENS não existe; seria MILVUS_TOKEN?',
      'TELEGRAM_TOKEN não existe; seria TELEGRAM_BOT_TOKEN?',
      'OPENAI_KEY não existe; seria OPENAI_API_KEY?',
      'PILOT_USER não existe; seria PILOT_USERS?',
      'redis_url não existe; seria REDIS_URL?',
      'TEMPBOX_COR não é uma variável do Plantão.',
    ])
  })

  it('leaves alone what belongs to others', async () => {
    expect(await told({ PATH: '/bin', Port: '80', PORTS: '1', HOME: '/', NODE_ENV: 'x', npm_config_port: '1' })).toEqual([])
  })
})

describe('the censor', () => {
  it('hides what stands in the environment, as it is and as it stands in a URL', () => {
    const hide = censorOf({ HUBSOFT_PASSWORD: 'çedilha & cia', REDIS_URL: 'rediss://ana:palavra%2Fchave@redis.example.com:6380' })
    expect(hide('senha çedilha & cia, %C3%A7edilha%20%26%20cia')).toBe('senha [oculto], [oculto]')
    expect(hide('palavra%2Fchave palavra/chave em redis.example.com')).toBe('[oculto] [oculto] em redis.example.com')
  })

  it('hides before it cuts what somebody said, and what was masked before', () => {
    const secret = 'a1b2c3d4e5f6g7h8i9j0'
    const told = censorOf({ MILVUS_TOKEN: secret })(`“${'dito '.repeat(26)}${secret} e mais”`)
    expect(told).not.toMatch(/a1b2/u)
    expect(told).toMatch(/…”$/u)
    const empresa = '6f1e5a0e-1111-4222-8333-444455556666'
    expect(censorOf({ TEMPBOX_EMPRESA: empresa })(maskPersonalData(`de ${empresa.toUpperCase()}`))).toBe('de [oculto]')
  })

  it('leaves words alone that are a setting by chance', () => {
    const hide = censorOf({ HUBSOFT_CLIENT_ID: '3', LOG_LEVEL: 'debug', HUBSOFT_BASE_URL: 'https://hubsoft.example.com/api' })
    expect(hide('3 debug hubsoft.example.com/api')).toBe('3 debug hubsoft.example.com/api')
  })
})
describe('isPrivateHost', () => {
  it('knows the addresses that nobody reaches from outside', () => {
    const inside = ['localhost', '127.0.0.1', '10.1.2.3', '192.168.0.9', '172.20.0.1', '[::1]', '[fd00::1]', 'bot.local', 'servidor']
    expect(inside.filter((host) => !isPrivateHost(host))).toEqual([])
    expect(['bot.example.com', '172.32.0.1', '11.0.0.1', '[2001:db8::1]'].filter(isPrivateHost)).toEqual([])
  })
})
