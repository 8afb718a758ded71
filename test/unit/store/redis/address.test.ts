import { describe, expect, it } from 'vitest'

import { parseAddress } from '../../../../src/store/redis/address.js'
import { PARTITIONS, partitionOf } from '../../../../src/store/redis/keys.js'

describe('parseAddress', () => {
  it('takes one server, and nodes of a cluster that have scheme and password from the first', () => {
    expect(parseAddress('redis://r:1/2')).toEqual({ cluster: false, urls: ['redis://r:1/2'] })
    expect(parseAddress('rediss://:pass@a:1, b:2,redis://c:3')).toEqual({
      cluster: true,
      urls: ['rediss://:pass@a:1', 'rediss://:pass@b:2', 'redis://c:3'],
    })
  })

  it.each(['', 'r:6379', 'http://r', 'redis://a:1,:::'])('refuses %s', (text) => {
    expect(() => parseAddress(text)).toThrow('REDIS_URL')
  })
})

describe('partitionOf', () => {
  it('gives each chat one partition, the same for ever', () => {
    expect(['1', '501', '-100123', 'çã'].map(partitionOf)).toEqual([28, 3, 13, 5])
  })

  it('spreads chats over all partitions, no one over three times its share', () => {
    const filled = Array.from({ length: PARTITIONS }, () => 0)
    for (let chat = 5_000_000; chat < 5_010_000; chat += 1) filled[partitionOf(String(chat))]! += 1
    expect(Math.min(...filled)).toBeGreaterThan(10_000 / PARTITIONS / 3)
    expect(Math.max(...filled)).toBeLessThan((10_000 / PARTITIONS) * 3)
  })
})
