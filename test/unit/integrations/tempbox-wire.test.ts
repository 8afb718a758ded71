import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { record, withUnread } from '../../../src/integrations/wire/record.js'
import { guid, hashOrNothing, moment, rows } from '../../../src/integrations/tempbox/wire.js'

describe('a moment', () => {
  it.each([
    ['datetime', '2026-07-01T10:00:00.123', '2026-07-01T10:00:00-03:00'],
    ['seven decimals', '2026-07-01T10:00:00.1234567', '2026-07-01T10:00:00-03:00'],
    ['smalldatetime', '2026-07-01T10:00:00', '2026-07-01T10:00:00-03:00'],
    ['with an offset', '2026-07-01T10:00:00-03:00', '2026-07-01T10:00:00-03:00'],
    ['of another zone', '2026-07-01T13:00:00Z', '2026-07-01T10:00:00-03:00'],
    ['a blank for the T', '2026-07-01 10:00:00', '2026-07-01T10:00:00-03:00'],
    ['as Brazilians write it', '01/07/2026 10:00:00', '2026-07-01T10:00:00-03:00'],
    ['before 2019, in summer time', '2018-12-01T10:00:00', '2018-12-01T10:00:00-02:00'],
    ['/Date(…)/', '/Date(1782910800000)/', '2026-07-01T10:00:00-03:00'],
    ['/Date(…)/ with an offset, which changes nothing', '/Date(1782910800000-0300)/', '2026-07-01T10:00:00-03:00'],
    ['\\/Date(…)\\/', '\\/Date(1782910800000)\\/', '2026-07-01T10:00:00-03:00'],
  ])('is an instant in São Paulo: %s', (_form, written, expected) => {
    expect(moment.parse(written)).toBe(expected)
  })

  const readOf = (em: unknown) => withUnread(() => Promise.resolve(record({ em: moment }).parse({ em })))

  it.each([
    ...['0001-01-01T00:00:00', '01/01/0001 00:00:00', '/Date(-62135596800000)/', '1900-01-01T00:00:00', '', null],
  ])('that is not set is nothing, and nobody is told that it could not be read: %s', async (written) => {
    expect(await readOf(written)).toEqual({ value: {}, unread: [] })
  })

  it.each(['7/13/2026 10:00:00 AM', 'ontem', { dia: 1 }, '/Date(x)/'])('that is none could not be read: %j', async (written) => {
    expect(await readOf(written)).toEqual({ value: {}, unread: ['em'] })
  })
})

describe('a GUID', () => {
  it('is the same in either case, and .NET’s empty one is nobody', () => {
    expect(guid.parse('3F2504E0-4F89-41D3-9A0C-0305E82C33AA')).toBe('3f2504e0-4f89-41d3-9a0c-0305e82c33aa')
    expect(guid.parse('00000000-0000-0000-0000-000000000000')).toBe('')
    expect(hashOrNothing.parse('00000000-0000-0000-0000-000000000000')).toBe('')
    expect(hashOrNothing.parse('AB')).toBe('AB')
    expect(hashOrNothing.parse(null)).toBe('')
  })
})

describe('Data', () => {
  it.each([
    [null, []],
    [undefined, []],
    [[], []],
    [[1], [1]],
    [{ A: 1 }, [{ A: 1 }]],
    [{ Table: [1, 2] }, [1, 2]],
    [{ Table: [1], Other: [2] }, [{ Table: [1], Other: [2] }]],
  ])('%j has the rows %j', (data, expected) => {
    expect(rows(z.unknown()).parse(data)).toEqual(expected)
  })
})
