import { describe, expect, it } from 'vitest'

import { silentLogger } from '../../../src/lib/logger.js'
import type {
  Atendente,
  LeasedWatch,
  TempboxConversation,
  TempboxEmAberto,
  TempboxMessage,
  TempboxReader,
} from '../../../src/watchers/ports.js'
import { createTempboxPoller } from '../../../src/watchers/tempbox.js'
import { FakeClock } from '../../support/fake-clock.js'
import { failure, Faults } from '../../support/fake-desks.js'

class FakeReader implements TempboxReader {
  readonly faults = new Faults()
  mensagens: TempboxMessage[] = []
  state: 'open' | 'closed' | 'absent' = 'open'
  waiting = false
  atendente: Atendente | undefined
  responsavel: Atendente | undefined
  arquivos: TempboxMessage[] = []
  ages: number[] = []
  contatos: string[] = []

  readMensagens(): Promise<readonly TempboxMessage[]> {
    return this.faults.around('readMensagens', () => this.mensagens)
  }

  readState(contato: string): Promise<TempboxConversation> {
    this.contatos.push(contato)
    const { state, waiting, atendente } = this
    return this.faults.around('readState', () => ({ state, waiting, ...(atendente ? { atendente } : {}) }))
  }

  readEmAberto(_atendimento: string, maxAgeMs: number): Promise<TempboxEmAberto> {
    this.ages.push(maxAgeMs)
    const { arquivos, responsavel } = this
    return this.faults.around('readEmAberto', () => ({ arquivos, ...(responsavel ? { atendente: responsavel } : {}) }))
  }

  says(id: string, text: string, over: Partial<TempboxMessage> = {}): void {
    this.mensagens.push({ id, text, fromAttendant: true, author: 'Bia', hasFile: false, ...over })
  }
}

/** A watch polled by hand, its state carried from poll to poll. */
function setUp(state = '{"atendimento":"A1","codigoCliente":70}') {
  const reader = new FakeReader()
  const clock = new FakeClock()
  const contatoOf = async (chatId: string, codigo: number | undefined) => ({ contato: `${chatId}/${String(codigo)}` })
  const read = createTempboxPoller({ reader, contatoOf, clock, logger: silentLogger, pollIntervalMs: 5_000 })
  let watch: LeasedWatch | undefined = { id: 'w', chatId: '4242', kind: 'tempbox', state, lease: 'x' }
  const poll = async () => {
    if (!watch) throw new Error('the watch has ended')
    const polled = await read(watch)
    watch = polled.next && { ...watch, state: polled.next.state }
    return { ...polled, waitMs: polled.next && polled.next.dueAt - clock.now() }
  }
  return { reader, poll, stateNow: () => watch?.state }
}

const ids = (events: readonly { id: string }[]) => events.map(({ id }) => id)

