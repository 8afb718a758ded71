/** Numbers spelled in Portuguese put as digits: "cento e vinte reais" claims no less than "120 reais". "Um" alone is an article, but before a unit. */
export function spelledAsDigits(text: string): string {
  return text.replace(ONE, '1 ').replace(RUN, (run) => {
    const words = run.split(' ').filter((word) => word !== 'e')
    if (words.every((word) => word === 'um' || word === 'uma')) return run
    return String(valueOf(words))
  })
}

/** "mil duzentos e trinta" is 1230, "dois mil" 2000. */
function valueOf(words: readonly string[]): number {
  let thousands = 0
  let below = 0
  for (const word of words) {
    if (word === 'mil') {
      thousands += (below === 0 ? 1 : below) * 1_000
      below = 0
    } else below += VALUES.get(word) ?? 0
  }
  return thousands + below
}

const VALUES: ReadonlyMap<string, number> = new Map([
  ['um', 1], ['uma', 1], ['dois', 2], ['duas', 2], ['tres', 3], ['quatro', 4], ['cinco', 5], ['seis', 6], ['sete', 7],
  ['oito', 8], ['nove', 9], ['dez', 10], ['onze', 11], ['doze', 12], ['treze', 13], ['quatorze', 14], ['catorze', 14],
  ['quinze', 15], ['dezesseis', 16], ['dezessete', 17], ['dezoito', 18], ['dezenove', 19], ['vinte', 20], ['trinta', 30],
  ['quarenta', 40], ['cinquenta', 50], ['sessenta', 60], ['setenta', 70], ['oitenta', 80], ['noventa', 90], ['cem', 100],
  ['cento', 100], ['duzentos', 200], ['duzentas', 200], ['trezentos', 300], ['trezentas', 300], ['quatrocentos', 400],
  ['quatrocentas', 400], ['quinhentos', 500], ['quinhentas', 500], ['seiscentos', 600], ['seiscentas', 600],
  ['setecentos', 700], ['setecentas', 700], ['oitocentos', 800], ['oitocentas', 800], ['novecentos', 900],
  ['novecentas', 900], ['mil', 1_000],
])
const WORD = `(?:${[...VALUES.keys()].sort((a, b) => b.length - a.length).join('|')})`
const RUN = new RegExp(String.raw`(?<![\p{L}\d])${WORD}(?:(?: e | )${WORD}(?![\p{L}\d]))*(?![\p{L}\d])`, 'gu')
const ONE = /(?<![\p{L}\d])uma? (?=(?:real|reais|centavo|hora|minuto|dia|semana|mes|ano|parcela)s?(?![\p{L}\d]))/gu
