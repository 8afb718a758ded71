import { expect, it } from 'vitest'

import { sensibleModel } from '../../src/sandbox/openai/sensible.js'
import { nina } from '../../src/sandbox/world/people.js'
import { answerTo, startModelBot, verified } from '../support/model-bot.js'

const OPS = 39_997
/** After as many failures in a row a model is left alone. */
const FAILURES = 5
const STATE = /^plantao_circuit_state\{circuit="modelo:plantao-vision",state="(\S+)"\} 1$/mu

it('a model that answers nobody shows in the metrics and is told to the operators, as is its return', async (context) => {
  const opsWatch = { everyMs: 100, downAfterMs: 500 }
  const given = { env: { OPS_CHAT_ID: String(OPS) }, overrides: { opsWatch } }
  const bot = await startModelBot(context, sensibleModel, undefined, given)
  const ops = bot.sandbox.telegram.user(OPS)
  const state = async (): Promise<string | undefined> => {
    const metrics = await (await fetch(`http://127.0.0.1:${String(bot.port)}/metrics`)).text()
    return STATE.exec(metrics)?.[1]
  }
  const customer = await verified(bot, nina, 731)
  await answerTo(customer, 'minha conexão está online?')
  expect(await state()).toBe('closed')
  expect(bot.openai.requests().length).toBeGreaterThan(0)

  bot.openai.faults.revokeTokens()
  for (let time = 0; time < FAILURES; time += 1) await answerTo(customer, `minha conexão está online agora? ${String(time)}`)
  expect(await state()).toBe('open')
  await ops.waitFor(/modelo não responde/u, { timeoutMs: 10_000 })
  const asked = bot.openai.ledger.list().length
  await answerTo(customer, 'e agora, minha conexão está online?')
  expect(bot.openai.ledger.list()).toHaveLength(asked)

  bot.openai.faults.restoreTokens()
  // It is tried again after a quarter of a minute, with a customer's own question.
  for (let time = 0; (await state()) !== 'closed' && time < 60; time += 1) {
    await answerTo(customer, `voltou, minha conexão está online? ${String(time)}`)
  }
  await ops.waitFor(/modelo voltou/u, { timeoutMs: 10_000 })
}, 90_000)
