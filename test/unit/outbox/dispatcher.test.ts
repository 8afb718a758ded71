import { describe, expect, it } from 'vitest'

import { failure, gate, LOST } from '../../support/fake-desks.js'
import { atendimento, DispatchBench, message } from '../../support/dispatch-bench.js'

describe('the dispatcher', () => {
  it('performs what was decided at once and tells the conversation what came of it', async () => {
    const bench = new DispatchBench()
    bench.dispatcher().start()
    await bench.decide(atendimento())

    expect(bench.hubsoft.atendimentos).toHaveLength(1)
    expect(bench.told('d1:atendimento')).toMatchObject([
      { state: 'confirmed', effectKind: 'hubsoft.atendimento', result: { idAtendimento: 900, protocolo: 'P900' } },
    ])
    expect(bench.store.events[0]).toMatchObject({ id: 'fx:d1:atendimento:confirmed', chatId: '4242' })
    expect(bench.metrics).toEqual(['hubsoft.atendimento confirmed'])
  })

  it('tells nothing of an effect nobody asked about', async () => {
    const bench = new DispatchBench()
    bench.dispatcher().start()
    await bench.decide(message('m1'))

    expect(bench.messenger.sent).toEqual([{ chatId: '4242', html: 'm1' }])
    expect(bench.store.events).toEqual([])
  })

  it('keeps the order of a lane, also past a failure', async () => {
    const bench = new DispatchBench()
    bench.messenger.faults.next('sendMessage', { fails: failure('unreachable', 'safe') })
    bench.dispatcher().start()
    await bench.decide(message('m1'), message('m2'), message('m3'), message('n1', 'tg:other'))

    expect(bench.messenger.sent.map(({ html }) => html)).toEqual(['n1'])
    await bench.clock.advance(2_000)
    expect(bench.messenger.sent.map(({ html }) => html)).toEqual(['n1', 'm1', 'm2', 'm3'])
  })

  it('settles what finishes together in few batches', async () => {
    const bench = new DispatchBench()
    for (let n = 0; n < 12; n += 1) bench.store.decide(message(`m${String(n)}`, `tg:${String(n)}`))
    bench.dispatcher().start()
    await bench.clock.advance(0)

    expect(bench.messenger.sent).toHaveLength(12)
    expect(bench.store.batches).toEqual([12])
  })

  it('performs what a commit handed over without leasing it again, and settles it as one batch', async () => {
    const bench = new DispatchBench()
    const dispatcher = bench.dispatcher()
    const { owner, leaseMs, limit } = dispatcher.leasing() ?? { owner: '', leaseMs: 0, limit: 0 }
    for (const id of ['m1', 'm2', 'm3']) bench.store.decide(message(id, `tg:${id}`))
    const leased = await bench.store.leaseEffects({ owner, leaseMs, limit, now: bench.clock.now() })
    const slow = gate()
    bench.messenger.faults.next('sendMessage', { waits: slow.promise })
    dispatcher.start()
    dispatcher.accept(leased)
    await bench.clock.advance(50)
    expect(bench.messenger.sent).toHaveLength(2)
    expect(bench.store.batches).toEqual([])

    slow.open()
    await bench.clock.advance(0)
    expect(bench.messenger.sent).toHaveLength(3)
    expect(bench.store.batches).toEqual([3])
  })

  it('waits but a moment for the rest of a turn, and not at all when it stops', async () => {
    const bench = new DispatchBench()
    const dispatcher = bench.dispatcher({ stopMs: 10 })
    dispatcher.start()
    const hangs = { waits: gate().promise }
    for (const turn of ['a', 'b']) {
      for (const id of ['1', '2']) bench.store.decide(message(turn + id, `tg:${turn}${id}`))
      const leased = await bench.store.leaseEffects({ owner: 'a', leaseMs: 90_000, limit: 9, now: bench.clock.now() })
      bench.messenger.faults.next('sendMessage', hangs)
      dispatcher.accept(leased)
      if (turn === 'a') await bench.clock.advance(100)
      else await bench.clock.advance(0)
      expect(bench.store.batches).toEqual([1])
    }
    const stopped = dispatcher.stop()
    await bench.clock.advance(10)
    await stopped
    expect(bench.store.batches).toEqual([1, 1])
  })

  it('gives back what is handed over once it stops', async () => {
    const bench = new DispatchBench()
    const dispatcher = bench.dispatcher()
    dispatcher.start()
    bench.store.decide(message('m1'))
    const leased = await bench.store.leaseEffects({ owner: 'a', leaseMs: 90_000, limit: 9, now: bench.clock.now() })
    const stopped = dispatcher.stop()
    expect(dispatcher.leasing()).toBeUndefined()
    dispatcher.accept(leased)
    await bench.clock.advance(0)
    await stopped
    expect(bench.messenger.sent).toEqual([])
    expect(bench.store.effect('m1')).toMatchObject({ state: 'intended', lease: undefined, attempts: 0 })
  })

  it('writes an outcome down however often the store fails', async () => {
    const bench = new DispatchBench()
    bench.store.failSettles = 5
    bench.dispatcher().start()
    await bench.decide(atendimento())
    expect(bench.told('d1:atendimento')).toEqual([])

    await bench.clock.advance(30_000)
    expect(bench.told('d1:atendimento')).toMatchObject([{ state: 'confirmed' }])
    expect(bench.hubsoft.atendimentos).toHaveLength(1)
  })

  it('waits as long as a 429 says', async () => {
    const bench = new DispatchBench()
    bench.messenger.faults.next('sendMessage', { fails: failure('rate-limited', 'safe', 17_000) })
    bench.dispatcher().start()
    await bench.decide(message('m1'))

    await bench.clock.advance(16_999)
    expect(bench.messenger.faults.count('sendMessage')).toBe(1)
    await bench.clock.advance(1)
    expect(bench.messenger.sent).toHaveLength(1)
  })

  it('lets a hung system starve no other', async () => {
    const bench = new DispatchBench()
    const hung = gate()
    bench.hubsoft.faults.always('findByCodigo', { waits: hung.promise })
    for (let n = 0; n < 100; n += 1) bench.store.decide(atendimento(`d${String(n)}`, `PLT-${String(1000 + n)}`))
    const dispatcher = bench.dispatcher()
    dispatcher.start()
    await bench.clock.advance(10)
    await bench.decide(message('m1'))

    expect(bench.messenger.sent).toHaveLength(1)
    expect(dispatcher.inFlight()).toBe(6)

    bench.hubsoft.faults.always('findByCodigo', undefined)
    hung.open()
    await bench.clock.advance(60_000)
    expect(bench.hubsoft.atendimentos).toHaveLength(100)
    expect(bench.store.effects.every(({ state, attempts }) => state === 'confirmed' && attempts === 1)).toBe(true)
  })

  it('gives up on a call that outlasts its policy, and does not let it send any more', async () => {
    const bench = new DispatchBench()
    const hung = gate()
    bench.hubsoft.faults.next('findByCodigo', { waits: hung.promise })
    bench.dispatcher().start()
    await bench.decide(atendimento())
    await bench.clock.advance(75_000)
    expect(bench.store.effect('d1:atendimento')).toMatchObject({ state: 'intended', error: 'timeout' })

    hung.open()
    await bench.clock.advance(5_000)
    expect(bench.hubsoft.faults.count('criarAtendimento')).toBe(1)
    expect(bench.store.effect('d1:atendimento').state).toBe('confirmed')
  })

  it('makes no call when the lease was lost on the way', async () => {
    const bench = new DispatchBench()
    bench.store.beforeMarkSent = () => {
      bench.store.steal('d1:atendimento')
    }
    bench.dispatcher().start()
    await bench.decide(atendimento())

    expect(bench.hubsoft.faults.count('criarAtendimento')).toBe(0)
    expect(bench.store.events).toEqual([])
    expect(bench.metrics).toEqual([])
  })

  it('says that the chat is gone', async () => {
    const bench = new DispatchBench()
    bench.messenger.faults.next('sendMessage', { fails: failure('chat-gone', 'never') })
    bench.dispatcher().start()
    await bench.decide(message('m1'))

    expect(bench.store.effect('m1')).toMatchObject({ state: 'rejected', error: 'chat-gone' })
    expect(bench.store.events).toMatchObject([{ id: 'fx:m1:blocked', chatId: '4242', input: { kind: 'blocked', decidedAt: expect.any(Number) } }])
  })

  it('refuses what belongs to a system that is not configured', async () => {
    const bench = new DispatchBench({ unconfigured: true })
    bench.dispatcher().start()
    await bench.decide({ id: 'h1', kind: 'tempbox.abrir', lane: 'h1', payload: {}, notify: true })

    expect(bench.told('h1')).toMatchObject([{ state: 'rejected', reason: 'nao-configurado' }])
  })
})

