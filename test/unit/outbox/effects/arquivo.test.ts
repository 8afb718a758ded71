import { beforeAll, describe, expect, it } from 'vitest'

import { detectType } from '../../../../src/lib/detect-type.js'
import type { NewEffectOf } from '../../../../src/domain/effect.js'
import { DispatchBench, message } from '../../../support/dispatch-bench.js'
import { failure } from '../../../support/fake-desks.js'

// The detector is loaded with the first file: the bench's clock does not wait for a disk.
beforeAll(async () => {
  await detectType(new Uint8Array([0]))
})

const PDF = Buffer.from('%PDF-1.7 made up')

function arquivo(messageId = 'M1'): NewEffectOf<'telegram.arquivo'> {
  const payload = { atendimento: 'A1', messageId, html: 'Rita enviou' }
  return { id: `ar:${messageId}`, kind: 'telegram.arquivo', lane: 'tg:4242', payload, notify: true }
}

/** A bench whose attendant sent this file. */
function sent(fileName: string, bytes: Uint8Array): DispatchBench {
  const bench = new DispatchBench()
  bench.tempbox.anexos.set('M1', { fileName, bytes })
  bench.dispatcher().start()
  return bench
}

describe('an attendant’s file', () => {
  it('is sent on whole, between the words before and behind it', async () => {
    const bench = sent('contrato.pdf', PDF)
    await bench.decide(message('before'), arquivo(), message('behind'))
    expect(bench.messenger.documents).toMatchObject([
      { chatId: '4242', fileName: 'contrato.pdf', bytes: PDF.toString(), html: 'Rita enviou' },
    ])
    expect(bench.messenger.faults.calls).toEqual(['sendMessage', 'sendDocument', 'sendMessage'])
    expect(bench.told('ar:M1')).toMatchObject([{ state: 'confirmed' }])
    expect(bench.tempbox.discarded).toEqual(['M1'])
  })

  it('gets the ending of what it is', async () => {
    const bench = sent('contrato', PDF)
    await bench.decide(arquivo())
    expect(bench.messenger.documents[0]?.fileName).toBe('contrato.pdf')
  })

  it.each([
    ['a page in place of it', 'contrato.pdf', Buffer.from('<html><body>Entre com a sua senha</body></html>'), 'tipo'],
    ['a program', 'contrato.pdf', Buffer.from(`MZ${'\0'.repeat(200)}`, 'latin1'), 'tipo'],
    ['nothing', 'contrato.pdf', Buffer.alloc(0), 'vazio'],
  ])('that is %s goes to nobody', async (_what, fileName, bytes, reason) => {
    const bench = sent(fileName, bytes)
    await bench.decide(arquivo())
    expect(bench.messenger.documents).toEqual([])
    expect(bench.told('ar:M1')).toMatchObject([{ state: 'rejected', reason }])
    expect(bench.tempbox.discarded).toEqual(['M1'])
  })

  it('that is not there any more, or lies where we do not go, is told of at once', async () => {
    const bench = sent('x.pdf', PDF)
    await bench.decide(arquivo('M2'))
    expect(bench.told('ar:M2')).toMatchObject([{ state: 'rejected', reason: 'sem-arquivo' }])
    bench.tempbox.faults.next('openAnexo', { fails: failure('forbidden', 'never') })
    await bench.decide(arquivo())
    expect(bench.told('ar:M1')).toMatchObject([{ state: 'rejected', reason: 'forbidden' }])
  })

  it('that cannot be fetched holds the chat’s replies for less than a minute', async () => {
    const bench = sent('x.pdf', PDF)
    bench.tempbox.faults.always('openAnexo', { fails: failure('unreachable', 'safe') })
    await bench.decide(arquivo(), message('behind'))
    await bench.clock.advance(60_000)
    expect(bench.told('ar:M1')).toMatchObject([{ state: 'dead', reason: 'unreachable' }])
    expect(bench.messenger.sent.map(({ html }) => html)).toEqual(['behind'])
  })
})
