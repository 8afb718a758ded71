/** Not given, or given empty. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

/** As a form or a JSON body says it. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === 1 || value === '1'
}

/** A text or a number as text; anything else as nothing. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : ''
}