describe('stopping the dispatcher', () => {
  it('waits for what is under way and takes nothing new', async () => {
    const bench = new DispatchBench()
    const slow = gate()
    bench.messenger.faults.next('sendMessage', { waits: slow.promise })
    const dispatcher = bench.dispatcher()
    dispatcher.start()
    await bench.decide(message('m1'))
    let stopped = false
    const stopping = dispatcher.stop().then(() => {
      stopped = true
    })
    await bench.decide(message('n1', 'tg:other'))
    expect(stopped).toBe(false)

    slow.open()
    await stopping
    expect(bench.store.effect('m1').state).toBe('confirmed')
    expect(bench.messenger.sent.map(({ html }) => html)).toEqual(['m1'])
  })

  it('leaves to its lease what is not done in eight seconds', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.next('criarAtendimento', { waits: gate().promise })
    const dispatcher = bench.dispatcher()
    dispatcher.start()
    await bench.decide(atendimento())
    let stopped = false
    const stopping = dispatcher.stop().then(() => {
      stopped = true
    })
    await bench.clock.advance(7_999)
    expect(stopped).toBe(false)
    await bench.clock.advance(1)
    await stopping

    const { state, lease } = bench.store.effect('d1:atendimento')
    expect(state).toBe('sent')
    expect(lease).toBeDefined()
  })

  it('gives back what was waiting for its turn', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.always('findByCodigo', { waits: gate().promise })
    for (let n = 0; n < 10; n += 1) bench.store.decide(atendimento(`d${String(n)}`, `PLT-${String(1000 + n)}`))
    const dispatcher = bench.dispatcher()
    dispatcher.start()
    await bench.clock.advance(0)
    const stopping = dispatcher.stop()
    await bench.clock.advance(8_000)
    await stopping

    expect(bench.store.effects.filter(({ lease }) => lease === undefined)).toHaveLength(4)
  })
})

