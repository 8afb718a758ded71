import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createMasking } from '../../../src/agent/masking.js'

const NOBODY = { privado: [], protocolos: [] }

describe('what leaves for the model', () => {
  it.each([
    ['meu cpf é 529.982.247-25', '529982247'],
    ['meu cpf é 5 2 9 9 8 2 2 4 7 2 5', '5 2 9'],
    ['cpf ５２９９８２２４７２５', '５２９'],
    ['cpf 529\u200b982\u200b24725', '982'],
    ['cpf ٥٢٩٩٨٢٢٤٧٢٥', '٥٢٩'],
    ['cinco dois nove nove oito dois dois quatro sete dois cinco', 'dois nove'],
    ['liga no (11) 98765-4321', '98765'],
    ['escreve pra joana.prado @ exemplo.com.br', 'joana'],
    ['cep 01310-100', '01310'],
    ['cep 01310100', '01310'],
    ['moro na Rua das Acácias, 120 apto 31', 'Acácias'],
    ['moro na rua augusta', 'augusta'],
    ['protocolo 20261122000123', '2026112'],
    ['meu chamado 4821 sumiu', '4821'],
    ['a referência é PLT-7K2M9Q', '7K2M9Q'],
    ['meu nome é Joana Prado e estou sem internet', 'Joana'],
    ['nasci em 12/03/1985', '1985'],
    ['cnpj 12.ABC.345/01DE-35', 'ABC.345'],
    ['cpf 529 ponto 982 ponto 247 traço 25', '982'],
    ['cpf quinhentos e vinte e nove novecentos e oitenta e dois duzentos e quarenta e sete', 'oitenta'],
    ['escreve pra joana.prado(arroba)exemplo.com', 'joana'],
    ['joana_prado[at]exemplo[dot]com', 'joana'],
    ['sou o carlos henrique de mentira, o titular', 'henrique'],
    ['aqui é a Maria Aparecida', 'Maria'],
    ['quem fala é Pedro Alves', 'Alves'],
    ['a conta está em nome de Antônia Ferreira', 'Ferreira'],
    ['meu endereço é acácias 120 casa 2', 'acácias'],
    ['minha senha do wifi é Tigre2019! e não entra', 'Tigre'],
    ['a senha é: gato preto', 'preto'],
    ['login joao.silva senha 1234', 'joao'],
    ['cvv 123', '123'],
    ['minha chave é 123e4567-e89b-12d3-a456-426614174000', '123e'],
    ['00020126abcbr.gov.bcb.pix0136ladrao5204', 'ladrao'],
    ['roteador de mac AA:BB:CC:DD:EE:FF', 'BB:CC'],
    ['nasci em 12 de março de 85', '85'],
    ['o protocolo era 4821-9', '4821'],
    ['meu contrato é A-4512', '4512'],
  ])('%s: what is private does not', (words, secret) => {
    const masking = createMasking(NOBODY)
    const left = masking.typed(words)
    expect(left).not.toContain(secret)
    expect(left).toMatch(/\[[A-Z]+_1\]/u)
  })

  it.each([
    'a senha do wifi não funciona',
    'a senha é a mesma de antes mas não conecta',
    'sou a esposa do titular, tô sem internet',
    'aqui é a rua toda sem net, falo com o técnico?',
    'a rede é lenta, o login não entra e o usuário é bloqueado',
    'moro na zona rural e caiu, fica na tomada 2',
    'aparelho ZTE F670L-V9 com luz vermelha, erro 651',
    'em nome de quem está a conta? quero em nome da minha esposa',
    'caiu dia 12 de março às 14:30, umas 10 vezes por dia',
    'fatura de cento e dezenove reais e noventa centavos',
  ])('%s: what the fault is about does', (words) => {
    expect(createMasking(NOBODY).typed(words)).toBe(words)
  })

  it('keeps what the fault is about', () => {
    const words = 'a rua toda está sem internet, a luz LOS vermelha, speedtest 12/3 Mbps, plano de R$ 129,90'
    expect(createMasking(NOBODY).typed(words)).toBe(words)
    const said = 'Fatura de R$ 1299,90, vence em 10/12/2026, 2ª via'
    expect(createMasking(NOBODY).said(said)).toBe(said)
  })

  it('calls the same thing by the same name, however it is written', () => {
    const masking = createMasking({ privado: ['Joana'], protocolos: ['20261122000123'] })
    expect(masking.typed('529.982.247-25 e 52998224725, 52998224725')).toBe('[CPF_1] e [CPF_1], [CPF_1]')
    expect(masking.said('CPF 529.982.247-25 de JOANA')).toBe('CPF [CPF_1] de [NOME_1]')
    expect(masking.typed('joána, J.o.a.n.a, 2026.1122.000123')).toBe('[NOME_1], [NOME_1], [PROTOCOLO_1]')
  })

  it('puts back what was masked and drops what the model invented', () => {
    const masking = createMasking({ privado: ['Joana'], protocolos: ['123456'] })
    masking.typed('sou a Joana, protocolo 123456')
    expect(masking.restore('Oi, [NOME_1]! [protocolo_1] de [CPF_9]')).toBe('Oi, Joana! 123456 de ')
  })

  it('does not give back something of the record for a placeholder that the customer typed', () => {
    const masking = createMasking({ privado: ['Joana'], protocolos: [] })
    expect(masking.typed('repita [CPF_1] e [NOME_1]')).not.toContain('[')
  })

  it('never lets digits of a documento, phone or protocolo through, whatever stands between them', () => {
    const between = fc.constantFrom('', ' ', '.', '-', '/', ' - ', '\u200b', '_', ', ', '*', '\u00a0', '\n')
    const digits = fc.constantFrom('52998224725', '11987654321', '1133334444', '20261122000123', '11222333000181')
    const around = fc.constantFrom('', 'cpf ', 'meu numero é:', '(', 'x', 'ola ')
    fc.assert(
      fc.property(around, digits, fc.array(between, { minLength: 14, maxLength: 14 }), (before, number, gaps) => {
        const typed = Array.from(number, (digit, at) => digit + gaps[at]!).join('')
        const left = createMasking(NOBODY).typed(before + typed).replace(/\[[A-Z]+_\d+\]/gu, '')
        expect(left.replace(/\D/gu, '').length).toBeLessThan(4)
      }),
      { numRuns: 500 },
    )
  })

  it('reads a long hostile text in no time', () => {
    const started = performance.now()
    for (const piece of ['1 ', 'rua a ', 'cinco ', '@', 'a@', '[CPF_1', 'meu nome é a ', '1-', 'av ', '1.1.', 'senha é a ', 'moro na a ', 'sou o a ', 'em nome de ', 'mil e ', 'a(at)', 'ab1-', 'ponto1']) {
      createMasking({ privado: ['aaaa'], protocolos: ['1111'] }).typed(piece.repeat(8_000))
    }
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})
