import { describe, expect, it } from 'vitest'

import { localInstant, localStamp } from '../../../src/conversation/local-time.js'
import { isOpen, nextOpening, sayMoment, type OpeningHours } from '../../../src/conversation/opening-hours.js'

const at = (stamp: string): number => Date.parse(`${stamp}:00-03:00`)
const shown = (instant: number | undefined): string | undefined =>
  instant === undefined ? undefined : localStamp(instant).slice(0, 16)

const HOURS: OpeningHours = {
  horarios: {
    segunda: ['08:00-12:00', '13:00-18:00'],
    terca: ['08:00-18:00'],
    sabado: ['20:00-24:00'],
    domingo: ['00:00-02:00'],
  },
  feriados: ['2026-07-06', '12-25'],
}

describe('opening hours', () => {
  it('are spans of a day, the end not included', () => {
    const cases: [string, boolean][] = [
      ['2026-07-13T07:59', false],
      ['2026-07-13T08:00', true],
      ['2026-07-13T12:00', false],
      ['2026-07-13T13:00', true],
      ['2026-07-13T18:00', false],
      ['2026-07-15T10:00', false],
      ['2026-07-18T23:59', true],
      ['2026-07-19T01:59', true],
    ]
    for (const [stamp, open] of cases) expect([stamp, isOpen(HOURS, at(stamp))]).toEqual([stamp, open])
  })

  it('are none on a holiday, of one year or of every year', () => {
    expect(isOpen(HOURS, at('2026-07-06T10:00'))).toBe(false)
    const always = { horarios: { sexta: ['08:00-18:00'] }, feriados: ['12-25'] }
    expect(isOpen(always, at('2026-12-25T10:00'))).toBe(false)
    expect(shown(nextOpening(always, at('2026-12-24T10:00')))).toBe('2027-01-01T08:00')
  })

  it('name the next opening, over lunch, nights, closed days and holidays', () => {
    const cases: [string, string][] = [
      ['2026-07-13T07:00', '2026-07-13T08:00'],
      ['2026-07-13T10:00', '2026-07-13T13:00'],
      ['2026-07-13T19:00', '2026-07-14T08:00'],
      ['2026-07-14T18:00', '2026-07-18T20:00'],
      // Monday the sixth is a holiday; what goes on over midnight is one opening.
      ['2026-07-04T21:00', '2026-07-07T08:00'],
    ]
    for (const [now, next] of cases) expect([now, shown(nextOpening(HOURS, at(now)))]).toEqual([now, next])
  })

  it('always hold where none are given, and never where no day has any', () => {
    expect([isOpen(undefined, 0), nextOpening(undefined, 0)]).toEqual([true, undefined])
    const never = { horarios: {}, feriados: [] }
    expect([isOpen(never, 0), nextOpening(never, 0)]).toEqual([false, undefined])
  })

  it('are said as a customer says them', () => {
    const now = at('2026-07-10T21:00')
    expect(sayMoment(at('2026-07-10T22:00'), now)).toBe('hoje às 22:00')
    expect(sayMoment(at('2026-07-11T08:00'), now)).toBe('amanhã às 08:00')
    expect(sayMoment(at('2026-07-13T08:00'), now)).toBe('segunda-feira, 13/07, às 08:00')
  })
})

describe('local time', () => {
  it('is an instant and back, daylight saving of former years included', () => {
    for (const [day, time] of [['2026-07-01', '08:00'], ['2026-07-01', '23:30'], ['2018-12-01', '08:00']] as const) {
      expect(localStamp(localInstant(day, time))).toBe(`${day}T${time}:00`)
    }
    expect(localInstant('2026-07-01', '24:00')).toBe(localInstant('2026-07-02', '00:00'))
  })
})
