/**
 * Takes personal data out of free text. Used before a customer's words leave for the knowledge base or a model;
 * what is masked stays readable ("meu CPF é [CPF]").
 */
export function maskPersonalData(text: string): string {
  return MASKS.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), text)
}

/** Order matters: an address or a CNPJ must go before the shorter runs of digits inside it. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/https?:\/\/\S+/giu, '[link]'],
  [/[\p{L}\d._%+-]+@[\p{L}\d.-]+\.\p{L}{2,}/gu, '[e-mail]'],
  // CNPJ, the alphanumeric form of July 2026 included: twelve letters or digits and two check digits.
  [/\b[\dA-Z]{2}[.\s]?[\dA-Z]{3}[.\s]?[\dA-Z]{3}\s?\/\s?[\dA-Z]{4}\s?-?\s?\d{2}\b/giu, '[CNPJ]'],
  [/\b\d{14}\b/gu, '[CNPJ]'],
  [/\b\d{3}[.\s]\d{3}[.\s]\d{3}[-.\s]?\d{2}\b/gu, '[CPF]'],
  // Eleven bare digits are a CPF or a mobile; either way they go.
  [/(?<!\d)\d{9}[-\s]\d{2}(?!\d)/gu, '[CPF]'],
  [/(?:\+?55[\s.-]?)?\(?\b\d{2}\)?[\s.-]?9?[\s.-]?\d{4}[\s.-]?\d{4}(?!\d)/gu, '[telefone]'],
  [/(?<!\d)\d{4,5}[\s-]\d{4}(?!\d)/gu, '[telefone]'],
  [/(?<!\d)\d{10,}(?!\d)/gu, '[número]'],
]