describe('what attendants write', () => {
  it('is told once, in order', async () => {
    const { reader, poll } = setUp()
    reader.says('1', 'Olá')
    reader.says('2', 'Vou verificar')
    expect((await poll()).events).toMatchObject([
      {
        id: 'tb:1',
        chatId: '4242',
        input: { kind: 'staffMessage', atendimento: 'A1', messageId: '1', author: 'Bia', text: 'Olá', hasFile: false },
      },
      { id: 'tb:2', input: { text: 'Vou verificar' } },
    ])
    reader.says('3', 'Pronto')
    expect(ids((await poll()).events)).toEqual(['tb:3'])
    expect((await poll()).events).toEqual([])
  })

  it('is polled at the given interval', async () => {
    const { poll } = setUp()
    expect((await poll()).waitMs).toBe(5_000)
  })

  it("does not include the customer's words, nor our own that come back as an attendant's", async () => {
    const { reader, poll } = setUp()
    reader.says('1', 'minhas palavras', { fromAttendant: false })
    reader.says('2', '[Cliente 3] oi')
    reader.says('3', '  [Cliente 3 1/2] parte')
    reader.says('4', '[Plantão 1] resumo'.normalize('NFD'))
    reader.says('5', '[PLANTÃO 12 2/2]fim')
    reader.says('51', '<p>[Cliente\u00a08]\n oi</p>')
    reader.says('52', '[Cliente8 1 / 2] oi')
    reader.says('6', '[Cliente] precisa reiniciar')
    reader.says('7', 'O [Cliente 3] disse')
    expect(ids((await poll()).events)).toEqual(['tb:6', 'tb:7'])
  })

  it('may be a file without words, but not nothing', async () => {
    const { reader, poll } = setUp()
    reader.says('1', '', { hasFile: true })
    reader.says('2', '  ')
    expect((await poll()).events).toMatchObject([{ id: 'tb:1', input: { hasFile: true } }])
  })

  it('is remembered within bounds, and never told again', async () => {
    const { reader, poll, stateNow } = setUp()
    for (let n = 1; n <= 1_200; n += 1) reader.says(String(n), `fala ${String(n)}`)
    expect((await poll()).events).toHaveLength(1_200)
    expect((await poll()).events).toEqual([])
    reader.says('1201', 'mais uma')
    expect(ids((await poll()).events)).toEqual(['tb:1201'])
    expect(stateNow()?.length).toBeLessThan(6_000)
  })

  it('leaves neither words nor the contato in the state', async () => {
    const { reader, poll, stateNow } = setUp()
    reader.says('1', 'segredo')
    await poll()
    expect(JSON.parse(stateNow() ?? '')).toEqual({
      atendimento: 'A1',
      codigoCliente: 70,
      seen: ['1'],
      files: [],
      changes: 0,
      held: 0,
      absentPolls: 0,
      failures: 0,
    })
  })
})

