/** What stands in the place of a value that nobody is told. */
export const HIDDEN = '[oculto]'

/** A shorter one stands in words by chance: `3` is a client id, and a number of anything. */
const SHORTEST = 5

/**
 * Hides values wherever they stand in a text: as they are, percent-encoded, or escaped as JSON has them; a longer one
 * before a shorter one that it holds. Values of fewer than five characters are left in.
 */
export function createCensor(values: readonly string[]): (text: string) => string {
  const spellings = values
    .filter((value) => value.length >= SHORTEST)
    .flatMap((value) => [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])
  const all = [...new Set(spellings)].sort((one, other) => other.length - one.length)
  return (text) => all.reduce((told, value) => told.replaceAll(value, HIDDEN), text)
}
