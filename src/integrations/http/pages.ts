import type { Paging } from './call.js'
import type { CallParts } from './request.js'

/** What a paged listing answers. */
export interface Page<T> {
  itens: readonly T[]
  /** This page's number as the other side counts; where it tells. */
  pagina?: number | undefined
  /** The last page's number, where it tells. */
  ultimaPagina?: number | undefined
  /** Of all pages together, where it tells. */
  total?: number | undefined
}

/** More than any tenant has; a listing that never ends is cut here, with an error from the caller's own bound first. */
const MAX_PAGES = 10_000

/**
 * The pages of a listing, one call each, as they are asked for. It ends with the last page as the other side counts,
 * with an empty one, and with one whose number does not go on: a tenant that ignores the page would repeat it for ever.
 */
export async function* pages<P extends Page<unknown>>(ask: (pagina: number) => Promise<P>, first: number): AsyncGenerator<P> {
  let wanted = first
  let seen: number | undefined
  for (let count = 0; count < MAX_PAGES; count++) {
    const page = await ask(wanted)
    const at = page.pagina ?? wanted
    if (page.itens.length === 0 || (seen !== undefined && at <= seen)) return
    yield page
    if (page.ultimaPagina !== undefined && at >= page.ultimaPagina) return
    seen = at
    wanted = at + 1
  }
}

/** The entries of a paged call, one after the other, from its first page on; `ask` makes the call with these parts. */
export async function* itemsOf<T>(
  paging: Paging,
  parts: CallParts,
  ask: (parts: CallParts) => Promise<Page<T>>,
): AsyncGenerator<T> {
  const askPage = (pagina: number): Promise<Page<T>> => ask({ ...parts, ...partsAt(parts, paging, pagina) })
  for await (const { itens } of pages(askPage, paging.first)) yield* itens
}

/** The part of a call's input that holds the page, with this page in it. */
export function partsAt(parts: CallParts, paging: Paging, pagina: number): CallParts {
  const part = parts[paging.part]
  return { [paging.part]: { ...(typeof part === 'object' ? part : {}), [paging.field]: pagina } }
}