describe('a process killed on the way', () => {
  it('before the call: it is made once, by the next one', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.next('findByCodigo', { waits: gate().promise })
    bench.dispatcher().start()
    await bench.decide(atendimento())
    bench.store.crash()
    bench.dispatcher({ owner: 'next' }).start()
    await bench.clock.advance(0)

    expect(bench.hubsoft.atendimentos).toHaveLength(1)
    expect(bench.told('d1:atendimento')).toMatchObject([{ state: 'confirmed' }])
  })

  it('between the call and its settlement: it is found again, not made again', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.next('criarAtendimento', { waits: gate().promise })
    bench.dispatcher().start()
    await bench.decide(atendimento())
    bench.hubsoft.land('[PLT-7K3M9QXT] Sem conexão')
    bench.store.crash()
    bench.dispatcher({ owner: 'next' }).start()
    await bench.clock.advance(4_999)
    expect(bench.hubsoft.faults.count('listAtendimentos')).toBe(0)
    await bench.clock.advance(1)

    expect(bench.told('d1:atendimento')).toMatchObject([{ state: 'reconciled', result: { protocolo: 'P900' } }])
    expect(bench.hubsoft.atendimentos).toHaveLength(1)
  })

  it('a reply is said again rather than lost', async () => {
    const bench = new DispatchBench()
    bench.messenger.faults.next('sendMessage', { waits: gate().promise })
    bench.dispatcher().start()
    await bench.decide(message('m1'))
    bench.store.crash()
    bench.dispatcher({ owner: 'next' }).start()
    await bench.clock.advance(0)

    expect(bench.messenger.sent).toHaveLength(1)
    expect(bench.store.effect('m1').state).toBe('confirmed')
  })
})

