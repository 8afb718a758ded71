import { expect, it } from 'vitest'

import { createTagger } from '../../../src/lib/tags.js'

const tag = createTagger(new Uint8Array(32).fill(1))

it('recognises the same value again', () => {
  expect(tag('telefone', '+5537990000101')).toBe(tag('telefone', '+5537990000101'))
})

it('tells values, purposes and keys apart', () => {
  const other = createTagger(new Uint8Array(32).fill(2))
  const tags = [tag('telefone', '1'), tag('telefone', '2'), tag('nascimento', '1'), other('telefone', '1')]
  expect(new Set(tags).size).toBe(4)
})

it('shows nothing of the value', () => {
  expect(tag('nascimento', '1985-03-25')).toMatch(/^[\w-]{16}$/u)
})
