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
    expect(await tempbox.readState('999', 'A1')).toMatchObject({ state: 'open' })
    expect(await tempbox.readState('999', 'A2')).toMatchObject({ state: 'closed' })
    expect(await tempbox.readState('999', 'ZZ')).toMatchObject({ state: 'absent' })
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

describe('a conversation', () => {
  const one = (fields: object) => world(() => ok([{ Atendimento: 'a1', ...fields }]), { atendente: 'OURS' })

  it('has a number of its own, where the listing has one', async () => {
    for (const [fields, numero] of [
      [{ Autonumeracao: 9001, AutonumeracaoEmpresa: 12 }, '9001'],
      [{ AutonumeracaoEmpresa: '12' }, '12'],
      [{ Autonumeracao: 9001, Protocolo: '2026-77' }, '2026-77'],
      [{}, undefined],
    ] as const) {
      const { tempbox } = await one(fields)
      expect((await tempbox.listAtendimentos('999'))[0]?.numero).toBe(numero)
    }
  })

  it('is somebody’s once it is begun, ourselves excepted', async () => {
    const cases: [object, object][] = [
      [{ Iniciado: 1, AtendenteHash: 'h1', AtendentePrimeiroNome: 'Rita' }, { waiting: false, atendente: { nome: 'Rita' } }],
      [{ Iniciado: 'true' }, { waiting: false, atendente: { nome: '' } }],
      [{ Iniciado: false, AtendentePrimeiroNome: 'Rita' }, { waiting: true }],
    ]
    for (const [fields, expected] of cases) {
      const { tempbox } = await one(fields)
      expect(await tempbox.readState('999', 'A1')).toMatchObject(expected)
    }
    const { tempbox } = await one({ AtendenteHash: 'ours', AtendentePrimeiroNome: 'Plantão' })
    expect(await tempbox.readState('999', 'A1')).toEqual({ state: 'open', waiting: false })
  })
})

describe('words to be written later', () => {
  it('are asked for with the local time, fields in the document’s order', async () => {
    const { server, tempbox } = await world(() => ok(), full)
    await tempbox.agendarMensagem({ atendimento: 'A1', mensagem: '[Plantão 1] oi', quando: '2026-07-02T08:00:00' })
    expect(server.seen.map(({ path, query }) => [path, query.get('json')])).toEqual([
      [
        '/api/Atendimento/AgendarMensagem',
        '{"Atendente":"ATD","Atendimento":"A1","DataAgendamento":"2026-07-02T08:00:00","Empresa":"EMP","Mensagem":"[Plantão 1] oi"}',
      ],
    ])
  })
})

describe('the listings of all conversations', () => {
  const rows = [
    { Mensagem: 'sem id', Atendimento: 'A1' },
    { AtendimentoMensagem: 'm9', Atendimento: 'OUTRO', MensagemAtendente: true, UrlAnexo: 'http://x.invalid/9' },
    {
      UrlAnexo: '/arquivos/boleto%20julho.pdf?k=1',
      Extensao: '.pdf',
      MensagemAtendente: true,
      AtendentePrimeiroNome: 'Rita',
      AtendenteResponsavel: 'h2',
      AtendenteResponsavelPrimeiroNome: 'Bento',
      Atendimento: 'a1',
      AtendimentoMensagem: 'M2',
    },
  ]
  const listings = (em: Reply, ultimas: Reply) => (request: SeenRequest): Reply => {
    if (request.path.endsWith('ListarMensagensEmAberto')) return em
    if (request.path.endsWith('ListarUltimasMensagens')) return ultimas
    return request.method === 'GET' ? { text: `bytes of ${request.url}` } : ok([])
  }

  it('give the files of one, and who is responsible, in one reading for all', async () => {
    const { server, tempbox } = await world(listings(ok(rows), ok()))
    const [found] = await Promise.all([tempbox.readEmAberto('A1', 5_000), tempbox.readEmAberto('B1', 5_000)])
    expect(found).toMatchObject({ atendente: { nome: 'Bento' }, arquivos: [{ id: 'M2', author: 'Rita', hasFile: true }] })
    expect(server.seen.map(({ path, query }) => [path.split('/').at(-1), query.get('json')])).toEqual([
      ['ListarMensagensEmAberto', '{"Empresa":"EMP","Inicio":0,"Termino":500}'],
      ['ListarUltimasMensagens', '{"Empresa":"EMP"}'],
    ])
    await tempbox.readEmAberto('A1', 0)
    expect(server.seen).toHaveLength(4)
  })

  it('may be refused: then the other one serves, or nothing does', async () => {
    const no: Reply = { json: { Status: 'error', Code: 500, Success: false, Data: null } }
    const { tempbox } = await world(listings(no, ok(rows)))
    expect((await tempbox.readEmAberto('A1', 0)).arquivos).toHaveLength(1)
    const { tempbox: none, server } = await world(listings(no, no))
    expect(await none.readEmAberto('A1', 0)).toEqual({ arquivos: [] })
    await none.readEmAberto('A1', 0)
    expect(server.seen).toHaveLength(2)
  })

  it('say where a file lies, which is read anew and opened', async () => {
    const { server, tempbox, lines } = await world(listings(ok(rows), ok()))
    const anexo = await tempbox.openAnexo('A1', 'm2')
    if (anexo.kind === 'none') throw new Error('there is one')
    const pieces: Uint8Array[] = []
    for await (const piece of anexo.stream) pieces.push(piece)
    anexo.discard()
    expect([anexo.fileName, Buffer.concat(pieces).toString()]).toEqual([
      'boleto julho.pdf',
      'bytes of /arquivos/boleto%20julho.pdf?k=1',
    ])
    expect(server.seen.at(-1)?.url).not.toContain('tok')
    expect(JSON.stringify(lines)).not.toContain('boleto')
  })

  it('give no file of another conversation, or of a message that has none', async () => {
    const { tempbox } = await world(listings(ok(rows), ok()))
    expect(await tempbox.openAnexo('A1', 'm9')).toEqual({ kind: 'none' })
    expect(await tempbox.openAnexo('A1', 'm7')).toEqual({ kind: 'none' })
  })

  it('give no file that may be another conversation’s: one that has the same number and does not say whose it is', async () => {
    const others = { Autonumeracao: 13, MensagemAtendente: true, UrlAnexo: 'http://x.invalid/13' }
    const { server, tempbox } = await world(listings(ok([others]), ok()))
    expect(await tempbox.openAnexo('A1', '13')).toEqual({ kind: 'none' })
    expect(server.seen.some(({ method }) => method === 'GET')).toBe(false)
  })
})
