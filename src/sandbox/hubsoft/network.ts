import type { Plan } from '../world/types.js'

/** One unlock in confidence. Times are milliseconds since the epoch. */
export interface Unlock {
  id: number
  em: number
  ate: number
}

export interface Session {
  inicio: number
  fim: number | undefined
  downloadMegabytes: number
  uploadMegabytes: number
  motivo: string | undefined
}

const HOUR_MS = 3_600_000
const ENABLED = { status: 'Serviço Habilitado', statusPrefixo: 'servico_habilitado' }

/** What changes about the services while the stand-in runs: status, unlocks, sessions. The world stays as it is. */
export class Network {
  readonly #status = new Map<number, { status: string; statusPrefixo: string }>()
  readonly #unlocks = new Map<number, Unlock[]>()
  readonly #sessions = new Map<number, Session[]>()
  #lastUnlock = 900

  constructor(private readonly now: () => number) {}

  statusOf(plan: Plan): { status: string; statusPrefixo: string } {
    const { status, statusPrefixo } = plan
    return this.#status.get(plan.idClienteServico) ?? { status, statusPrefixo }
  }

  setStatus(plan: Plan, status: { status: string; statusPrefixo: string }): void {
    this.#status.set(plan.idClienteServico, status)
  }

  isEnabled(plan: Plan): boolean {
    return this.statusOf(plan).statusPrefixo === ENABLED.statusPrefixo
  }

  unlocksOf(plan: Plan): readonly Unlock[] {
    return this.#unlocks.get(plan.idClienteServico) ?? []
  }

  /** Enables it until then, and its router connects. */
  unlock(plan: Plan, ate: number): void {
    this.#lastUnlock += 1
    this.#unlocks.set(plan.idClienteServico, [...this.unlocksOf(plan), { id: this.#lastUnlock, em: this.now(), ate }])
    this.enable(plan)
  }

  enable(plan: Plan): void {
    this.setStatus(plan, ENABLED)
    this.connect(plan)
  }

  /** The newest first; three of them are there from the beginning. */
  sessionsOf(plan: Plan): readonly Session[] {
    const known = this.#sessions.get(plan.idClienteServico)
    if (known) return known
    const made = firstSessions(plan, this.now())
    this.#sessions.set(plan.idClienteServico, made)
    return made
  }

  isConnected(plan: Plan): boolean {
    return this.sessionsOf(plan)[0]?.fim === undefined
  }

  disconnect(plan: Plan, motivo: string): void {
    const [current, ...earlier] = this.sessionsOf(plan)
    if (current?.fim !== undefined || !current) return
    this.#sessions.set(plan.idClienteServico, [{ ...current, fim: this.now(), motivo }, ...earlier])
  }

  /** A new session, whatever was before. */
  connect(plan: Plan): void {
    this.disconnect(plan, 'User-Request')
    const fresh = { inicio: this.now(), fim: undefined, downloadMegabytes: 0, uploadMegabytes: 0, motivo: undefined }
    this.#sessions.set(plan.idClienteServico, [fresh, ...this.sessionsOf(plan)])
  }
}

function firstSessions(plan: Plan, now: number): Session[] {
  const ended = (hoursAgo: number, hours: number, motivo: string): Session => ({
    inicio: now - hoursAgo * HOUR_MS,
    fim: now - (hoursAgo - hours) * HOUR_MS,
    downloadMegabytes: 4594.95,
    uploadMegabytes: 156.12,
    motivo,
  })
  const last: Session = plan.conectado
    ? { inicio: now - 23 * HOUR_MS, fim: undefined, downloadMegabytes: 812.4, uploadMegabytes: 45.5, motivo: undefined }
    : ended(23, 1, 'Lost-Carrier')
  return [last, ended(60, 36, 'Lost-Carrier'), ended(130, 69, 'User-Request')]
}
