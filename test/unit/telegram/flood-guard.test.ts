import { describe, expect, it } from 'vitest'

import type { InboxEvent, Input } from '../../../src/domain/event.js'
import { createFloodGuard } from '../../../src/telegram/flood-guard.js'

const START = 1_790_000_000_000
const TEXT: Input = { kind: 'text', text: 'oi', messageId: 1, from: { firstName: 'Ana' } }

let nextId = 0
function event(atMs: number, chatId = '7001', input: Input = TEXT): InboxEvent {
  nextId += 1
  return { id: `tg:${nextId}`, chatId, at: START + atMs, order: nextId, quietMs: 600, input }
}

const kinds = (events: readonly (InboxEvent | undefined)[]): (string | undefined)[] => events.map((made) => made?.input.kind)

describe('the flood guard', () => {
  it('lets several albums at once through, and then tells once that it stops listening', () => {
    const guard = createFloodGuard()
    const first = Array.from({ length: 60 }, () => guard.admit(event(0)))
    expect(kinds(first).every((kind) => kind === 'text')).toBe(true)
    const limit = event(0)
    expect(guard.admit(limit)).toEqual({
      id: `${limit.id}:flood`,
      chatId: '7001',
      at: START,
      order: limit.order,
      input: { kind: 'flood', seconds: 60 },
    })
    const rest = Array.from({ length: 10_000 }, (_, index) => guard.admit(event(index)))
    expect(rest.every((made) => made === undefined)).toBe(true)
  })

  it('listens again after a minute, to half as much, and repeats itself no sooner than ten minutes later', () => {
    const guard = createFloodGuard()
    for (let sent = 0; sent < 61; sent += 1) guard.admit(event(0))
    expect(guard.admit(event(59_000))).toBeUndefined()
    const after = Array.from({ length: 40 }, () => guard.admit(event(60_000)))
    expect(kinds(after).filter((kind) => kind === 'text')).toHaveLength(31)
    expect(kinds(after)).not.toContain('flood')
    const later = Array.from({ length: 70 }, () => guard.admit(event(700_000)))
    expect(kinds(later).filter((kind) => kind === 'flood')).toHaveLength(1)
  })

  it('never stops a person who writes a message a second, commands and presses alike', () => {
    const guard = createFloodGuard()
    const all = Array.from({ length: 500 }, (_, second) => guard.admit(event(second * 1000)))
    expect(all.every((made) => made?.input.kind === 'text')).toBe(true)
  })

  it('does not take for a flood what waited for us: it goes by when things were sent', () => {
    const guard = createFloodGuard()
    const backlog = Array.from({ length: 300 }, (_, index) => guard.admit(event(index * 20_000)))
    expect(backlog.every((made) => made !== undefined)).toBe(true)
  })

  it('bears a press, dated now, among messages of an hour ago', () => {
    const guard = createFloodGuard()
    const made = [guard.admit(event(0)), guard.admit(event(3_600_000)), guard.admit(event(5_000))]
    expect(kinds(made)).toEqual(['text', 'text', 'text'])
  })

  it('counts each user for themselves', () => {
    const guard = createFloodGuard()
    for (let sent = 0; sent < 1000; sent += 1) guard.admit(event(0, '1'))
    expect(guard.admit(event(0, '2'))).toMatchObject({ input: TEXT })
  })

  it('says nothing into a group, and hears when it is put there again', () => {
    const guard = createFloodGuard()
    const made = Array.from({ length: 100 }, () => guard.admit(event(0, '-5', { kind: 'group', added: false })))
    expect(kinds(made).filter((kind) => kind !== undefined)).toHaveLength(60)
    expect(guard.admit(event(1, '-5', { kind: 'group', added: true }))).toMatchObject({ input: { added: true } })
  })

  it('remembers the twenty thousand users who wrote last', () => {
    const guard = createFloodGuard()
    for (let sent = 0; sent < 61; sent += 1) guard.admit(event(0, 'first'))
    for (let user = 0; user < 19_999; user += 1) guard.admit(event(1, `u${user}`))
    expect(guard.admit(event(2, 'first'))).toBeUndefined()
    for (let user = 0; user < 20_000; user += 1) guard.admit(event(3, `v${user}`))
    expect(guard.admit(event(4, 'first'))).toMatchObject({ input: TEXT })
  })
})
