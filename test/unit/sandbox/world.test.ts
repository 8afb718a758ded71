import { inflateSync } from 'node:zlib'

import { cnpj, cpf } from 'cpf-cnpj-validator'
import { fileTypeFromBuffer } from 'file-type'
import { describe, expect, it } from 'vitest'

import { parseLine } from '../../../src/sandbox/input-line.js'
import { samplePng } from '../../../src/sandbox/sample-file.js'
import { estudio, people } from '../../../src/sandbox/world/people.js'

describe('the made-up world', () => {
  it('has documents with valid check digits, an alphanumeric one among them', () => {
    for (const { documento, tipoPessoa } of people) {
      expect(tipoPessoa === 'pf' ? cpf.isValid(documento) : cnpj.isValid(documento)).toBe(true)
    }
    expect(estudio.documento).toMatch(/[A-Z]/u)
  })

  it('has no two services of one id', () => {
    const ids = people.flatMap(({ servicos }) => servicos.map(({ idClienteServico }) => idClienteServico))
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('the sample picture', () => {
  it('is a real PNG of a few kilobytes', async () => {
    const png = samplePng()
    expect((await fileTypeFromBuffer(png))?.mime).toBe('image/png')
    expect(png.length).toBeGreaterThan(2_000)
    expect(png.length).toBeLessThan(100_000)
    const data = png.subarray(png.indexOf('IDAT') + 4, png.indexOf('IEND') - 8)
    expect(inflateSync(data).length).toBe(200 * (320 * 3 + 1))
  })
})

describe('a line typed in the demo', () => {
  it.each([
    ['2', { kind: 'choice', index: 1 }],
    ['9', { kind: 'text', text: '9' }],
    ['/menu', { kind: 'text', text: '/menu' }],
    ['!contato', { kind: 'contact' }],
    ['!atendente boa tarde', { kind: 'attendant', text: 'boa tarde' }],
    ["'./package.json'", { kind: 'file', path: './package.json' }],
    ['!arquivo a b.png', { kind: 'file', path: 'a b.png' }],
    ['!sair', { kind: 'quit' }],
    ['', { kind: 'nothing' }],
  ])('%s', async (line, action) => {
    expect(await parseLine(line, 3)).toEqual(action)
  })
})
