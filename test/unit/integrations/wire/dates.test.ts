import { describe, expect, it } from 'vitest'

import { localDay, parseDay, parseInstant } from '../../../../src/integrations/wire/dates.js'

const utc = (iso: string) => Date.parse(iso)

describe('an instant', () => {
  it.each([
    ['16/11/2018 10:58:21', '2018-11-16T12:58:21Z'],
    ['22/09/2025', '2025-09-22T03:00:00Z'],
    ['05/03/2020 14:52', '2020-03-05T17:52:00Z'],
    ['05\\03\\2020 14:52', '2020-03-05T17:52:00Z'],
    ['2022-12-29 18:08:33', '2022-12-29T21:08:33Z'],
    ['2019-12-15 18:22:24-03', '2019-12-15T21:22:24Z'],
    ['2019-12-15 18:22:24-03:00', '2019-12-15T21:22:24Z'],
    ['2019-12-15T18:22:24Z', '2019-12-15T18:22:24Z'],
    ['2019-12-15 18:22:24.123456+00', '2019-12-15T18:22:24Z'],
  ])('is read from %s', (text, iso) => {
    expect(parseInstant(text)).toBe(utc(iso))
  })

  it('knows the summer time that Brazil kept until 2019', () => {
    expect(parseInstant('2019-01-10 12:00:00')).toBe(utc('2019-01-10T14:00:00Z'))
    expect(parseInstant('2020-01-10 12:00:00')).toBe(utc('2020-01-10T15:00:00Z'))
  })

  it('of a midnight that summer time passed over is of that day, not of the one before', () => {
    expect(parseInstant('04/11/2018')).toBe(utc('2018-11-04T01:00:00-02:00'))
    expect(parseInstant('2017-10-15 00:00:00')).toBe(utc('2017-10-15T01:00:00-02:00'))
    expect(parseInstant('2018-11-04 01:00:00')).toBe(utc('2018-11-04T01:00:00-02:00'))
    expect(parseInstant('2018-02-18 00:00:00')).toBe(utc('2018-02-18T00:00:00-03:00'))
    expect(parseInstant('2018-02-17 22:30:00')).toBe(utc('2018-02-17T22:30:00-02:00'))
  })

  it('is read from PHP\'s object, by its own zone', () => {
    const of = (timezone: string) =>
      parseInstant({ date: '2024-05-01 10:00:00.000000', timezone_type: 3, timezone })
    expect(of('America/Sao_Paulo')).toBe(utc('2024-05-01T13:00:00Z'))
    expect(of('UTC')).toBe(utc('2024-05-01T10:00:00Z'))
    expect(of('-04:00')).toBe(utc('2024-05-01T14:00:00Z'))
    expect(of('America/Manaus')).toBe(utc('2024-05-01T14:00:00Z'))
    expect(of('BRT')).toBe(utc('2024-05-01T13:00:00Z'))
  })

  it.each([[null], [''], [[]], ['0000-00-00 00:00:00'], ['31/02/2024'], ['amanhã'], [{}], ['2024-01-01 25:00:00'], ['0001-01-01T00:00:00']])(
    'is not made of %j',
    (value) => expect(parseInstant(value)).toBeUndefined(),
  )
})

describe('a day', () => {
  it('is what is written, whatever the hour and the zone', () => {
    expect(parseDay('1985-07-04 00:00:00')).toBe('1985-07-04')
    expect(parseDay('04/07/1985')).toBe('1985-07-04')
    expect(parseDay({ date: '1985-07-04 00:00:00.000000', timezone_type: 3, timezone: 'UTC' })).toBe('1985-07-04')
  })

  it('of an instant is the day in Brazil', () => {
    expect(localDay(utc('2025-09-25T02:30:00Z'))).toBe('2025-09-24')
  })
})
