import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { hubsoftCalls } from '../../src/integrations/hubsoft/calls.js'
import type { CallDeclaration } from '../../src/integrations/http/call.js'
import { startHubsoftBench, type HubsoftBench } from '../support/hubsoft-api.js'
import { EXAMPLES, goodInput, oneFile } from '../support/hubsoft-examples/examples.js'

const ROOT = '/api/v1/integracao'
const calls: Record<string, CallDeclaration> = hubsoftCalls

let bench: HubsoftBench

beforeAll(async () => {
  bench = await startHubsoftBench(() => ({ json: { status: 'success', msg: 'ok' } }))
})

afterAll(async () => bench.close())

/** What a call has sent; that the bench's answer is not the call's own does not matter here. */
async function sent(name: keyof typeof hubsoftCalls, input = goodInput(name)) {
  const before = bench.calls().length
  await bench.hubsoft.api.whole(hubsoftCalls[name], input).catch(() => undefined)
  const [request] = bench.calls().slice(before)
  if (!request) throw new Error(`${name} sent nothing`)
  return request
}

describe('every request is as its document shows it', () => {
  it.each(EXAMPLES)('$line ($of)', async ({ call, input, line, query = {}, body }) => {
    const request = await sent(call, input)
    expect(`${request.method} ${request.path}`).toBe(line.replace(' ', ` ${ROOT}`))
    expect(Object.fromEntries(request.query)).toEqual(query)
    expect(request.body.length === 0 ? undefined : request.json()).toEqual(body)
    expect(request.headers.accept).toBe('application/json')
    expect(request.headers.authorization).toMatch(/^Bearer token-\d+$/u)
    expect(request.headers['content-type']).toBe(body === undefined ? undefined : 'application/json')
  })

  it('POST /atendimento/adicionar_anexo (2025): the file in files[0] of a multipart form', async () => {
    const request = await sent('adicionarAnexo', { params: { id_atendimento: '123' }, upload: oneFile() })
    expect(`${request.method} ${request.path}`).toBe(`POST ${ROOT}/atendimento/adicionar_anexo/123`)
    expect(request.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/u)
    expect(request.body.toString()).toMatch(/name="files\[0\]"; filename="tela\.png"\r\n.*image\/png\r\n\r\nfake png/su)
  })

  it('POST /oauth/token (2020, 2): at the host, JSON, without a token', () => {
    const [login] = bench.server.seen.filter(({ path }) => path === '/oauth/token')
    expect(login?.method).toBe('POST')
    expect(login?.json()).toEqual({
      grant_type: 'password',
      client_id: '3',
      client_secret: 'client-secret',
      username: 'api@provedor.example',
      password: 'password',
    })
    expect(login?.headers).toMatchObject({ accept: 'application/json', 'content-type': 'application/json' })
    expect(login?.headers.authorization).toBeUndefined()
  })

  it('and no call is without an example', () => {
    const shown = new Set<string>([...EXAMPLES.map(({ call }) => call), 'adicionarAnexo', 'passwordGrant'])
    expect(Object.keys(calls).filter((name) => !shown.has(name))).toEqual([])
  })
})
