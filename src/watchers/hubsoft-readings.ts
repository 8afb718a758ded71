/**
 * Readings of atendimentos shared by the watches of many chats. A listing by day of creation answers for all tickets
 * of that day, whoever asks first; alone, or where a day of the tenant takes more pages than we have services in it,
 * a ticket is read with its service. So cost grows with the days that hold our tickets, not with tickets times polls.
 * A tenant without the listing, or a user who may not have it, costs a call an hour to know; its tickets are read with
 * their services. What was read is kept in memory until it is too old for whoever asks, for minutes at most.
 */
import { AppError } from '../domain/errors.js'
import type { Clock } from '../lib/clock.js'
import type { Budget } from './budget.js'
import type { HubsoftReader, WatchedAtendimento } from './ports.js'

export interface AskedFor {
  idAtendimento: number
  idClienteServico: number
  dia?: string | undefined
}

export type Reading =
  | { kind: 'read'; atendimento: WatchedAtendimento }
  /** Neither its day nor its service holds it. */
  | { kind: 'absent' }
  /** No call may be made for so long. */
  | { kind: 'wait'; ms: number }

export interface HubsoftReadings {
  /** The atendimento as it was at most `maxAgeMs` ago. Throws what a call throws. */
  read(asked: AskedFor, maxAgeMs: number): Promise<Reading>
  /** The same read with its service, which tells of visits. */
  readWithVisits(asked: AskedFor, maxAgeMs: number): Promise<Reading>
}

interface Deps {
  reader: HubsoftReader
  budget: Budget
  clock: Clock
}

export function createHubsoftReadings(deps: Deps): HubsoftReadings {
  return new Readings(deps)
}

interface Snapshot {
  /** When the whole of it was there. */
  at: number
  found: ReadonlyMap<number, WatchedAtendimento>
}

interface Begun {
  /** When its first page was asked for: what it shows is at least as new. */
  at: number
  pagina: number
  found: Map<number, WatchedAtendimento>
}

class Readings implements HubsoftReadings {
  readonly #deps: Deps
  /** By `dia:…` or `servico:…`. */
  readonly #snapshots = new Map<string, Snapshot>()
  /** What was refused a call a moment ago, and when. */
  readonly #refused = new Map<string, number>()
  readonly #underWay = new Map<string, Promise<Snapshot | number>>()
  /** Listings by day that ran out of calls: whoever asks next goes on with the page that is missing. */
  readonly #begun = new Map<string, Begun>()
  /** Services of ours with a ticket of that day, and when each was last asked for. */
  readonly #asked = new Map<string, Map<number, number>>()
  /** How many pages a day took; of one too big, for ever too many. */
  readonly #pages = new Map<string, number>()
  #sweptAt = 0
  /** Until then services are read one by one: the listing of a day was refused. */
  #noListingUntil = 0

  constructor(deps: Deps) {
    this.#deps = deps
  }

  async read(asked: AskedFor, maxAgeMs: number): Promise<Reading> {
    const { dia } = asked
    this.#note(asked)
    const kept = this.#fresh(`servico:${String(asked.idClienteServico)}`, maxAgeMs)
    if (kept?.found.has(asked.idAtendimento) === true || dia === undefined || !this.#byDay(dia)) {
      return this.readWithVisits(asked, maxAgeMs)
    }
    const day = await this.#day(dia, maxAgeMs)
    if (day === undefined) return this.readWithVisits(asked, maxAgeMs)
    if (typeof day === 'number') return { kind: 'wait', ms: day }
    const atendimento = day.found.get(asked.idAtendimento)
    // Created just before midnight, or in a listing that lags behind: its service knows.
    return atendimento ? { kind: 'read', atendimento } : this.readWithVisits(asked, maxAgeMs)
  }

