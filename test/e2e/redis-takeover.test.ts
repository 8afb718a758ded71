import { describe, expect, it } from 'vitest'

import { hasRedis } from '../support/redis-server.js'
import { startReplicas } from '../support/replicas.js'

describe.runIf(hasRedis)('a process that dies', () => {
  it('is followed within seconds, in polling and in what it had begun', { timeout: 120_000 }, async (context) => {
    const { sandbox, bots, customers } = await startReplicas(context, { bots: 2, customers: 2 })
    const [one, other] = customers
    if (one === undefined || other === undefined) throw new Error('two customers')
    one.say('/ajuda')
    await one.user.until(() => (one.user.messages.length > 0 ? true : undefined))
    const poller = bots.find(({ output }) => output.includes('role.taken'))
    const before = one.user.mark()

    // Killed in the moment of its reply's call, which it holds the lease of; and nobody polls from then on.
    let killedAt = 0
    const stop = sandbox.telegram.ledger.onRequest(({ path }) => {
      if (!path.endsWith('/sendMessage')) return
      stop()
      killedAt = Date.now()
      void poller?.kill()
      other.say('/ajuda')
    })
    sandbox.faults.telegram.arm('POST */sendMessage', { kind: 'silent' })
    one.say('/privacidade')
    const [held, polled] = await Promise.all([
      one.user.waitFor(/./u, { after: before, timeoutMs: 60_000 }),
      other.user.waitFor(/./u, { timeoutMs: 60_000 }),
    ])
    expect(held.at - killedAt).toBeLessThan(25_000)
    expect(polled.at - killedAt).toBeLessThan(20_000)
    expect(one.user.messages.filter(({ seq }) => seq > before)).toHaveLength(1)
  })
})