describe('files of attendants', () => {
  const file = (id: string, text = ''): TempboxMessage => ({ id, text, fromAttendant: true, author: 'Bia', hasFile: true })

  it('shown only in the listing of all conversations come with their message', async () => {
    const { reader, poll } = setUp()
    reader.says('M1', 'segue')
    reader.says('M2', '')
    reader.arquivos = [file('m1', 'segue'), file('m2')]
    expect((await poll()).events).toMatchObject([
      { id: 'tb:M1', input: { text: 'segue', hasFile: true } },
      { id: 'tb:M2', input: { text: '', hasFile: true } },
    ])
    expect((await poll()).events).toEqual([])
  })

  it('that show later than their words are told by themselves, once', async () => {
    const { reader, poll } = setUp()
    reader.says('1', 'segue')
    reader.says('2', '')
    expect(ids((await poll()).events)).toEqual(['tb:1'])
    reader.arquivos = [file('1', 'segue'), file('2')]
    expect((await poll()).events).toMatchObject([
      { id: 'tb:1:file', input: { text: '', hasFile: true } },
      { id: 'tb:2:file', input: { text: '', hasFile: true } },
    ])
    expect((await poll()).events).toEqual([])
  })

  it('whose message no other listing has bring its words, which are not told again', async () => {
    const { reader, poll } = setUp()
    reader.arquivos = [file('1', 'veja')]
    expect((await poll()).events).toMatchObject([{ id: 'tb:1:file', input: { text: 'veja', author: 'Bia' } }])
    reader.says('1', 'veja')
    expect((await poll()).events).toEqual([])
  })

  it('are read anew before the end is believed, and waited for', async () => {
    const { reader, poll } = setUp()
    await poll()
    reader.state = 'closed'
    reader.arquivos = [file('9')]
    reader.faults.next('readEmAberto', { fails: failure('unreachable', 'safe') })
    expect((await poll()).events).toEqual([])
    expect(ids((await poll()).events)).toEqual(['tb:9:file', 'tb:A1:closed'])
    expect(reader.ages).toEqual([5_000, 0, 0])
  })

  it('come before what was written after them, though their listing was a moment late', async () => {
    const { reader, poll } = setUp()
    reader.says('1', '')
    reader.says('2', 'segue o folheto')
    reader.faults.next('readEmAberto', { fails: failure('unreachable', 'safe') })
    expect(ids((await poll()).events)).toEqual([])
    reader.arquivos = [file('1')]
    expect(ids((await poll()).events)).toEqual(['tb:1', 'tb:2'])
    reader.says('3', 'mais um')
    await poll()
    reader.arquivos = [file('1'), file('3')]
    reader.says('4', 'e é isso')
    expect(ids((await poll()).events)).toEqual(['tb:3:file', 'tb:4'])
  })

  it('sent between the two readings come behind the words that were written before them', async () => {
    const { reader, poll } = setUp()
    const arquivo = { id: '2', text: '', fromAttendant: true, author: 'Bia', hasFile: true }
    let readings = 0
    const readMensagens = reader.readMensagens.bind(reader)
    reader.readMensagens = async () => {
      readings += 1
      const read = [...(await readMensagens())]
      if (readings > 1) return read
      // Written right after this answer, and before the other listing's.
      reader.says('1', 'segue o folheto')
      reader.says('2', '')
      reader.says('3', 'e isto ainda depois')
      reader.arquivos = [arquivo]
      return read
    }
    expect(ids((await poll()).events)).toEqual(['tb:1', 'tb:2'])
    expect(readings).toBe(2)
    expect(ids((await poll()).events)).toEqual(['tb:3'])
    expect(readings).toBe(3)
  })

  it('are looked for anew with every word, so that one of that moment is not missed', async () => {
    const { reader, poll } = setUp()
    await poll()
    reader.says('1', 'Olá')
    await poll()
    expect(reader.ages).toEqual([5_000, 0])
  })

  it('hold up what was written after them for six polls, and no longer', async () => {
    const { reader, poll } = setUp()
    reader.says('1', '')
    reader.says('2', 'Olá')
    reader.faults.always('readEmAberto', { fails: failure('unreachable', 'safe') })
    for (let polls = 0; polls < 6; polls += 1) expect((await poll()).events).toEqual([])
    expect(ids((await poll()).events)).toEqual(['tb:2'])
  })

  it('do not hold up words while their listing fails', async () => {
    const { reader, poll } = setUp()
    reader.says('1', 'Olá')
    reader.faults.always('readEmAberto', { fails: failure('unreachable', 'safe') })
    expect(ids((await poll()).events)).toEqual(['tb:1'])
  })
})

describe('who attends', () => {
  const bia = { key: 'b', nome: 'Bia' }
  const caio = { key: 'c', nome: 'Caio' }

  it('is told before the first words, and at each change, also back', async () => {
    const { reader, poll } = setUp()
    expect((await poll()).events).toEqual([])
    reader.atendente = bia
    reader.says('1', 'Olá')
    expect((await poll()).events).toMatchObject([
      { id: 'tb:A1:who:1', input: { kind: 'staffTook', atendimento: 'A1', nome: 'Bia' } },
      { id: 'tb:1' },
    ])
    reader.responsavel = caio
    expect((await poll()).events).toMatchObject([{ id: 'tb:A1:who:2', input: { nome: 'Caio' } }])
    reader.responsavel = bia
    expect((await poll()).events).toMatchObject([{ id: 'tb:A1:who:3', input: { nome: 'Bia' } }])
    expect((await poll()).events).toEqual([])
  })

  it('is nobody while it waits, whoever is named for it', async () => {
    const { reader, poll } = setUp()
    Object.assign(reader, { waiting: true, responsavel: bia })
    expect((await poll()).events).toEqual([])
    reader.says('1', 'Olá')
    expect(ids((await poll()).events)).toEqual(['tb:A1:who:1', 'tb:1'])
  })

  it('is not judged by half of what is known', async () => {
    const { reader, poll } = setUp()
    Object.assign(reader, { atendente: bia, responsavel: caio })
    await poll()
    reader.faults.next('readEmAberto', { fails: failure('unreachable', 'safe') })
    expect((await poll()).events).toEqual([])
  })

  it('is not kept by name', async () => {
    const { reader, poll, stateNow } = setUp()
    reader.atendente = bia
    await poll()
    expect(stateNow()).not.toContain('Bia')
  })
})