  async readWithVisits({ idAtendimento, idClienteServico }: AskedFor, maxAgeMs: number): Promise<Reading> {
    const { reader } = this.#deps
    const key = `servico:${String(idClienteServico)}`
    const snapshot = await this.#get(key, maxAgeMs, async () => {
      const at = this.#deps.clock.now()
      const ms = this.#take(key)
      return ms > 0 ? ms : { at, found: byId(await reader.readOfServico(idClienteServico)) }
    })
    if (typeof snapshot === 'number') return { kind: 'wait', ms: snapshot }
    const atendimento = snapshot.found.get(idAtendimento)
    return atendimento ? { kind: 'read', atendimento } : { kind: 'absent' }
  }

  /** The day's listing; undefined where this tenant does not have it, or the user may not read it. */
  async #day(dia: string, maxAgeMs: number): Promise<Snapshot | number | undefined> {
    try {
      return await this.#get(`dia:${dia}`, maxAgeMs, () => this.#readDay(dia))
    } catch (error) {
      if (!(error instanceof AppError) || error.retry !== 'never') throw error
      this.#noListingUntil = this.#deps.clock.now() + NO_LISTING_MS
      return undefined
    }
  }

  /** Whether a day's listing costs less than its tickets' services one by one. */
  #byDay(dia: string): boolean {
    if (this.#deps.clock.now() < this.#noListingUntil) return false
    return (this.#asked.get(dia)?.size ?? 0) > (this.#pages.get(dia) ?? 1)
  }

  async #readDay(dia: string): Promise<Snapshot | number> {
    const now = this.#deps.clock.now()
    const kept = this.#begun.get(dia)
    const begun = kept && now - kept.at <= BEGUN_MS ? kept : { at: now, pagina: 0, found: new Map<number, WatchedAtendimento>() }
    this.#begun.set(dia, begun)
    for (;;) {
      const { pagina, found } = begun
      const ms = this.#take(`dia:${dia}`)
      if (ms > 0) return ms
      const page = await this.#deps.reader.readCreatedOn(dia, pagina)
      const before = found.size
      for (const one of page.atendimentos) found.set(one.idAtendimento, one)
      begun.pagina += 1
      const last = page.ultimaPagina === undefined ? page.atendimentos.length === 0 : pagina >= page.ultimaPagina
      this.#pages.set(dia, Math.max(pagina + 1, Math.min(page.ultimaPagina ?? 0, MAX_PAGES) + 1))
      // A page that brings nothing new is the end, whatever the counts say.
      if (!last && found.size > before && begun.pagina < MAX_PAGES) continue
      this.#begun.delete(dia)
      return { at: this.#deps.clock.now(), found }
    }
  }

  /**
   * Takes a call for one reading, or gives the milliseconds to wait. While calls are short, what was read longest ago
   * goes first, and a listing that has begun before all: else those who ask most often would starve the others.
   */
  #take(key: string): number {
    const now = this.#deps.clock.now()
    for (const [one, at] of this.#refused) if (now - at > REFUSED_MS) this.#refused.delete(one)
    const mine = this.#readAt(key)
    const staler = [...this.#refused.keys()].some((one) => one !== key && this.#readAt(one) < mine)
    const ms = staler ? REFUSED_MS : this.#deps.budget.take()
    if (ms > 0) this.#refused.set(key, now)
    else this.#refused.delete(key)
    return ms
  }

  #readAt(key: string): number {
    const begun = this.#begun.get(key.replace('dia:', ''))?.pagina ?? 0
    return begun > 0 ? -1 : (this.#snapshots.get(key)?.at ?? 0)
  }

  #fresh(key: string, maxAgeMs: number): Snapshot | undefined {
    const kept = this.#snapshots.get(key)
    return kept && this.#deps.clock.now() - kept.at <= maxAgeMs ? kept : undefined
  }

  async #get(
    key: string,
    maxAgeMs: number,
    read: () => Promise<Snapshot | number>,
  ): Promise<Snapshot | number> {
    const fresh = this.#fresh(key, maxAgeMs)
    if (fresh) return fresh
    const running = this.#underWay.get(key) ?? this.#start(key, read)
    return running
  }

  #start(key: string, read: () => Promise<Snapshot | number>): Promise<Snapshot | number> {
    const running = read()
      .then((snapshot) => {
        if (typeof snapshot !== 'number') this.#snapshots.set(key, snapshot)
        return snapshot
      })
      .finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, running)
    return running
  }

  #note({ dia, idClienteServico }: AskedFor): void {
    const now = this.#deps.clock.now()
    this.#sweep(now)
    if (dia === undefined) return
    const services = this.#asked.get(dia) ?? new Map<number, number>()
    services.set(idClienteServico, now)
    this.#asked.set(dia, services)
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < KEPT_MS) return
    this.#sweptAt = now
    for (const [dia, { at }] of this.#begun) if (now - at > BEGUN_MS) this.#begun.delete(dia)
    for (const [key, { at }] of this.#snapshots) if (now - at > KEPT_MS) this.#snapshots.delete(key)
    for (const [dia, services] of this.#asked) {
      for (const [servico, at] of services) if (now - at > ASKED_MS) services.delete(servico)
      if (services.size > 0) continue
      this.#asked.delete(dia)
      this.#pages.delete(dia)
    }
  }
}

const byId = (found: readonly WatchedAtendimento[]): ReadonlyMap<number, WatchedAtendimento> =>
  new Map(found.map((one) => [one.idAtendimento, one]))

/** Of a day that takes more, services are read one by one. */
const MAX_PAGES = 10
/** A version is put in, or a permission given, some day. */
const NO_LISTING_MS = 60 * 60_000
const KEPT_MS = 5 * 60_000
/** Who was refused a call and does not come back for so long is waited for no longer. */
const REFUSED_MS = 5_000
/** A listing by day must be whole within so long, or it begins anew. */
const BEGUN_MS = 3 * 60_000
/** Longer than the longest interval: a ticket that is still followed is asked for again before. */
const ASKED_MS = 25 * 60_000
