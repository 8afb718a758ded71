import { describe } from 'vitest'
import { ask } from '../../support/redis-server.js'
import { describeStore } from './store-contract.js'
import { openOn } from './redis-kit.js'
describe('three', () => {
  describeStore('Redis', async () => {
    for (const p of [17001, 17002, 17003]) await ask(p, 'FLUSHALL')
    const open = () => openOn('redis://127.0.0.1:17001,127.0.0.1:17002')
    let store = await open()
    return {
      get store() { return store },
      async reopen() { await store.close(); store = await open() },
      async crash() { const k = store; store = await open(); await k.close() },
      async dispose() { await store.close() },
    }
  })
})
