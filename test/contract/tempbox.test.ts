import { afterEach, describe, expect, it } from 'vitest'

import { createTempbox, type TempboxConfig } from '../../src/integrations/tempbox/tempbox.js'
import { systemClock } from '../../src/lib/clock.js'
import { silentLogger } from '../../src/lib/logger.js'
import { Secret } from '../../src/lib/secret.js'
import { failureOf } from '../support/http-api.js'
import { badGateway, startJsonServer, type Reply, type SeenRequest } from '../support/json-server.js'

const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function world(answer: (request: SeenRequest) => Reply, over: Partial<TempboxConfig> = {}) {
  const server = await startJsonServer(answer)
  const lines: unknown[] = []
  const log = (event: string, fields?: object) => lines.push([event, fields])
  const tempbox = createTempbox(
    { baseUrl: server.url, token: new Secret('tok&en='), empresa: 'EMP', ...over },
    { clock: systemClock, logger: { ...silentLogger, debug: log, warn: log, error: log } },
  )
  cleanups.push(() => server.close(), () => tempbox.close())
  return { server, tempbox, lines }
}

const ok = (Data: unknown = null): Reply => ({ json: { Status: 'ok', Code: 200, Success: true, Data } })
const full = { atendente: 'ATD', plataforma: 7, codigoReferenciaCanal: 'CANAL' }
const mensagem = { atendimento: 'A1', contato: '999', mensagem: 'Olá & "tudo"? É d\'água 😀\nlinha' }

describe('a call', () => {
  it('is a POST without a body, token and JSON in the query, fields in the document\'s order', async () => {
    const { server, tempbox } = await world(() => ok(), full)
    await tempbox.enviarMensagem(mensagem)
    const [request] = server.seen
    expect(request).toMatchObject({ method: 'POST', path: '/api/Atendimento/EnviarMensagem' })
    expect(request!.body).toHaveLength(0)
    expect(request!.headers['content-length']).toBe('0')
    expect([...request!.query.keys()]).toEqual(['token', 'json'])
    expect(request!.query.get('token')).toBe('tok&en=')
    expect(request!.query.get('json')).toBe(
      JSON.stringify({
        Atendente: 'ATD',
        Atendimento: 'A1',
        CodigoReferenciaCanal: 'CANAL',
        Contato: '999',
        Empresa: 'EMP',
        Mensagem: mensagem.mensagem,
        Plataforma: 7,
      }),
    )
  })

  it('sends only the fields that are set', async () => {
    const { server, tempbox } = await world(() => ok())
    await tempbox.criarPorContato('999')
    await tempbox.encerrar('A1')
    expect(server.seen.map(({ path, query }) => [path, query.get('json')])).toEqual([
      ['/api/Atendimento/CriarPorContato', '{"Contato":"999","Empresa":"EMP"}'],
      ['/api/Atendimento/EncerrarAtendimento', '{"Atendimento":"A1","Empresa":"EMP"}'],
    ])
  })

  it('has a URL of the length foretold', async () => {
    const { server, tempbox } = await world(() => ok(), full)
    await tempbox.enviarMensagem(mensagem)
    expect(tempbox.urlLength(mensagem)).toBe(server.url.length + server.seen[0]!.url.length)
  })

  it('leaves neither token nor words in the log or in its failure', async () => {
    const { tempbox, lines } = await world(() => ({ json: { Success: false, Code: 500, Message: 'não' } }))
    const error = await failureOf(tempbox.enviarMensagem({ ...mensagem, mensagem: 'SEGREDO' }))
    expect(lines).not.toEqual([])
    expect(JSON.stringify([lines, error, error.message, String(error.stack)])).not.toMatch(/SEGREDO|tok&en|tok%26/u)
  })
})

