import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { apisDocument } from '../../../src/api/document.js'
import { fieldsOf } from '../../../src/api/fields.js'
import { describeOperation, listOperations, shown } from '../../../src/api/help.js'
import { SYSTEMS } from '../../../src/api/systems.js'

const all = Object.entries(SYSTEMS).flatMap(([system, { calls }]) => shown(calls).map((call) => ({ system, call })))

it('docs/apis.md is what the declarations say; if not: npm run api -- --docs docs/apis.md', () => {
  const written = readFileSync(new URL('../../../docs/apis.md', import.meta.url), 'utf8')
  expect(written === apisDocument()).toBe(true)
})

describe('the list of operations', () => {
  it('has every call that operators have, with a line', () => {
    const list = listOperations()
    for (const { call } of all) expect(list).toMatch(new RegExp(`^ {2}${call.name.replace('.', '[.]')} +(?:✎ )?.{5}`, 'mu'))
  })

  it('of one system has no other', () => {
    expect(listOperations('milvus')).not.toContain('HubSoft')
  })
})

describe.each(all)('$system $call.name', ({ system, call }) => {
  it('explains itself with all its fields', () => {
    const told = describeOperation(system, call)
    for (const { name } of fieldsOf(call)) expect(told).toContain(`--${name}`)
    expect(told).toContain(call.path)
  })
})
