import { expect, it } from 'vitest'

import type { OpsNotice } from '../../../src/domain/event.js'
import { Conversation } from '../../support/conversation.js'

it('what the operators are told waits for answers to customers', async () => {
  const ops = new Conversation({ chatId: '-100200' })
  const notices: OpsNotice[] = [
    { kind: 'ops', what: 'down', subject: 'hubsoft' },
    { kind: 'ops', what: 'back', subject: 'hubsoft' },
    { kind: 'ops', what: 'dead', subject: 'hubsoft.anexo', reason: 'file-gone' },
  ]
  for (const [index, notice] of notices.entries()) await ops.take([ops.event(`ops:${String(index)}`, notice)])
  expect(ops.payloads('telegram.message').map(({ notice }) => notice)).toEqual([true, true, true])
})
