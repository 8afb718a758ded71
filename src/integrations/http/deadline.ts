/** How long one call may still take, everything counted. */
export interface Deadline {
  /** Aborts when the time is up or the caller gave up. */
  readonly signal: AbortSignal
  /** Whether it was the time, and not the caller. */
  readonly passed: boolean
  remainingMs(): number
  /** Lets go of the timer and of the caller's signal. */
  end(): void
}

/**
 * A timer of our own instead of `AbortSignal.timeout` in `AbortSignal.any`: it is let go of when the call ends, and
 * Node 20 may collect a composite signal that nothing else holds before it fires.
 */
export function startDeadline(ms: number, outer?: AbortSignal): Deadline {
  const controller = new AbortController()
  const endsAt = performance.now() + ms
  let passed = false
  const timer = setTimeout(() => {
    passed = true
    controller.abort()
  }, ms)
  const giveUp = () => controller.abort()
  if (outer?.aborted === true) giveUp()
  else outer?.addEventListener('abort', giveUp, { once: true })
  return {
    signal: controller.signal,
    get passed() {
      return passed
    },
    remainingMs: () => Math.max(0, endsAt - performance.now()),
    end: () => {
      clearTimeout(timer)
      outer?.removeEventListener('abort', giveUp)
    },
  }
}

/** The promise's outcome, or a rejection with `onAbort()` as soon as the signal aborts; the promise itself goes on. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal, onAbort: () => Error): Promise<T> {
  let stop: (() => void) | undefined
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(onAbort())
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    if (stop) signal.removeEventListener('abort', stop)
  }
}
