import { describe, expect, it } from 'vitest'

import { createContatoOf } from '../../../src/outbox/contato.js'
import { FakeClock } from '../../support/fake-clock.js'
import { FakeHubsoft } from '../../support/fake-desks.js'

function setUp(template: string) {
  const hubsoft = new FakeHubsoft()
  const clock = new FakeClock()
  const findByCodigo = (codigo: number) => hubsoft.findByCodigo(codigo)
  return { hubsoft, clock, contatoOf: createContatoOf({ template, findByCodigo, clock }) }
}

describe('who the customer is at TempBox', () => {
  it('costs no reading where the Telegram id will do', async () => {
    const { hubsoft, contatoOf } = setUp('{{telegram_id}}')
    expect(await contatoOf('4242', 70)).toEqual({ contato: '4242', isPhone: false })
    expect(hubsoft.faults.calls).toEqual([])
  })

  it("is the record's phone where the template asks for it, read once in half an hour", async () => {
    const { hubsoft, clock, contatoOf } = setUp('{{telefone}}')
    expect(await contatoOf('4242', 70)).toEqual({ contato: '5511987654321', isPhone: true })
    await contatoOf('4242', 70)
    expect(hubsoft.faults.calls).toHaveLength(1)
    await clock.advance(30 * 60_000)
    await contatoOf('4242', 70)
    expect(hubsoft.faults.calls).toHaveLength(2)
  })

  it('is the Telegram id for somebody who is not verified', async () => {
    const { contatoOf } = setUp('{{telefone}}')
    expect(await contatoOf('4242', undefined)).toEqual({ contato: '4242', isPhone: false })
  })
})
