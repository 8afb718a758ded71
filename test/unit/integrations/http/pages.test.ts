import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { defineCall } from '../../../../src/integrations/http/call.js'
import { itemsOf, pages, partsAt, type Page } from '../../../../src/integrations/http/pages.js'
import type { CallParts } from '../../../../src/integrations/http/request.js'
import { apiOf } from '../../../support/http-api.js'
import { startJsonServer } from '../../../support/json-server.js'

/** Asks for pages of a made-up listing, and says which were asked for. */
async function walk(first: number, answer: (pagina: number) => Page<string>): Promise<{ asked: number[]; items: string[] }> {
  const asked: number[] = []
  const items: string[] = []
  const ask = async (pagina: number) => {
    asked.push(pagina)
    return answer(pagina)
  }
  for await (const { itens } of pages(ask, first)) items.push(...itens)
  return { asked, items }
}

describe('the pages of a listing', () => {
  it('begin with the first and end with the last that is told', async () => {
    const told = await walk(0, (pagina) => ({ itens: [`p${String(pagina)}`], pagina, ultimaPagina: 2 }))
    expect(told).toEqual({ asked: [0, 1, 2], items: ['p0', 'p1', 'p2'] })
  })

  it('end with an empty one where no last is told', async () => {
    const told = await walk(1, (pagina) => ({ itens: pagina < 3 ? [`p${String(pagina)}`] : [] }))
    expect(told).toEqual({ asked: [1, 2, 3], items: ['p1', 'p2'] })
  })

  it('are one where there is only one', async () => {
    expect(await walk(0, () => ({ itens: ['a'], pagina: 0, ultimaPagina: 0 }))).toEqual({ asked: [0], items: ['a'] })
  })

  it('end where the other side answers the same page again and again', async () => {
    expect(await walk(0, () => ({ itens: ['a'], pagina: 1 }))).toEqual({ asked: [0, 2], items: ['a'] })
  })

  it('go on by the other side\'s own count, where its first page is 1 although 0 was asked for', async () => {
    const told = await walk(0, (pagina) => {
      const at = Math.max(1, pagina)
      return { itens: [`p${String(at)}`], pagina: at, ultimaPagina: 3 }
    })
    expect(told).toEqual({ asked: [0, 2, 3], items: ['p1', 'p2', 'p3'] })
  })

  it('are asked for only as they are wanted', async () => {
    const asked: number[] = []
    for await (const page of pages(async (pagina) => (asked.push(pagina), { itens: [1] }), 0)) {
      if (page.itens.length > 0) break
    }
    expect(asked).toEqual([0])
  })
})

it('the page stands in the part of the call that its declaration names, beside what was there', () => {
  expect(partsAt({ query: { limite: 5, pagina: 9 } }, { part: 'query', field: 'pagina', first: 0 }, 3)).toEqual({
    query: { limite: 5, pagina: 3 },
  })
  expect(partsAt({}, { part: 'body', field: 'pagina', first: 1 }, 1)).toEqual({ body: { pagina: 1 } })
})

it('a declared listing is read row by row over the wire', async () => {
  const listThings = defineCall({
    name: 'thing.list',
    summary: 'Lists',
    source: 'none',
    method: 'GET',
    path: '/things',
    access: 'read',
    timeoutMs: 2_000,
    query: z.object({ pagina: z.number(), tipo: z.string() }),
    paging: { part: 'query', field: 'pagina', first: 0 },
    answer: z
      .object({ things: z.array(z.string()), last: z.number() })
      .transform(({ things, last }): Page<string> => ({ itens: things, ultimaPagina: last })),
  })
  const server = await startJsonServer(({ query }) => ({ json: { things: [`t${query.get('pagina') ?? ''}`], last: 1 } }))
  const api = apiOf(server.url)
  const things: string[] = []
  const page = z.custom<Page<string>>()
  const ask = async (parts: CallParts) => page.parse(await api.whole(listThings, parts))
  for await (const thing of itemsOf(listThings.paging, { query: { pagina: 7, tipo: 'x' } }, ask)) things.push(thing)
  expect(things).toEqual(['t0', 't1'])
  expect(server.seen.map(({ url }) => url)).toEqual(['/things?pagina=0&tipo=x', '/things?pagina=1&tipo=x'])
  await api.close()
  await server.close()
})
