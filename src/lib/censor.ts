/** What stands in the place of a value that nobody is told. */
export const HIDDEN = '[oculto]'

/** A shorter one stands in words by chance: `3` is a client id, and a number of anything. */
const SHORTEST = 5

/**
 * Hides values wherever they stand in a text: as they are, percent-encoded, as a form writes them, or escaped as JSON
 * has them; a GUID in either case; a longer one before a shorter one that it holds. Values of fewer than five
 * characters are left in. `altered`: what another step may have made of a spelling before.
 */
export function createCensor(values: readonly string[], altered = (spelling: string): string => spelling): (text: string) => string {
  const spellings = values
    .filter((value) => value.length >= SHORTEST)
    .flatMap(recased)
    .flatMap((value) => [value, encodeURIComponent(value), inForm(value), JSON.stringify(value).slice(1, -1)])
    .flatMap((spelling) => [spelling, altered(spelling)])
  const all = [...new Set(spellings)].sort((one, other) => other.length - one.length)
  return (text) => all.reduce((told, value) => told.replaceAll(value, HIDDEN), text)
}

const inForm = (value: string): string => new URLSearchParams({ v: value }).toString().slice(2)

/** .NET answers a GUID in the case it likes. */
function recased(value: string): string[] {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu.test(value) ? [value, value.toUpperCase(), value.toLowerCase()] : [value]
}
