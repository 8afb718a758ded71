import { AppError } from '../domain/errors.js'
import { bounded } from '../lib/bounded.js'
import { bad, skipped, warning, type Check, type Outcome, type Result } from './check.js'

/** Of one check, unless it says otherwise. */
const LIMIT_MS = 12_000
/** Of the whole run, whatever hangs. */
const WHOLE_MS = 50_000

/** Makes all checks, those at once that need nothing of each other; never rejects, and ends in time. */
export async function runChecks(checks: readonly Check[], wholeMs = WHOLE_MS): Promise<Result[]> {
  const endsAt = performance.now() + wholeMs
  const begun = new Map<string, Promise<Result>>()
  for (const check of checks) {
    const settling = settle(check, needed(check, begun), endsAt)
    begun.set(check.id, settling)
    if (check.first) await settling
  }
  return await Promise.all(begun.values())
}

function needed({ id, needs = [] }: Check, begun: ReadonlyMap<string, Promise<Result>>): Promise<Result>[] {
  return needs.map((need) => {
    const found = begun.get(need)
    if (found === undefined) throw new AppError('internal', `the check ${id} needs ${need}, which is not before it`, { retry: 'never' })
    return found
  })
}

async function settle(check: Check, needs: readonly Promise<Result>[], endsAt: number): Promise<Result> {
  const { id, system, title } = check
  const failed = (await Promise.all(needs)).find(({ state }) => state === 'error' || state === 'skipped')
  if (failed) {
    // What keeps the other from being made keeps this one, too.
    const told = failed.state === 'skipped' ? failed.told : `não verificado: depende de “${failed.title}”`
    return { id, system, title, ...skipped(told), ms: 0 }
  }
  const startedAt = performance.now()
  const limitMs = Math.max(0, Math.min(check.timeoutMs ?? LIMIT_MS, endsAt - startedAt))
  const outcome = await attempt(check, limitMs)
  return { id, system, title, ...outcome, ms: outcome.ms ?? Math.round(performance.now() - startedAt) }
}

async function attempt(check: Check, limitMs: number): Promise<Outcome> {
  try {
    return await bounded(check.run(), limitMs)
  } catch (error) {
    if (error instanceof AppError && error.code === 'timeout') {
      return (check.late === 'warning' ? warning : bad)('não respondeu a tempo', 'Rode o diagnóstico outra vez; se continuar, veja se o sistema está no ar.')
    }
    return bad(
      `não pôde ser verificado (código ${codeOf(error)})`,
      'É uma falha do próprio diagnóstico: guarde esta linha e avise quem mantém o Plantão.',
    )
  }
}

/** A machine word; never a message, which may quote anything. */
function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? (Reflect.get(error, 'code') ?? error.name) : typeof error
  return typeof code === 'string' && /^[\w-]{1,40}$/u.test(code) ? code : 'internal'
}