describe('the end of a conversation with people', () => {
  it('comes after the last words', async () => {
    const { reader, poll } = setUp()
    reader.says('1', 'Até logo')
    reader.state = 'closed'
    const { events, next } = await poll()
    expect(ids(events)).toEqual(['tb:1', 'tb:A1:closed'])
    expect(events[1]?.input).toEqual({ kind: 'staffClosed', atendimento: 'A1' })
    expect(next).toBeUndefined()
  })

  it('does not swallow words written between the two readings', async () => {
    const { reader, poll } = setUp()
    reader.state = 'closed'
    const readState = reader.readState.bind(reader)
    reader.readState = async (contato) => {
      const state = await readState(contato)
      reader.says('9', 'última')
      return state
    }
    expect(ids((await poll()).events)).toEqual(['tb:9', 'tb:A1:closed'])
  })

  it('is believed when the listing lacks it twice in a row', async () => {
    const { reader, poll } = setUp()
    reader.state = 'absent'
    expect((await poll()).events).toEqual([])
    reader.state = 'open'
    await poll()
    reader.state = 'absent'
    expect((await poll()).next).toBeDefined()
    expect(ids((await poll()).events)).toEqual(['tb:A1:closed'])
  })

  it('is not believed of a poll that failed', async () => {
    const { reader, poll } = setUp()
    reader.state = 'absent'
    await poll()
    reader.faults.next('readState', { fails: failure('unreachable', 'safe') })
    expect((await poll()).events).toEqual([])
    expect(ids((await poll()).events)).toEqual(['tb:A1:closed'])
  })

  it('comes also where a concluded one refuses to show its messages', async () => {
    const { reader, poll } = setUp()
    reader.state = 'closed'
    reader.faults.always('readMensagens', { fails: failure('refused', 'never') })
    expect(ids((await poll()).events)).toEqual(['tb:A1:closed'])
  })

  it('waits for the last words where reading them fails for now', async () => {
    const { reader, poll } = setUp()
    reader.state = 'closed'
    reader.says('1', 'Até logo')
    reader.faults.next('readMensagens', { fails: failure('unreachable', 'safe') })
    expect((await poll()).events).toEqual([])
    expect(ids((await poll()).events)).toEqual(['tb:1', 'tb:A1:closed'])
  })
})

describe('a TempBox that fails', () => {
  it('is asked again later each time, and at the usual pace when it answers', async () => {
    const { reader, poll } = setUp()
    reader.faults.always('readState', { fails: failure('unreachable', 'safe') })
    const waits: number[] = []
    for (let n = 0; n < 8; n += 1) waits.push((await poll()).waitMs ?? 0)
    expect(waits[0]).toBeGreaterThanOrEqual(5_000)
    expect(waits.at(-1)).toBeGreaterThanOrEqual(30_000)
    expect(Math.max(...waits)).toBeLessThanOrEqual(60_000)

    reader.faults.always('readState', undefined)
    expect((await poll()).waitMs).toBe(5_000)
  })

  it('is not asked before the time a 429 names', async () => {
    const { reader, poll } = setUp()
    reader.faults.next('readState', { fails: failure('rate-limited', 'safe', 90_000) })
    expect((await poll()).waitMs).toBe(90_000)
  })
})

describe('a watch', () => {
  it('asks for the contato of its own customer', async () => {
    const { reader, poll } = setUp()
    await poll()
    expect(reader.contatos).toEqual(['4242/70'])
  })

  it.each(['', '{}', '{"atendimento":""}'])('whose state cannot be read (%s) ends', async (state) => {
    expect(await setUp(state).poll()).toMatchObject({ next: undefined, events: [] })
  })
})
