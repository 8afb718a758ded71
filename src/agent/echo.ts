import { normalizeWords } from '../lib/plain-text.js'

/** So long a piece of the instructions is no coincidence. */
const PIECE = 60
const STEP = 15

/** Whether a text repeats the instructions: what they say is not for customers. */
export function isEcho(text: string, instructions: string): boolean {
  const said = normalizeWords(text)
  const told = normalizeWords(instructions)
  for (let at = 0; at + PIECE <= told.length; at += STEP) {
    if (said.includes(told.slice(at, at + PIECE))) return true
  }
  return false
}
