/** Fields as a customer reads them: Brazilian money, days and hours of America/Sao_Paulo, sizes in human units. */

/** `R$ 119,90`. */
export function money(amountCents: number): string {
  return (amountCents / 100).toLocaleString('pt-BR', { style: 'currency', currency: 'BRL' })
}

/** `YYYY-MM-DD` as `dd/mm/yyyy`. */
export function day(date: string): string {
  return date.split('-').reverse().join('/')
}

/** An instant as `dd/mm/yyyy, HH:mm`. */
export function dateTime(at: number): string {
  return new Intl.DateTimeFormat('pt-BR', { dateStyle: 'short', timeStyle: 'short', timeZone: TIME_ZONE }).format(at)
}

/** An instant as `dd/mm/yyyy`. */
export function dateOf(at: number): string {
  return new Intl.DateTimeFormat('pt-BR', { dateStyle: 'short', timeZone: TIME_ZONE }).format(at)
}

/** `seg 24/11 14:00–15:00`, for a button. */
export function slotLabel(inicio: number, fim: number | undefined): string {
  const [weekday = ''] = WEEKDAY.format(inicio).split(/[.\s,-]/u)
  const end = fim === undefined ? '' : `–${HOUR.format(fim)}`
  return `${weekday} ${DAY_MONTH.format(inicio)} ${HOUR.format(inicio)}${end}`
}

/** `1,5 GB`: decimal units, as plans are sold. */
export function size(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const value = bytes / 1_000 ** step
  return `${value.toLocaleString('pt-BR', { maximumFractionDigits: 1 })} ${UNITS[step] ?? 'B'}`
}

/** `r***@e***.invalid`: enough for its owner to know it by. */
export function maskEmail(email: string): string | undefined {
  const match = /^([^\s@])[^\s@]*@([^\s@.])[^\s@]*(\.[^\s@.]+)$/u.exec(email.trim())
  return match ? `${match[1] ?? ''}***@${match[2] ?? ''}***${match[3] ?? ''}` : undefined
}

/** `(37) *****-0101`, of `+55DDNNNNNNNNN`. */
export function maskPhone(e164: string): string {
  return `(${e164.slice(3, 5)}) *****-${e164.slice(-4)}`
}

const TIME_ZONE = 'America/Sao_Paulo'
const WEEKDAY = new Intl.DateTimeFormat('pt-BR', { weekday: 'short', timeZone: TIME_ZONE })
const DAY_MONTH = new Intl.DateTimeFormat('pt-BR', { day: '2-digit', month: '2-digit', timeZone: TIME_ZONE })
const HOUR = new Intl.DateTimeFormat('pt-BR', { hour: '2-digit', minute: '2-digit', timeZone: TIME_ZONE })
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']
