import { cnpj, cpf } from 'cpf-cnpj-validator'
import fc from 'fast-check'

/** Made-up personal data in the ways Brazilians write it. */

const digits = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''))

/** Nine digits that are not all alike, with their check digits. */
const cpfDigits = digits(9)
  .filter((nine) => new Set(nine).size > 1)
  .map((nine) => nine + checkDigits(nine, cpf.isValid))

const cnpjDigits = digits(12)
  .filter((twelve) => new Set(twelve).size > 1)
  .map((twelve) => twelve + checkDigits(twelve, cnpj.isValid))

function checkDigits(base: string, isValid: (whole: string) => boolean): string {
  for (let pair = 0; pair < 100; pair += 1) {
    const text = String(pair).padStart(2, '0')
    if (isValid(base + text)) return text
  }
  throw new Error('no check digits fit')
}

export const cpfs = fc
  .tuple(cpfDigits, fc.constantFrom('$1.$2.$3-$4', '$1$2$3$4', '$1 $2 $3 $4', '$1$2$3-$4', '$1.$2.$3/$4', '$1-$2-$3-$4', '$1.$2.$3‑$4'))
  .map(([all, form]) => all.replace(/^(...)(...)(...)(..)$/u, form))

export const cnpjs = fc
  .tuple(cnpjDigits, fc.constantFrom('$1.$2.$3/$4-$5', '$1$2$3$4$5', '$1.$2.$3/$4 - $5', '$1 $2 $3 $4 $5', '$1$2$3/$4-$5'))
  .map(([all, form]) => all.replace(/^(..)(...)(...)(....)(..)$/u, form))

export const mobiles = fc
  .tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 9 }),
    digits(4),
    digits(4),
    fc.constantFrom(
      ...['(AB) 9C-D', '(AB)9C-D', 'AB 9C-D', 'AB9CD', 'AB 9 C D', 'AB-9C-D', '+55 AB 9C-D', '+55AB9CD', '55AB9CD'],
      ...['+55 (AB) 9C-D', '0AB 9C-D', '0xxAB 9C-D', '9C-D', '9 C-D', '9CD', '(AB) 9.C.D', 'AB.9C.D'],
    ),
  )
  .map(([a, b, c, d, form]) => form.replace('AB', `${a}${b}`).replace('C', c).replace('D', d))

export const landlines = fc
  .tuple(fc.integer({ min: 11, max: 99 }), fc.integer({ min: 3000, max: 3999 }), digits(4), fc.boolean())
  .filter(([ddd]) => ddd % 10 !== 0)
  .map(([ddd, c, d, withDdd]) => (withDdd ? `(${ddd}) ${c}-${d}` : `${c}-${d}`))

export const emails = fc
  .tuple(
    fc.stringMatching(/^[a-z]{2,10}(?:[._-][a-z\d]{1,6})?$/u),
    fc.stringMatching(/^[a-z]{3,10}$/u),
    fc.constantFrom('com', 'com.br', 'net.br', 'example'),
  )
  .map(([name, host, top]) => `${name}@${host}.${top}`)

export const urls = fc
  .tuple(fc.constantFrom('https://', 'http://', 'www.', 'redis://'), fc.stringMatching(/^[a-z]{4,10}$/u), digits(6))
  .map(([scheme, host, path]) => `${scheme}${host}.example/${path}`)

const tokens = fc
  .tuple(digits(10), fc.stringMatching(/^[A-Za-z]{17}\d[A-Za-z]{17}$/u))
  .map(([id, secret]) => `${id}:${secret}`)

/** Anything that may stand in no log. */
export const personalData = fc.oneof(cpfs, cnpjs, mobiles, landlines, emails, urls, tokens)
