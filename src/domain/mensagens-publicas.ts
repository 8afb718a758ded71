import type { MensagensPublicas } from './routing.js'

/** What of a HubSoft message is for the customer, as `mensagens_publicas` in routing.yaml says; absent is nothing. */
export function publicPart(text: string, which: MensagensPublicas): string | undefined {
  const words = text.trim()
  if (which === 'nenhuma' || words === '' || isOurs(words)) return undefined
  if (which === 'todas') return words
  const { prefixo } = which
  if (words.slice(0, prefixo.length).toLowerCase() !== prefixo.toLowerCase()) return undefined
  return words.slice(prefixo.length).replace(/^[\s:,-]+/u, '') || undefined
}

/**
 * Whether words in a ticket were put there by a Plantão, this chat's or another's: all that we send begins with the
 * reference of its ticket. What comes back without it is known to the conversation by its digest.
 */
export function isOurs(text: string): boolean {
  return OURS.test(text.normalize('NFC'))
}

const OURS = /^[^\p{L}\d]*PLT-[\dA-Z]{8}(?![\dA-Z])/iu
