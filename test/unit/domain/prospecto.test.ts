import { describe, expect, it } from 'vitest'

import { hintDocumento } from '../../../src/domain/documento.js'
import { parseCep, parseEndereco } from '../../../src/domain/prospecto.js'

describe('a CEP', () => {
  it.each(['35560000', '35560-000', '35.560-000', 'meu cep: 35560 000', 'CEP 35560-000.'])('is read from "%s"', (text) => {
    expect(parseCep(text)).toBe('35560000')
  })

  it.each(['3556000', '355600001', '00000-000', '35560-000 ou 01310-100', 'rua das flores', '12345678901'])(
    'is not read from "%s"',
    (text) => {
      expect(parseCep(text)).toBeUndefined()
    },
  )
})

describe('an address', () => {
  it.each([
    ['Rua das Flores, 120', 'Rua das Flores', 120, ''],
    ['Rua das Flores 120', 'Rua das Flores', 120, ''],
    ['Rua das Flores nº 120', 'Rua das Flores', 120, ''],
    ['Rua das Flores, 120 apto 2', 'Rua das Flores', 120, 'apto 2'],
    ['Rua das Flores 120 casa 2', 'Rua das Flores', 120, 'casa 2'],
    ['Rua 7 de Setembro, 15', 'Rua 7 de Setembro', 15, ''],
    ['Rua 7 de Setembro 15', 'Rua 7 de Setembro', 15, ''],
    ['Estrada do Meio, s/n', 'Estrada do Meio', 0, ''],
    ['Estrada do Meio sem número', 'Estrada do Meio', 0, ''],
  ])('"%s" has its parts', (text, endereco, numero, complemento) => {
    expect(parseEndereco(text)).toEqual({ endereco, numero, complemento })
  })

  it.each(['Rua das Flores', 'Rua 7 de Setembro', '120', '?'])('"%s" has no number', (text) => {
    expect(parseEndereco(text)).toBeUndefined()
  })
})

describe('a documento’s hint', () => {
  it('shows the two last digits alone', () => {
    expect([hintDocumento('529.982.247-25'), hintDocumento('12ABC34501DE35')]).toEqual(['***.***.***-25', '**.***.***/****-35'])
  })
})
