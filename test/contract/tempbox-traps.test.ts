import { inspect } from 'node:util'

import { afterEach, describe, expect, it } from 'vitest'

import { failureOf } from '../support/http-api.js'
import { hangUp, type Reply } from '../support/json-server.js'
import { call, declared, DOCUMENTED, inputOf, ok, startTempboxWorld, type TempboxWorld } from '../support/tempbox-api.js'

const worlds: TempboxWorld[] = []

afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close()
})

async function worldOf(answer: Reply): Promise<TempboxWorld> {
  const world = await startTempboxWorld(() => answer)
  worlds.push(world)
  return world
}

async function failing(name: string, answer: Reply) {
  const { tempbox, server } = await worldOf(answer)
  return { error: await failureOf(call(tempbox, name, inputOf(name))), asked: server.seen.length }
}

const NAMES = DOCUMENTED.map(({ name }) => name)
const READS = NAMES.filter((name) => declared(name).access === 'read')
const WRITES = NAMES.filter((name) => declared(name).access === 'write')
const no = { Status: 'error', Code: 500, Success: false, Data: null }

describe('Success: false', () => {
  it.each(NAMES)('under HTTP 200 is a refusal: %s', async (name) => {
    const { error, asked } = await failing(name, { json: { ...no, Message: 'não pode' } })
    expect(error).toMatchObject({ code: 'refused', retry: 'never' })
    expect([error.vendorMessage(), asked]).toEqual(['não pode', 1])
  })

  it.each(WRITES)('under HTTP 500 leaves a write in doubt, which is asked for once: %s', async (name) => {
    const { error, asked } = await failing(name, { status: 500, json: no })
    expect(error).toMatchObject({ code: 'server-error', retry: 'unknown-outcome' })
    expect(asked).toBe(1)
  })

  it.each(READS)('under HTTP 500 is no harm to a read: %s', async (name) => {
    const { error, asked } = await failing(name, { status: 500, json: no })
    expect(error).toMatchObject({ code: 'server-error', retry: 'safe' })
    expect(asked).toBe(declared(name).retry === 'once' ? 1 : 3)
  })
})

describe('401 "Invalid token"', () => {
  const denied = { Status: 'error', Code: 401, Success: false, Data: null, Message: 'Invalid token' }

  it.each(NAMES)('is unauthorized, as the status or as Code under 200, and safe to try later: %s', async (name) => {
    for (const answer of [{ status: 401, json: denied }, { json: { ...denied, Code: '401' } }]) {
      const { error, asked } = await failing(name, answer)
      expect(error).toMatchObject({ code: 'unauthorized', retry: 'safe' })
      expect(asked).toBe(1)
    }
  })
})

describe('a lost answer', () => {
  it.each(WRITES)('leaves a write in doubt: %s', async (name) => {
    const { error, asked } = await failing(name, hangUp)
    expect(error).toMatchObject({ retry: 'unknown-outcome' })
    expect(asked).toBe(1)
  })
})

describe('new messages of the site’s chat', () => {
  it('that come as a stream of events are no answer that is known, and show nothing of it', async () => {
    const stream = { headers: { 'content-type': 'text/event-stream' }, text: 'data: {"Mensagem":"SEGREDO"}\n\n' }
    const { error } = await failing('ObterNovasMensagensChatSiteSse', stream)
    expect(error).toMatchObject({ code: 'bad-answer', retry: 'unknown-outcome' })
    expect(inspect(error, { depth: 9 })).not.toContain('SEGREDO')
  })
})

describe('an empty GUID', () => {
  const empty = '00000000-0000-0000-0000-000000000000'

  it('is no attendant', async () => {
    const row = { Atendimento: 'A1', AtendenteHash: empty, Iniciado: false }
    const { tempbox } = await worldOf(ok([row]))
    expect(await tempbox.readState('999', 'a1')).toEqual({ state: 'open', waiting: true })
  })

  it('is nobody who wrote, and no conversation', async () => {
    const row = { Hash: 'm1', AtendimentoMensagem: empty, AtendimentoHash: empty, AtendenteHash: empty, Mensagem: 'oi' }
    const { tempbox } = await worldOf(ok([row]))
    expect(await tempbox.readMensagens('A1')).toEqual([
      { id: 'm1', fromAttendant: false, author: undefined, text: 'oi', hasFile: false },
    ])
  })
})
