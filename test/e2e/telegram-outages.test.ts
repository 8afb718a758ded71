import { describe, expect, it, type TestContext } from 'vitest'

import type { FaultSpec } from '../../src/sandbox/http/faults.js'
import { samplePng } from '../../src/sandbox/sample-file.js'
import type { Sandbox } from '../../src/sandbox/sandbox.js'
import { ana } from '../../src/sandbox/world/people.js'
import { startBot } from '../support/bot.js'
import { Customer, sha256 } from '../support/customer.js'

interface Scene {
  sandbox: Sandbox
  customer: Customer
}

const CONFLICT = '{"ok":false,"error_code":409,"description":"Conflict"}'
const PHOTO = { bytes: samplePng(), file: { as: 'photo' } } as const

async function open(context: TestContext): Promise<Scene> {
  const bot = await startBot()
  context.onTestFinished(() => bot.stop())
  return { sandbox: bot.sandbox, customer: new Customer(bot.sandbox, ana, 501) }
}

/** A talk with an attendant: what they say comes at once and in an order of its own. */
async function openTalk(context: TestContext): Promise<Scene> {
  const scene = await open(context)
  scene.customer.say('/atendente')
  await scene.customer.landed('the summary', () => scene.customer.relayed().length > 0)
  return scene
}

const SAID = ['um', 'dois', 'três', 'quatro'].map((number) => `recado número ${number}`)

async function expectSaidInOrder({ sandbox, customer }: Scene, repeats = 0): Promise<void> {
  await customer.hear((text) => text.includes('número quatro'))
  const heard = customer.user.messages.flatMap(({ text }) => /recado número \S+/u.exec(text)?.[0] ?? [])
  expect([...new Set(heard)]).toEqual(SAID)
  expect(heard.length).toBeLessThanOrEqual(SAID.length + repeats)
  expect(sandbox.tempbox.conversations()).toHaveLength(1)
}

/** Resolves when it is so at a request to TempBox, whose messages are read again and again. */
async function requests(sandbox: Sandbox, isSo: () => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = sandbox.tempbox.ledger.onRequest(() => {
      if (!isSo()) return
      stop()
      resolve()
    })
  })
}

describe.concurrent('replies', () => {
  it.for<readonly [string, FaultSpec, number]>([
    ['429 with a time to wait', { kind: 'rateLimit', retryAfterS: 3 }, 0],
    ['an error of the server', { kind: 'status', status: 502 }, 0],
    ['silence', { kind: 'silent' }, 0],
    ['a token that is not taken', { kind: 'status', status: 401, body: '{"ok":false,"error_code":401}' }, 0],
    // Nobody can tell whether it was shown: said again, once.
    ['an answer that is lost', { kind: 'loseAnswer' }, 1],
  ])('meet %s: none is lost and none overtakes', { timeout: 90_000 }, async ([, fault, repeats], context) => {
    const scene = await openTalk(context)
    scene.sandbox.faults.telegram.arm('POST */sendMessage', fault)
    for (const text of SAID) scene.sandbox.tempbox.attendantSays('501', 'Rita Inventada', text)
    await expectSaidInOrder(scene, repeats)
  })

  it('wait while Telegram is down: none is lost and none overtakes', async (context) => {
    const scene = await openTalk(context)
    await scene.sandbox.faults.telegram.down()
    for (const text of SAID) scene.sandbox.tempbox.attendantSays('501', 'Rita Inventada', text)
    // The bot has read what the attendant wrote, and asks again whether there is more.
    const reads = (): number => scene.sandbox.tempbox.ledger.list('POST */ListarMensagensAtendimento').length
    const before = reads()
    await requests(scene.sandbox, () => reads() >= before + 5)
    await scene.sandbox.faults.telegram.up()
    await expectSaidInOrder(scene, SAID.length)
  }, 90_000)

  it('are not tried again in a chat that is gone, and come again when it writes', async (context) => {
    const { sandbox, customer } = await openTalk(context)
    const blocked = '{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}'
    sandbox.faults.telegram.arm('POST */sendMessage', { kind: 'status', status: 403, body: blocked })
    const says = (text: string) => sandbox.tempbox.attendantSays('501', 'Rita Inventada', text)
    says('quem lê isto?')
    // The attendant is told, so it is known.
    await customer.landed('the note', () => customer.relayed().some((text) => text.includes('bloqueou este canal')))
    says('enquanto isso')
    const reads = (): number => sandbox.tempbox.ledger.list('POST */ListarMensagensAtendimento').length
    const before = reads()
    // What one reading found is in the inbox before the next one but one begins.
    await requests(sandbox, () => reads() >= before + 3)
    const mark = customer.user.mark()
    customer.say('/ajuda')
    await customer.hear((text) => text.includes('/encerrar'), mark)
    says('e agora?')
    await customer.hear((text) => text.includes('e agora?'))

    const tried = sandbox.telegram.ledger.list('POST */sendMessage').map(({ status, fields }) => ({ status, text: fields.text }))
    const refused = tried.filter(({ status }) => status === 403)
    // Whether it is the attendant's word, or that somebody took it over, is anybody's guess.
    expect(refused).toHaveLength(1)
    expect(tried.filter(({ text }) => text === refused[0]?.text)).toHaveLength(1)
    expect(tried.filter(({ text }) => String(text).includes('enquanto isso'))).toEqual([])
  }, 60_000)
})

