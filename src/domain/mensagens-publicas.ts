import type { MensagensPublicas } from './routing.js'

/** What of a HubSoft message is for the customer, as `mensagens_publicas` in routing.yaml says; absent is nothing. */
export function publicPart(text: string, which: MensagensPublicas): string | undefined {
  const words = text.trim()
  if (which === 'nenhuma' || words === '' || OURS.test(words.normalize('NFC'))) return undefined
  if (which === 'todas') return words
  const { prefixo } = which
  if (words.slice(0, prefixo.length).toLowerCase() !== prefixo.toLowerCase()) return undefined
  return words.slice(prefixo.length).replace(/^[\s:,-]+/u, '') || undefined
}

/** All that a Plantão sends begins with the reference of its ticket. */
const OURS = /^[^\p{L}\d]*PLT-[\dA-Z]{8}(?![\dA-Z])/iu
