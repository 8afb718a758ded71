import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { maskPersonalData } from '../../../src/lib/redaction.js'
import { cnpjs, cpfs, emails, landlines, mobiles, urls } from '../../support/personal-data.js'

const KINDS = { CPF: cpfs, CNPJ: cnpjs, mobile: mobiles, landline: landlines, 'e-mail': emails, URL: urls }

const around = fc.constantFrom('', ' ', '.', ',', ' e ', ': ', '\n', ' é esse, ', '(', ')', '!', ' sem internet há 3 dias ')

describe('maskPersonalData', () => {
  it.each(Object.entries(KINDS))('leaves no %s in a text', (_kind, arbitrary) => {
    fc.assert(
      fc.property(around, arbitrary, around, (before, data, after) => {
        const masked = maskPersonalData(`meu dado${before}${data}${after}fim`)
        expect(masked).toMatch(/\[(?:CPF|CNPJ|RG|telefone|número|e-mail|link)\]/u)
        expect(masked).not.toContain(data)
        // What is left of the number is less than a third of it.
        const digits = data.replace(/\D/gu, '')
        for (let at = 0; at + 4 <= digits.length; at += 1) expect(masked).not.toContain(digits.slice(at, at + 4))
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['meu CPF é 529.982.247-25', 'meu CPF é [CPF]'],
    ['cpf 52998224725, contato 11987654321', 'cpf [CPF], contato [telefone]'],
    ['CNPJ 12.ABC.345/01DE-35 da loja', 'CNPJ [CNPJ] da loja'],
    ['12abc34501de35', '[CNPJ]'],
    ['liga no (11) 98765-4321 ou 3456-7890', 'liga no [telefone] ou [telefone]'],
    ['+55 11 9 8765 4321', '[telefone]'],
    ['bia@exemplo.com.br', '[e-mail]'],
    ['bia arroba exemplo ponto com', '[e-mail]'],
    ['bia(arroba)exemplo.com ou bia[at]exemplo[dot]com', '[e-mail] ou [e-mail]'],
    ['chave 123e4567-e89b-12d3-a456-426614174000', 'chave [chave]'],
    ['00020126580014br.gov.bcb.pix0136fulano-0000', '[chave]'],
    ['veja https://exemplo.com/a?b=c e t.me/bia', 'veja [link] e [link]'],
    ['RG 12.345.678-9', 'RG [RG]'],
    ['cartão 4111 1111 1111 1111', 'cartão [cartão]'],
    ['34191.79001 01043.510047 91020.150008 5 91070026000000', '[boleto]'],
    ['5 2 9 9 8 2 2 4 7 2 5', '[número]'],
    ['５２９.982.247\u201125', '[CPF]'],
    ['529\u200B98224725', '[CPF]'],
  ])('masks "%s"', (text, masked) => {
    expect(maskPersonalData(text)).toBe(masked)
  })

  it.each([
    ...['contratei 100 mega e chegam 30', 'R$ 119,90', 'R$ 1.119,90', 'caiu há 30 minutos', 'ping de 250 ms', '600/600 mbps'],
    ...['22/07/2026', '22-07-2026', '2026-07-22', '22.07.2026', 'às 19:30', 'das 8h às 20h', '2020-2024', '2.4 GHz ou 5 GHz'],
    ...['192.168.0.1', '192.168.100.12', '177.200.100.99', 'AA:BB:CC:DD:EE:FF', 'rua 1234, apto 1001', 'CEP 01310-100'],
    ...['0800 000 0000', 'PLT-7K3M9QXT', 'plano de 1500 mega', 'luz LOS vermelha', 'fibra/cabo', 'teste: 45,3/12,8', 'erro 0x80072EE7'],
  ])('keeps "%s"', (text) => {
    expect(maskPersonalData(text)).toBe(text)
  })

  it('takes no longer for a text made to slow it down', () => {
    for (const nasty of ['1'.repeat(20_000), '1 '.repeat(10_000), 'a.'.repeat(10_000), 'a'.repeat(20_000), '('.repeat(20_000)]) {
      const startedAt = performance.now()
      maskPersonalData(nasty)
      expect(performance.now() - startedAt, nasty.slice(0, 4)).toBeLessThan(1_000)
    }
  })
})