describe('the envelope', () => {
  it('refuses under 200', async () => {
    const { tempbox } = await world(() => ({ json: { Status: 'error', Code: 500, Success: false, Data: null } }))
    expect(await failureOf(tempbox.enviarMensagem(mensagem))).toMatchObject({ code: 'refused', retry: 'never' })
    expect(await failureOf(tempbox.listMensagens('A1'))).toMatchObject({ code: 'refused', retry: 'never' })
  })

  it.each([
    ['in the envelope', { json: { Status: 'error', Code: 401, Success: false, Message: 'Invalid token' } }],
    ['as the status', { status: 401, text: '' }],
  ])('is unauthorized with a 401 %s, which is safe to try later', async (_name, reply) => {
    const { tempbox, server } = await world(() => reply)
    expect(await failureOf(tempbox.enviarMensagem(mensagem))).toMatchObject({ code: 'unauthorized', retry: 'safe' })
    expect(server.seen).toHaveLength(1)
  })

  it.each([
    ['its own 500', { status: 500, json: { Status: 'error', Code: 500, Success: false, Data: null } }],
    ['an HTML 502', badGateway],
    ['an HTML page under 200', { text: '<html></html>' }],
    ['JSON that is no envelope', { json: {} }],
  ] as const)('leaves a message in doubt after %s', async (_name, reply) => {
    const { tempbox, server } = await world(() => reply)
    expect(await failureOf(tempbox.enviarMensagem(mensagem))).toMatchObject({ retry: 'unknown-outcome' })
    expect(server.seen).toHaveLength(1)
  })
})

describe('the atendimentos of a contact', () => {
  const listed = ok([
    { Atendimento: 'a1', Concluido: 0, Plataforma: '7' },
    { Atendimento: 'a2', Concluido: '1', Plataforma: 7 },
    { Atendimento: 'a3', Concluido: true, Plataforma: 7 },
    { Atendimento: 'a4', Concluido: null, Plataforma: 2 },
    { Atendimento: 'a5', Concluido: 'false' },
  ])

  it('are those on our own plataforma, whatever coat a bit wears', async () => {
    const { tempbox } = await world(() => listed, { plataforma: 7 })
    expect(await tempbox.listAtendimentos('999')).toEqual([
      { atendimento: 'a1', concluido: false },
      { atendimento: 'a2', concluido: true },
      { atendimento: 'a3', concluido: true },
    ])
  })

  it('are all of them where no plataforma is configured', async () => {
    const { tempbox } = await world(() => listed)
    expect(await tempbox.listAtendimentos('999')).toHaveLength(5)
  })

  it('are none when there is no data', async () => {
    const { tempbox } = await world(() => ok())
    expect(await tempbox.listAtendimentos('999')).toEqual([])
  })

  it('tell whether one is open, closed or gone', async () => {
    const { tempbox } = await world(() => listed)
    expect(await tempbox.readState('999', 'A1')).toBe('open')
    expect(await tempbox.readState('999', 'A2')).toBe('closed')
    expect(await tempbox.readState('999', 'ZZ')).toBe('absent')
  })
})

describe('the messages of an atendimento', () => {
  it('come oldest first, with the attendant\'s first name', async () => {
    const fromB = { AtendentePrimeiroNome: 'Berenice', AutorMensagem: null }
    const { tempbox } = await world(() =>
      ok([
        { ...fromB, AtendimentoMensagem: 'm2', Autonumeracao: 12, Mensagem: 'Oi!', MensagemAtendente: 1 },
        { AtendimentoMensagem: 'm1', Autonumeracao: '11', Mensagem: 'Ajuda', MensagemAtendente: false },
        { Autonumeracao: 13, Mensagem: null, MensagemAtendente: 'true', AutorMensagem: 'Berenice F.', UrlAnexo: 'x' },
      ]),
    )
    expect(await tempbox.readMensagens('A1')).toEqual([
      { id: 'm1', fromAttendant: false, author: undefined, text: 'Ajuda', hasFile: false },
      { id: 'm2', fromAttendant: true, author: 'Berenice', text: 'Oi!', hasFile: false },
      { id: '13', fromAttendant: true, author: 'Berenice', text: '', hasFile: true },
    ])
    expect(await tempbox.listMensagens('A1')).toEqual([{ texto: 'Ajuda' }, { texto: 'Oi!' }, { texto: '' }])
  })
})
