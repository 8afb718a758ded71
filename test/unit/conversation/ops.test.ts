import { expect, it } from 'vitest'

import type { OpsNotice } from '../../../src/domain/event.js'
import { Conversation } from '../../support/conversation.js'

it('what the operators are told waits for answers to customers', async () => {
  const ops = new Conversation({ chatId: '-100200' })
  const notices: OpsNotice[] = [
    { kind: 'ops', what: 'down', subject: 'hubsoft' },
    { kind: 'ops', what: 'back', subject: 'hubsoft' },
    { kind: 'ops', what: 'dead', subject: 'hubsoft.anexo', reason: 'file-gone' },
    { kind: 'ops', what: 'prompts-broken', subject: 'messages.yaml:61', reason: 'mensagens.ola: falta', more: 2 },
    { kind: 'ops', what: 'prompts-good', subject: '0123456789ab' },
  ]
  for (const [index, notice] of notices.entries()) await ops.take([ops.event(`ops:${String(index)}`, notice)])
  expect(ops.payloads('telegram.message').map(({ notice }) => notice)).toEqual([true, true, true, true, true])
  const told = ops.payloads('telegram.message').map(({ html }) => html)
  expect(told[3]).toContain('messages.yaml:61</code> mensagens.ola: falta (e mais 2 erros)')
  expect(told[4]).toContain('0123456789ab')
})
