import { afterEach, describe, expect, it } from 'vitest'

import { agentOf, startEndpoint, status, type Step } from '../../support/model-endpoint.js'

let endpoint: Awaited<ReturnType<typeof startEndpoint>> | undefined

async function start(...steps: Step[]) {
  endpoint = await startEndpoint(...steps)
  return endpoint
}

afterEach(async () => {
  await endpoint?.close()
})

const PICTURE = { chatId: '44', instrucoes: 'Diga o que a imagem mostra.', bytes: new Uint8Array([137, 80, 78, 71]), mime: 'image/png' }
const VOICE = { chatId: '44', instrucoes: '', bytes: new Uint8Array([79, 103, 103, 83]), mime: 'audio/ogg' }

describe('a picture', () => {
  it('becomes facts in one line', async () => {
    const { baseUrl, received } = await start({ content: `LED LOS\nvermelho ${'x'.repeat(400)}` })
    const agent = agentOf(baseUrl)
    const facts = await agent.look(PICTURE)
    expect(facts).toMatchObject({ kind: 'seen', texto: expect.stringMatching(/^LED LOS vermelho/u) as string })
    expect(facts.kind === 'seen' && facts.texto.length).toBeLessThanOrEqual(300)
    expect(received[0]?.raw).toContain('data:image/png;base64,iVBORw==')
    expect(received[0]?.body.messages[0]?.content).toBe('Diga o que a imagem mostra.')
    expect(received[0]?.raw).not.toContain('tools')
    expect(agent.uses).toMatchObject([{ kind: 'look', calls: 1, outcome: 'ok' }])
  })

  it.each([400, 404])('is not sent again for an hour to an endpoint that answers %i', async (code) => {
    let now = 1_000
    const { baseUrl, received } = await start(status(code), { content: 'modem' })
    const agent = agentOf(baseUrl, { now: () => now })
    await expect(agent.look(PICTURE)).resolves.toEqual({ kind: 'nothing' })
    await expect(agent.look(PICTURE)).resolves.toEqual({ kind: 'nothing' })
    expect(received).toHaveLength(1)
    now += 3_600_001
    await expect(agent.look(PICTURE)).resolves.toEqual({ kind: 'seen', texto: 'modem' })
  })

  it('is tried again after a passing fault', async () => {
    const { baseUrl } = await start(status(500), status(500), { content: 'modem' })
    const agent = agentOf(baseUrl)
    await expect(agent.look(PICTURE)).resolves.toEqual({ kind: 'nothing' })
    await expect(agent.look(PICTURE)).resolves.toEqual({ kind: 'seen', texto: 'modem' })
  })

  it.each([
    ['too big', { ...PICTURE, bytes: new Uint8Array(4 * 1024 * 1024 + 1) }],
    ['no picture', { ...PICTURE, mime: 'application/pdf' }],
    ['empty', { ...PICTURE, bytes: new Uint8Array() }],
  ])('that is %s does not leave', async (_, picture) => {
    const { baseUrl, received } = await start({ content: 'x' })
    await expect(agentOf(baseUrl).look(picture)).resolves.toEqual({ kind: 'nothing' })
    expect(received).toHaveLength(0)
  })
})

describe('a voice message', () => {
  it('becomes words', async () => {
    const { baseUrl, received } = await start((response) => response.end('{"text":" minha internet\\ncaiu "}'))
    await expect(agentOf(baseUrl).transcribe(VOICE)).resolves.toEqual({ kind: 'seen', texto: 'minha internet caiu' })
    expect(received[0]?.path).toBe('/v1/audio/transcriptions')
    expect(received[0]?.raw).toMatch(/filename="voz.ogg"/u)
    expect(received[0]?.raw).toContain('OggS')
  })

  it.each([
    ['refuses', status(404)],
    ['answers nonsense', (response) => response.end('<html>')],
    ['answers nothing', (response) => response.end('{"text":""}')],
    ['hangs', () => undefined],
  ] satisfies [string, Step][])('is nothing where the endpoint %s', async (_, step) => {
    const { baseUrl } = await start(step)
    await expect(agentOf(baseUrl, { timeoutMs: 200 }).transcribe(VOICE)).resolves.toEqual({ kind: 'nothing' })
  })
})
