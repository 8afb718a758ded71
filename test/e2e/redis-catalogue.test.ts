import { describe, expect, it } from 'vitest'

import { samplePng } from '../../src/sandbox/sample-file.js'
import { hasRedis } from '../support/redis-server.js'
import { startReplicas } from '../support/replicas.js'

describe.runIf(hasRedis)('three processes on one Redis', () => {
  it('read HubSoft’s catalogue of tipos once for all of them', async (context) => {
    const { sandbox, customers } = await startReplicas(context, { customers: 9 })
    await Promise.all(
      customers.map(async (customer) => {
        await customer.order('tô sem internet desde ontem', [{ bytes: samplePng(), file: { as: 'photo' } }])
        expect((await customer.toldProtocolo()).tipo).toBe('SUPORTE TÉCNICO')
      }),
    )
    expect(sandbox.hubsoft.ledger.list('GET */configuracao/tipo_atendimento')).toHaveLength(1)
  }, 120_000)
})
