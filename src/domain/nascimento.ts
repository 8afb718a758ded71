/** A birth date as people type it, as `YYYY-MM-DD`; `undefined` when it is none or can't be (future, 13th month). */
export function parseNascimento(text: string, now: number): string | undefined {
  const cleaned = text.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  const parts = numeric(cleaned) ?? iso(cleaned) ?? inWords(cleaned)
  if (!parts) return undefined
  const [day, month, shortYear] = parts
  const year = shortYear >= 100 ? shortYear : shortYear + (shortYear > new Date(now).getUTCFullYear() % 100 ? 1900 : 2000)
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month - 1) return undefined
  if (year < 1900 || date.getTime() > now) return undefined
  return date.toISOString().slice(0, 10)
}

type Parts = readonly [day: number, month: number, year: number]

function numeric(text: string): Parts | undefined {
  const match =
    /(?<!\d)(\d{1,2})\s*[./\- ]\s*(\d{1,2})\s*[./\- ]\s*(\d{4}|\d{2})(?!\d)/u.exec(text) ??
    /(?<!\d)(\d{2})(\d{2})(\d{4}|\d{2})(?!\d)/u.exec(text)
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined
}

function iso(text: string): Parts | undefined {
  const match = /(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/u.exec(text)
  return match ? [Number(match[3]), Number(match[2]), Number(match[1])] : undefined
}

const MONTHS = ['jan', 'fev', 'mar', 'abr', 'mai', 'jun', 'jul', 'ago', 'set', 'out', 'nov', 'dez']

function inWords(text: string): Parts | undefined {
  const match = /(?<!\d)(\d{1,2})[ºo°]?\s*(?:de\s+)?([a-z]{3})[a-z]*[\s.,]*(?:de\s+)?(\d{4}|\d{2})(?!\d)/u.exec(text)
  const month = MONTHS.indexOf(match?.[2] ?? '') + 1
  return match && month > 0 ? [Number(match[1]), month, Number(match[3])] : undefined
}
