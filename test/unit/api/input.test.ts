import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { fieldsOf } from '../../../src/api/fields.js'
import { partsOf, readWishes } from '../../../src/api/input.js'
import { defineCall } from '../../../src/integrations/http/call.js'

/** A made-up call with every kind of field. */
const everything = defineCall({
  name: 'thing.everything',
  summary: 'Takes everything',
  source: 'none',
  method: 'POST',
  path: '/thing/:id_thing',
  access: 'write',
  timeoutMs: 1_000,
  params: z.object({ id_thing: z.number().int().positive().describe('o número da coisa') }),
  query: z.object({ pagina: z.number().int().min(0).max(500).optional(), busca: z.union([z.string(), z.number()]).optional() }),
  body: z
    .object({
      ativo: z.boolean(),
      tipo: z.enum(['pf', 'pj']).optional(),
      emails: z.array(z.email()).optional(),
      ids: z.array(z.number()).optional(),
      filtro: z.object({ status: z.string(), desde: z.iso.date().optional() }).optional(),
      parametros: z.record(z.string(), z.unknown()).optional(),
      valor: z.number().min(0.5).optional(),
    })
    .refine(({ ativo, tipo }) => ativo || tipo === undefined, { path: ['tipo'] }),
  answer: z.unknown(),
})

const read = (...words: string[]) => readWishes(words, everything)
const parts = (...words: string[]) => partsOf(everything, { fields: read(...words).fields })

describe('the fields of a call', () => {
  it('are told with part, type, values and meaning, objects taken apart, in the order of the declaration', () => {
    expect(fieldsOf(everything).map(({ part, name, required, type, values, told }) => [part, name, required, type, values, told])).toEqual([
      ['params', 'id_thing', true, 'inteiro', [], 'o número da coisa'],
      ['query', 'pagina', false, 'inteiro de 0 a 500', [], ''],
      ['query', 'busca', false, 'texto ou número', [], ''],
      ['body', 'ativo', true, 'true ou false', [], ''],
      ['body', 'tipo', false, 'texto', ['pf', 'pj'], ''],
      ['body', 'emails', false, 'lista de e-mail', [], ''],
      ['body', 'ids', false, 'lista de número', [], ''],
      ['body', 'filtro.status', false, 'texto', [], ''],
      ['body', 'filtro.desde', false, 'data AAAA-MM-DD', [], ''],
      ['body', 'parametros', false, 'objeto JSON', [], ''],
      ['body', 'valor', false, 'número', [], ''],
    ])
  })

  it('of alternatives are those of all, required where every one requires it', () => {
    const one = z.object({ id: z.number(), nome: z.string() })
    const { params: _params, query: _query, ...rest } = everything
    const either = { ...rest, path: '/thing', body: z.union([one, z.object({ id: z.number(), cpf: z.string() })]) }
    expect(fieldsOf(either).map(({ name, required }) => [name, required])).toEqual([
      ['id', true],
      ['nome', false],
      ['cpf', false],
    ])
  })
})

describe('fields typed one by one', () => {
  it('become what the schema wants, each in its part', () => {
    const words = '--id_thing 12 --pagina 3 --busca 0123 --ativo false --tipo pj --emails a@b.example --emails c@d.example'
    expect(parts(...words.split(' '), '--ids', '[1,2]', '--filtro.status', 'Todos', '--filtro.desde', '2026-11-28')).toEqual({
      params: { id_thing: 12 },
      query: { pagina: 3, busca: '0123' },
      body: {
        ativo: false,
        tipo: 'pj',
        emails: ['a@b.example', 'c@d.example'],
        ids: [1, 2],
        filtro: { status: 'Todos', desde: '2026-11-28' },
      },
    })
  })

  it('take an object as JSON, a bare flag as true, a negative number and an equals sign', () => {
    expect(parts('--ativo', '--parametros', '{"a":1}', '--valor', '-2.5', '--busca=a=b').body).toEqual({
      ativo: true,
      parametros: { a: 1 },
      valor: -2.5,
    })
    expect(parts('--ativo', 'sim', '--busca=a=b').query).toEqual({ busca: 'a=b' })
  })

  it('stay as typed where they are of another kind, so that the schema names them', () => {
    expect(parts('--id_thing', 'doze', '--ativo', 'talvez').params).toEqual({ id_thing: 'doze' })
    expect(parts('--ativo', 'talvez').body).toEqual({ ativo: 'talvez' })
  })

  it('may stand twice where the field is a list, and nowhere else: neither value is dropped in silence', () => {
    expect(() => parts('--tipo', 'pf', '--tipo', 'pj')).toThrow('--tipo: foi dado 2 vezes')
    expect(parts('--emails', 'a@b.example', '--emails', 'c@d.example').body).toEqual({ emails: ['a@b.example', 'c@d.example'] })
  })

  it('win over JSON, and JSON over the configuration', () => {
    const json = { tipo: 'pf', valor: 2, filtro: { status: 'A' } }
    const { fields } = read('--valor', '3', '--filtro.status', 'B')
    expect(partsOf(everything, { fields, json, configured: { tipo: 'pj', pagina: 7, Empresa: 'x' } })).toEqual({
      params: {},
      query: { pagina: 7 },
      body: { tipo: 'pf', valor: 3, filtro: { status: 'B' } },
    })
  })
})

describe('what is no field', () => {
  it.each([
    [['--pagna', '3'], '--pagna não é um campo'],
    [['--id_thng', '3'], 'Quis dizer --id_thing?'],
    [['--status', 'x'], 'Quis dizer --filtro.status?'],
    [['12'], '“12” está sobrando'],
    [['--yes=1'], '--yes não leva valor'],
    [['--json'], '--json precisa de um valor'],
    [['12', '3'], 'npm run api -- <sistema>'],
  ])('is told: %j', (words, told) => {
    expect(() => read(...words)).toThrow(told)
  })

  it.each([
    [{ pagna: 1 }, 'pagna'],
    [{ filtro: { status: 'x', desd: '2026-01-01' } }, 'filtro.desd'],
    [[1], 'objeto'],
    ['text', 'objeto'],
  ])('is told of JSON as well: %j', (json, told) => {
    expect(() => partsOf(everything, { fields: {}, json })).toThrow(told)
  })
})

it('the words that are not fields are read beside them', () => {
  expect(read('--yes', '--all', '--out', 'a.csv', '--file', 'b.png', '-h')).toEqual({
    help: true,
    yes: true,
    all: true,
    out: 'a.csv',
    file: 'b.png',
    json: undefined,
    fields: {},
  })
})
