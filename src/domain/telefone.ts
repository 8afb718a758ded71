import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/**
 * A Brazilian phone, however written, as `+55DDNNNNNNNNN`; `undefined` for anything else. Mobiles of before the ninth
 * digit get it, so that two writings of one mobile are equal; landlines (2 to 5 first) stay at eight digits.
 */
export function toE164Br(phone: string): string | undefined {
  const parsed = parsePhoneNumberFromString(phone, 'BR')
  if (parsed?.countryCallingCode !== '55') return undefined
  const match = NATIONAL.exec(parsed.nationalNumber)
  if (!match) return undefined
  const [, ddd = '', subscriber = ''] = match
  return `+55${ddd}${subscriber.length === 8 && subscriber >= '6' ? `9${subscriber}` : subscriber}`
}

/**
 * A contact as Telegram certifies it: always international, with or without its plus. Without this, a Vietnamese
 * `84 912345678` would read as a mobile of DDD 84.
 */
export function contactToE164Br(phone: string): string | undefined {
  return toE164Br(phone.trim().startsWith('+') ? phone : `+${phone}`)
}

/** `DDNNNNNNNNN`, as HubSoft takes it: no country, no punctuation. */
export function toNacional(phone: string): string | undefined {
  return toE164Br(phone)?.slice(3)
}

/** `(11) 91234-1234`, as Milvus shows it. */
export function toFormatado(phone: string): string | undefined {
  const nacional = toNacional(phone)
  return nacional && `(${nacional.slice(0, 2)}) ${nacional.slice(2, -4)}-${nacional.slice(-4)}`
}

/**
 * Whether two writings are one Brazilian phone; the ninth digit may differ for mobiles of one DDD. A contact goes
 * through `contactToE164Br` first.
 */
export function samePhone(a: string, b: string): boolean {
  const phone = toE164Br(a)
  return phone !== undefined && phone === toE164Br(b)
}

/** DDD without zeros, then a mobile of nine digits, or eight digits of a landline or of a mobile of before 2016. */
const NATIONAL = /^([1-9][1-9])(9\d{8}|[2-9]\d{7})$/u
