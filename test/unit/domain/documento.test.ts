import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { findDocumento, isDocumento, maskDocumentos, strip } from '../../../src/domain/documento.js'
import { makeCnpj, makeCpf } from '../../../src/sandbox/world/documents.js'

const CPF = makeCpf('123456780')
const CNPJ = makeCnpj('112223330001')
const ALNUM = makeCnpj('12ABC34501DE')
const [a, b, c, d] = [CPF.slice(0, 3), CPF.slice(3, 6), CPF.slice(6, 9), CPF.slice(9)]

describe('a documento in a text', () => {
  it.each([
    `${a}.${b}.${c}-${d}`,
    `${a} ${b} ${c} ${d}`,
    `${a}.${b}.${c}/${d}`,
    `${a},${b},${c}-${d}`,
    `${a}-${b}-${c}-${d}`,
    `${a} . ${b} . ${c} – ${d}`,
    `  ${CPF}\n`,
    `${a}${b}\n${c}${d}`,
    `CPF:${CPF}`,
    `meu cpf é ${a}.${b}.${c}-${d}.`,
    `o CPF do titular: ${a},${b},${c}-${d}`,
    `Bom dia! ${CPF}`,
    `Oi, tudo bem? Segue o CPF ${CPF}, obrigado`,
  ])('is a CPF in %j, with no words beside it', (text) => {
    expect(findDocumento(text)).toEqual({ kind: 'valid', documento: CPF, rest: '' })
  })

  it.each([
    [CNPJ, '11.222.333/0001-81'],
    [CNPJ, '11222333000181'],
    [CNPJ, 'o cnpj é 11 222 333 0001 81'],
    [CNPJ, 'CNPJ 11.222.333/0001–81'],
    [ALNUM, '12.ABC.345/01DE-35'],
    [ALNUM, '12abc34501de35'],
    [ALNUM, '12 ABC 345 01DE 35'],
    [ALNUM, 'cnpj: 12.abc.345/01de-35'],
  ])('is the CNPJ %s in %j', (documento, text) => {
    expect(findDocumento(text)).toMatchObject({ kind: 'valid', documento })
  })

  it('keeps the words that stand beside it', () => {
    const found = findDocumento(`tô sem internet desde ontem, meu cpf é ${a}.${b}.${c}-${d}`)
    expect(found).toMatchObject({ kind: 'valid', documento: CPF, rest: expect.stringContaining('sem internet') as string })
    expect(JSON.stringify(found).split(CPF)).toHaveLength(2)
  })

  it.each([
    '111.111.111-11',
    '123.456.789-00',
    '12345678900',
    '1234567890',
    '11.222.333/0001-80',
    '12.ABC.345/01DE-99',
    'meu cpf é 123.456.789-00',
  ])('is somebody’s failed try in %j', (text) => {
    expect(findDocumento(text)).toMatchObject({ kind: 'invalid', rest: '' })
  })

  it('gives back the words beside a failed try, without its digits', () => {
    const found = findDocumento('tô sem internet, cpf 123.456.789-00')
    expect(found).toMatchObject({ kind: 'invalid', rest: expect.stringContaining('sem internet') as string })
    expect(JSON.stringify(found)).not.toContain('456')
  })

  it.each(['', 'tô sem internet', 'caiu 3 vezes', 'desde 25/03/2026 às 10:30', 'ping de 900 ms', '1', 'R$ 119,90'])(
    'is not in %j',
    (text) => {
      expect(findDocumento(text)).toEqual({ kind: 'none' })
    },
  )

  it('is found whatever the nine digits and the punctuation', () => {
    const nine = fc.integer({ min: 1, max: 999_999_998 }).map((n) => String(n).padStart(9, '0'))
    const mark = fc.constantFrom('', '.', '-', ' ', ' . ', '–', '/')
    fc.assert(
      fc.property(nine, mark, mark, mark, (digits, one, two, three) => {
        const cpf = makeCpf(digits)
        fc.pre(isDocumento(cpf))
        const text = cpf.slice(0, 3) + one + cpf.slice(3, 6) + two + cpf.slice(6, 9) + three + cpf.slice(9)
        expect(findDocumento(text)).toMatchObject({ kind: 'valid', documento: cpf })
      }),
    )
  })

  it('is looked for in any text without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(['valid', 'invalid', 'none']).toContain(findDocumento(text).kind)
      }),
    )
  })
})

it('compares records by their letters and digits alone', () => {
  expect(strip('12.abc.345/01de-35')).toBe(ALNUM)
})

it('is taken out of what is kept, wherever it stands; other numbers stay', () => {
  const text = `titular ${a}.${b}.${c}-${d}, empresa 12.ABC.345/01DE-35, ligue 37 99000-0001, protocolo 20260701120000123456`
  expect(maskDocumentos(text)).toBe(
    'titular [CPF/CNPJ], empresa [CPF/CNPJ], ligue 37 99000-0001, protocolo 20260701120000123456',
  )
})
