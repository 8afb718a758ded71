import { describe, expect, it } from 'vitest'

import type { NewEffect } from '../../../../src/domain/effect.js'
import type { ErrorCode } from '../../../../src/domain/errors.js'
import { DispatchBench } from '../../../support/dispatch-bench.js'
import { failure, LOST } from '../../../support/fake-desks.js'

const FILE = { fileId: 'F1', uniqueId: 'U1', kind: 'photo', name: 'foto.jpg' } as const

const AT_HUBSOFT: NewEffect = {
  id: 'x1',
  kind: 'hubsoft.anexo',
  lane: 'x1',
  notify: true,
  payload: { idAtendimento: 900, file: FILE, fileName: 'PLT-1-1.jpg' },
}

const AT_MILVUS: NewEffect = {
  id: 'x2',
  kind: 'milvus.anexo',
  lane: 'x2',
  notify: true,
  payload: { codigo: '500', file: FILE, fileName: 'PLT-1-1.jpg' },
}

describe('attaching a file', () => {
  it('streams its bytes under the given name to either system', async () => {
    const bench = new DispatchBench()
    bench.dispatcher().start()
    await bench.decide(AT_HUBSOFT, AT_MILVUS)

    expect(bench.hubsoft.anexos).toEqual([{ idAtendimento: 900, fileName: 'PLT-1-1.jpg', bytes: 'bytes of F1' }])
    expect(bench.milvus.anexos).toEqual([{ codigo: '500', fileName: 'PLT-1-1.jpg', bytes: 'bytes of F1' }])
  })

  it.each<ErrorCode>(['file-gone', 'file-too-big'])('is refused for good when Telegram says %s', async (code) => {
    const bench = new DispatchBench()
    bench.files.faults.next('open', { fails: failure(code, 'never') })
    bench.dispatcher().start()
    await bench.decide(AT_HUBSOFT)

    expect(bench.told('x1')).toMatchObject([{ state: 'rejected', reason: code }])
  })

  it('reads the file anew for each try, and is made again when its answer is lost', async () => {
    const bench = new DispatchBench()
    bench.hubsoft.faults.next('adicionarAnexo', LOST)
    bench.dispatcher().start()
    await bench.decide(AT_HUBSOFT)
    await bench.clock.advance(2_000)

    expect(bench.files.faults.count('open')).toBe(2)
    expect(bench.hubsoft.anexos).toHaveLength(2)
    expect(bench.told('x1')).toMatchObject([{ state: 'confirmed' }])
  })
})
