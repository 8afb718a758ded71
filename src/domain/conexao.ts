/** One session of the extract of connections (RADIUS). Times are milliseconds since the epoch. */
export interface PeriodoConexao {
  inicio: number
  /** Absent while it lasts. */
  fim?: number
  downloadBytes?: number
  uploadBytes?: number
  /** Why it ended, in the vendor's word (`User-Request`, `Lost-Carrier`, …). */
  motivo?: string
}
