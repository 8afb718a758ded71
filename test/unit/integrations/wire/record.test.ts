import { describe, expect, it } from 'vitest'

import { day, flag, instant, list, number, reais, record, text, textOf, withUnread } from '../../../../src/integrations/wire/record.js'

describe('the names of a record', () => {
  it('are our own, whichever way the vendor writes', () => {
    const read = record({ id_cliente_servico: number, IdClienteServico: number, ipv4: text, ultimo_nas_ip_2: text, Nome: text })
    const wire = { id_cliente_servico: 1, IdClienteServico: 2, ipv4: 'a', ultimo_nas_ip_2: 'b', Nome: 'c' }
    expect(read.parse({ ...wire, IdClienteServico: undefined })).toEqual({ idClienteServico: 1, ipv4: 'a', ultimoNasIp2: 'b', nome: 'c' })
    expect(record({ IdClienteServico: number }).parse(wire)).toEqual({ idClienteServico: 2 })
  })
})

describe('what is dropped', () => {
  const read = record({ id: number, nome: text })

  it('is all that is not named, passwords with it, at every depth', () => {
    const nested = record({ id: number, dentro: read, itens: list(read) })
    const secret = { id: 1, senha: 'segredo', senhas: [{ senha: 'segredo' }], link: 'https://x.example' }
    expect(nested.parse({ ...secret, dentro: secret, itens: [secret] })).toEqual({ id: 1, dentro: { id: 1 }, itens: [{ id: 1 }] })
  })

  it.each([[undefined], [null], [''], ['   '], [[]], [{}]])('is a field that holds %j', (nothing) => {
    expect(read.parse({ id: nothing, nome: nothing })).toEqual({})
  })

  it('is a field of another kind, and no other with it', () => {
    expect(read.parse({ id: 'doze', nome: 'Zulmira' })).toEqual({ nome: 'Zulmira' })
    expect(record({ dentro: read, nome: text }).parse({ dentro: [], nome: 'x' })).toEqual({ nome: 'x' })
  })

  it('is told by name to whoever asks, where something stood there', async () => {
    const nested = record({ id: number, em: instant, vazio: instant, nada: list(number), dentro: record({ valor: reais }) })
    const wire = { id: 'doze', em: 'amanhã', vazio: '0000-00-00 00:00:00', nada: [], dentro: { valor: 'grátis' }, resto: 1 }
    const read = (value: unknown) => withUnread(() => Promise.resolve(nested.parse(value)))
    expect(await read(wire)).toEqual({ value: { nada: [], dentro: {} }, unread: ['id', 'em', 'valor'] })
    expect(await read({ id: 1, em: null, dentro: { valor: '' } })).toEqual({ value: { id: 1, dentro: {} }, unread: [] })
  })

  it('is nothing that is false or zero', () => {
    expect(record({ id: number, ativo: flag, valor: reais }).parse({ id: 0, ativo: false, valor: 0 })).toEqual({ id: 0, ativo: false, valor: 0 })
  })

  it.each([[null], [undefined], ['texto'], [7]])('does not make a record of %j', (value) => {
    expect(read.safeParse(value).success).toBe(false)
  })
})

describe('a kind', () => {
  const one = (kind: Parameters<typeof record>[0][string], value: unknown) => record({ v: kind }).parse({ v: value })

  it.each([
    [7, 7],
    ['20', 20],
    ['119.9', 119.9],
    ['119,9', 119.9],
    [' -3 ', -3],
    ['1.234,5', undefined],
    [true, undefined],
  ])('number reads %j as %j', (wire, read) => expect(one(number, wire)).toEqual(read === undefined ? {} : { v: read }))

  it.each([
    [' Zulmira ', 'Zulmira'],
    [320, '320'],
    [true, undefined],
  ])('text reads %j as %j', (wire, read) => expect(one(text, wire)).toEqual(read === undefined ? {} : { v: read }))

  it.each([
    [true, true],
    ['sim', true],
    ['S', true],
    [1, true],
    ['nao', false],
    [0, false],
  ])('flag reads %j as %j', (wire, read) => expect(one(flag, wire)).toEqual({ v: read }))

  it.each(['', '  '])('flag reads %j as nothing, which is not no', (wire) => expect(one(flag, wire)).toEqual({}))

  it.each([
    [54.95, 54.95],
    ['119.9', 119.9],
    ['R$ 1.234,56', 1234.56],
    ['grátis', undefined],
  ])('reais reads %j as %j', (wire, read) => expect(one(reais, wire)).toEqual(read === undefined ? {} : { v: read }))

  it.each([
    ['2022-12-29 18:08:33', '2022-12-29T18:08:33-03:00'],
    ['16/11/2018 10:58:21', '2018-11-16T10:58:21-02:00'],
    ['19/06/2018', '2018-06-19T00:00:00-03:00'],
    ['05\\03\\2020 14:52', '2020-03-05T14:52:00-03:00'],
    ['2019-12-15 18:22:24-03', '2019-12-15T18:22:24-03:00'],
    ['2019-12-15T21:22:24Z', '2019-12-15T18:22:24-03:00'],
    [1672348113000, '2022-12-29T18:08:33-03:00'],
    [{ date: '2019-10-07 13:39:48.000000', timezone_type: 3, timezone: 'America/Sao_Paulo' }, '2019-10-07T13:39:48-03:00'],
    [{ date: '2024-04-23 15:36:58.955879', timezone_type: 3, timezone: 'UTC' }, '2024-04-23T12:36:58-03:00'],
    ['0000-00-00 00:00:00', undefined],
    ['amanhã', undefined],
  ])('instant reads %j as %j, local time in São Paulo', (wire, read) =>
    expect(one(instant, wire)).toEqual(read === undefined ? {} : { v: read }),
  )

  it.each([
    ['1994-03-10', '1994-03-10'],
    ['10/03/1994', '1994-03-10'],
    ['1994-03-10 23:59:00', '1994-03-10'],
    ['31/02/2024', undefined],
  ])('day reads %j as %j, no zone applied', (wire, read) => expect(one(day, wire)).toEqual(read === undefined ? {} : { v: read }))

  it.each([
    ['LOS', 'LOS'],
    [{ descricao: 'LOS' }, 'LOS'],
    [{ outra: 'LOS' }, undefined],
  ])('textOf reads %j as %j', (wire, read) => expect(one(textOf('descricao'), wire)).toEqual(read === undefined ? {} : { v: read }))

  it.each([
    [[1, '2'], [1, 2]],
    [null, []],
    ['', []],
    [{ 3: 1, 5: 2 }, [1, 2]],
    [{ current_page: 1, data: [1] }, [1]],
    ['x', undefined],
  ])('list reads %j as %j', (wire, read) => expect(one(list(number), wire)).toEqual(read === undefined ? {} : { v: read }))
})
