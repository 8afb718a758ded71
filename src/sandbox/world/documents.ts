/** A CPF with valid check digits from nine digits. Made up: such a number may not be anybody's. */
export function makeCpf(nineDigits: string): string {
  const first = checkDigit(nineDigits, [10, 9, 8, 7, 6, 5, 4, 3, 2])
  const second = checkDigit(nineDigits + first, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
  return nineDigits + first + second
}

/**
 * A CNPJ with valid check digits from twelve digits or capital letters: each character counts as its ASCII code
 * less 48 (Nota Técnica 49/2024 of the Receita Federal).
 */
export function makeCnpj(twelveCharacters: string): string {
  const first = checkDigit(twelveCharacters, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])
  const second = checkDigit(twelveCharacters + first, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])
  return twelveCharacters + first + second
}

function checkDigit(text: string, weights: readonly number[]): string {
  const sum = weights.reduce((total, weight, index) => total + weight * (text.charCodeAt(index) - 48), 0)
  const rest = sum % 11
  return String(rest < 2 ? 0 : 11 - rest)
}
