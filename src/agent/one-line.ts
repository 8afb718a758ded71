import { shorten } from '../lib/plain-text.js'

/** What a machine read, in one line of at most `max` characters, without what could look like a layout or a command. */
export function oneLine(text: string, max: number): string {
  const flat = text
    .replace(/<think>[\s\S]*?<\/think>/giu, '')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
  return shorten(flat, max)
}
