/** Telegram's limit for one message, in UTF-16 units. */
const MAX_TEXT = 4096

/**
 * What somebody typed, fit to be stored, compared and sent on: NFC, line feeds as the only control characters, nothing
 * invisible (zero-width marks, bidirectional overrides, tag characters, lone surrogates), at most `max` UTF-16 units.
 */
export function cleanText(text: string, max = MAX_TEXT): string {
  const clean = text
    .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replace(/\t/gu, ' ')
    .replace(INVISIBLE, '')
    .replace(LOOSE_SELECTOR, '')
    .replace(LOOSE_JOINER, '')
    .normalize('NFC')
    .trim()
  return cut(clean, max)
}

/** A single line of it: a name, a file name. */
export function cleanLine(text: string, max: number): string {
  return cleanText(text.replace(/\s+/gu, ' '), max)
}

/**
 * Controls, lone surrogates, what is no character, and all that Unicode says to show nothing for (zero-width and
 * direction marks, fillers, tags); emoji are made with the joiner and the selectors.
 */
const INVISIBLE =
  /(?!\n)[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]|(?![\u200D\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}|[\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFF9-\uFFFB]/gu

/** Chooses how an emoji (or a keycap's digit) looks; behind anything else it shows nothing. */
const LOOSE_SELECTOR = /(?<!\p{Emoji})[\uFE0E\uFE0F]/gu

/** A zero-width joiner holds an emoji family together; anywhere else it hides. */
const LOOSE_JOINER =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D|\u200D(?!\p{Extended_Pictographic})/gu

function cut(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max).replace(/[\s\u200D\uD800-\uDBFF]+$/u, '')
}
