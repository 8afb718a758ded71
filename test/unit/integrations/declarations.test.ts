import { readdirSync, readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { fieldsOf } from '../../../src/api/fields.js'
import { hubsoftCalls } from '../../../src/integrations/hubsoft/calls.js'
import type { CallDeclaration } from '../../../src/integrations/http/call.js'
import { milvusCalls } from '../../../src/integrations/milvus/calls.js'
import { tempboxCalls } from '../../../src/integrations/tempbox/calls.js'

const SYSTEMS: [string, Record<string, CallDeclaration>][] = [
  ['hubsoft', hubsoftCalls],
  ['milvus', milvusCalls],
  ['tempbox', tempboxCalls],
]

describe.each(SYSTEMS)('the calls of %s', (system, calls) => {
  const all = Object.values(calls)

  it('have names of their own, which a log lets through', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
    for (const { name } of all) expect(name).toMatch(/^[a-z]\w+\.[a-z]\w+$/iu)
  })

  it('take exactly the parameters that their paths name', () => {
    for (const { path, params } of all) {
      const named = [...path.matchAll(/:(\w+)/gu)].map(([, name]) => name)
      expect(params instanceof z.ZodObject ? Object.keys(params.shape) : []).toEqual(named)
    }
  })

  it('are never repeated when they write', () => {
    for (const { access, retry } of all) expect(access === 'write' && retry === 'repeat').toBe(false)
  })

  it('that write answer within 8 s, so that "confirmando…" is heard within 10, uploads and e-mails excepted', () => {
    for (const { access, name, timeoutMs, file } of all) {
      if (access === 'write' && !file && name !== 'fatura.enviarEmail') expect(timeoutMs).toBeLessThanOrEqual(8_000)
    }
  })

  it('say what they do and where that is written', () => {
    for (const { summary, source } of all) expect([summary.length > 5, source.length > 5]).toEqual([true, true])
  })

  it('say what the bot uses them for exactly where its adapter makes them', () => {
    const adapter = sourceOf(system)
    const made = Object.keys(calls).filter((key) => new RegExp(`(?:calls[.]|(?<![.'\\w]))${key}\\b`, 'u').test(adapter))
    const said = Object.keys(calls).filter((key) => calls[key]?.use !== undefined)
    expect(said.sort()).toEqual(made.sort())
  })

  it('that stand twice, once for the bot alone, are offered to operators under the other name', () => {
    const offered = all.filter(({ inner }) => inner !== true).map(({ method, path }) => `${method} ${path}`)
    for (const { inner, method, path } of all) if (inner) expect(offered).toContain(`${method} ${path}`)
  })

  it('explain every field to an operator', () => {
    const untold = all
      .filter(({ inner }) => inner !== true)
      .flatMap((call) => fieldsOf(call).flatMap(({ name, told }) => (told === '' ? [`${call.name} ${name}`] : [])))
    expect(untold).toEqual([])
  })
})

/** What the system's adapter is written in, its declarations left out. */
function sourceOf(system: string): string {
  const folder = new URL(`../../../src/integrations/${system}/`, import.meta.url)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !/^(?:bot-)?calls\.ts$/u.test(file))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n')
}
