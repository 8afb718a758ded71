/**
 * A text as a keyboard writes it, so that what is searched in it is found however it was typed: digits and letters of
 * other widths and scripts of digits, keycaps, dashes of all kinds, invisible characters. `ª`, `º` and `…` stay.
 */
export function plainTyping(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[^\p{ASCII}ªº…]/gu, (char) => char.normalize('NFKC'))
    .replace(/[\p{Cf}\p{M}]/gu, '')
    .replace(/[^\P{Nd}\d]/gu, asciiDigit)
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/[^\S\n]/gu, ' ')
}

/** The same length, lower case and without accents: an index in it is the same place in the text. */
export function fold(text: string): string {
  return Array.from({ length: text.length }, (_, at) => foldUnit(text.charAt(at))).join('')
}

function foldUnit(unit: string): string {
  const base = unit.normalize('NFD').charAt(0).toLowerCase()
  return base.length === 1 ? base : unit
}

/** Decimal digits stand in runs that begin at a zero. */
function asciiDigit(char: string): string {
  let value = char.codePointAt(0) ?? 0
  let steps = 0
  while (/\p{Nd}/u.test(String.fromCodePoint(value - 1))) {
    value -= 1
    steps += 1
  }
  return String(steps % 10)
}