describe('a lost answer', () => {
  it('makes one write, found by its reference five seconds later', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.next('criarAtendimento', LOST)
    bench.dispatcher().start()
    await bench.decide(atendimento())
    expect(bench.store.effect('d1:atendimento').state).toBe('unknown')
    await bench.clock.advance(5_000)

    expect(bench.hubsoft.atendimentos).toHaveLength(1)
    expect(bench.told('d1:atendimento')).toMatchObject([{ state: 'reconciled', result: { idAtendimento: 900 } }])
  })

  it('is sent again only after three readings found nothing', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.next('criarAtendimento', { fails: failure('timeout', 'unknown-outcome') })
    bench.dispatcher().start()
    await bench.decide(atendimento())
    await bench.clock.advance(119_999)
    expect(bench.hubsoft.faults.count('listAtendimentos')).toBe(2)
    expect(bench.hubsoft.faults.count('criarAtendimento')).toBe(1)

    await bench.clock.advance(1)
    expect(bench.hubsoft.faults.count('listAtendimentos')).toBe(3)
    expect(bench.hubsoft.atendimentos).toHaveLength(1)
    expect(bench.told('d1:atendimento')).toMatchObject([{ state: 'confirmed' }])
  })

  it('is not sent again when the call lands late, between two readings', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.next('criarAtendimento', { fails: failure('timeout', 'unknown-outcome') })
    bench.dispatcher().start()
    await bench.decide(atendimento())
    await bench.clock.advance(100_000)
    bench.hubsoft.land('[PLT-7K3M9QXT] Sem conexão')
    await bench.clock.advance(60_000)

    expect(bench.hubsoft.faults.count('criarAtendimento')).toBe(1)
    expect(bench.told('d1:atendimento')).toMatchObject([{ state: 'reconciled' }])
  })

  it('is not sent again when it lands after the last reading, while something else delays the next send', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.next('criarAtendimento', { fails: failure('timeout', 'unknown-outcome') })
    bench.dispatcher().start()
    await bench.decide(atendimento())
    bench.hubsoft.faults.always('findByCodigo', { fails: failure('circuit-open', 'safe') })
    await bench.clock.advance(121_000)
    bench.hubsoft.land('[PLT-7K3M9QXT] Sem conexão')
    await bench.clock.advance(60_000)
    bench.hubsoft.faults.always('findByCodigo', undefined)
    await bench.clock.advance(120_000)

    expect(bench.hubsoft.faults.count('criarAtendimento')).toBe(1)
    expect(bench.told('d1:atendimento')).toMatchObject([{ state: 'reconciled' }])
  })

  it('is not taken for absent by readings that fail', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.next('criarAtendimento', LOST)
    bench.hubsoft.faults.always('listAtendimentos', { fails: failure('unreachable', 'safe') })
    bench.dispatcher().start()
    await bench.decide(atendimento())
    await bench.clock.advance(20 * 60_000)
    expect(bench.store.effect('d1:atendimento')).toMatchObject({ state: 'unknown', absences: 0 })

    bench.hubsoft.faults.always('listAtendimentos', undefined)
    await bench.clock.advance(60_000)
    expect(bench.hubsoft.atendimentos).toHaveLength(1)
    expect(bench.told('d1:atendimento')).toMatchObject([{ state: 'reconciled' }])
  })

  it('leaves it unknown when a reading hangs', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.next('criarAtendimento', LOST)
    bench.hubsoft.faults.next('listAtendimentos', { waits: gate().promise })
    bench.dispatcher().start()
    await bench.decide(atendimento())
    await bench.clock.advance(80_000)
    expect(bench.store.effect('d1:atendimento').state).toBe('unknown')

    await bench.clock.advance(60_000)
    expect(bench.hubsoft.faults.count('criarAtendimento')).toBe(1)
    expect(bench.told('d1:atendimento')).toMatchObject([{ state: 'reconciled' }])
  })

  it('is given up after four sends that left nothing, and kept for a person', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.always('criarAtendimento', { fails: failure('timeout', 'unknown-outcome') })
    bench.dispatcher().start()
    await bench.decide(atendimento())
    await bench.clock.advance(10 * 60_000)

    expect(bench.hubsoft.faults.count('criarAtendimento')).toBe(4)
    expect(bench.told('d1:atendimento')).toMatchObject([{ state: 'dead', reason: 'nao-confirmado' }])
  })

  it('of a chamado is looked for no more than once a minute', async () => {
    const bench = new DispatchBench()
    bench.milvus.faults.next('criarChamado', { fails: failure('timeout', 'unknown-outcome') })
    bench.dispatcher().start()
    const payload = { reference: 'PLT-1', codigoCliente: 70, assunto: 'PLT-1 Sem conexão', descricao: 'x' }
    await bench.decide({ id: 'c1', kind: 'milvus.chamado', lane: 'c1', payload, notify: true })
    await bench.clock.advance(64_999)
    expect(bench.milvus.faults.count('listNewest')).toBe(1)
    await bench.clock.advance(60_001)
    expect(bench.milvus.faults.count('listNewest')).toBe(3)
    expect(bench.told('c1')).toMatchObject([{ state: 'confirmed', result: { codigo: '500' } }])
  })
})
