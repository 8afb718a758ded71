import { afterAll, beforeAll, describe } from 'vitest'

import { hasRedis, startRedisServer, type RedisServer } from '../../support/redis-server.js'
import { KEYS } from './kit.js'
import { redisHarness } from './redis-kit.js'
import { describeStore } from './store-contract.js'

describe.runIf(hasRedis)('on a plain server', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedisServer({ settings: ['--appendfsync', 'no'] })
  })
  afterAll(() => server.stop())

  describeStore('Redis', redisHarness(() => server))

  describe('with DATA_KEY', () => {
    describeStore('Redis', redisHarness(() => server, (url) => url, KEYS))
  })
})

describe.runIf(hasRedis)('on a node of a cluster', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedisServer({ cluster: true, settings: ['--appendfsync', 'no'] })
  })
  afterAll(() => server.stop())

  describeStore('Redis', redisHarness(() => server))

  describe('found by several nodes', () => {
    describeStore('Redis', redisHarness(() => server, (url) => `${url},${url}`))
  })
})
