/** HubSoft's ways to write a time, all in America/Sao_Paulo (UTC-3 the year round since 2019). */
function parts(ms: number): { day: string; month: string; year: string; time: string } {
  const iso = new Date(ms - 3 * 3_600_000).toISOString()
  return { year: iso.slice(0, 4), month: iso.slice(5, 7), day: iso.slice(8, 10), time: iso.slice(11, 19) }
}

/** `dd/mm/yyyy` */
export function brDate(ms: number): string {
  const { day, month, year } = parts(ms)
  return `${day}/${month}/${year}`
}

/** `dd/mm/yyyy HH:mm:ss` */
export function brDateTime(ms: number): string {
  return `${brDate(ms)} ${parts(ms).time}`
}

/** `yyyy-mm-dd HH:mm:ss` */
export function sqlDateTime(ms: number): string {
  const { day, month, year, time } = parts(ms)
  return `${year}-${month}-${day} ${time}`
}

/** `yyyymmddHHmmss`, how a protocolo begins. */
export function compactDateTime(ms: number): string {
  return sqlDateTime(ms).replace(/\D/gu, '')
}