describe.concurrent('updates', () => {
  it.for<readonly [string, FaultSpec]>([
    ['409: another one polls', { kind: 'status', status: 409, body: CONFLICT }],
    ['429', { kind: 'rateLimit', retryAfterS: 2 }],
    ['an error of the server', { kind: 'status', status: 502 }],
    ['an answer that is lost', { kind: 'loseAnswer' }],
    ['an answer cut in half', { kind: 'cutAnswer' }],
  ])('survive %s, and are taken once', { timeout: 90_000 }, async ([, fault], context) => {
    const { sandbox, customer } = await openTalk(context)
    sandbox.faults.telegram.arm('* */getUpdates', fault, 2)
    for (const words of SAID) {
      customer.say(words)
      await customer.landed(words, () => customer.relayed().includes(words))
    }
    expect(customer.relayed().slice(1)).toEqual(SAID)
  })

  it('told twice are taken once', async (context) => {
    const { sandbox, customer } = await openTalk(context)
    customer.say('só uma vez')
    for (const update of sandbox.telegram.queue.pending) sandbox.telegram.queue.repeat(update)
    await customer.landed('the words', () => customer.relayed().length > 1)
    customer.say('e depois')
    await customer.landed('the words behind', () => customer.relayed().at(-1) === 'e depois')
    expect(customer.relayed().slice(1)).toEqual(['só uma vez', 'e depois'])
  }, 60_000)
})

describe.concurrent('files', () => {
  it.for<readonly [string, string, FaultSpec]>([
    ['getFile is silent', '* */getFile', { kind: 'silent' }],
    ['getFile fails', '* */getFile', { kind: 'status', status: 502 }],
    ['the download fails', 'GET /file/*', { kind: 'status', status: 502 }],
    ['the download is cut', 'GET /file/*', { kind: 'cutAnswer' }],
    ['the download is silent', 'GET /file/*', { kind: 'silent' }],
  ])('arrive byte for byte although %s', { timeout: 120_000 }, async ([, path, fault], context) => {
    const { sandbox, customer } = await open(context)
    await customer.tell('estou sem internet desde cedo')
    await customer.sendFiles(PHOTO)
    await customer.finishFiles()
    sandbox.faults.telegram.arm(path, fault)
    await customer.confirm()
    const ticket = await customer.toldProtocolo()
    await customer.landed('the file', () => ticket.anexos.length > 0)
    expect(ticket.anexos.map((anexo) => anexo.sha256)).toEqual([sha256(PHOTO.bytes)])
  })
})
