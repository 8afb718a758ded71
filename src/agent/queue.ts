import { modelFailure } from './failure.js'

/** So many at once, so many waiting, in the order they came. */
export interface Queue {
  /** Runs it when there is room; throws `busy` where too many wait, `timeout` where the signal ends the wait. */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>
}

export function createQueue(atOnce: number, mayWait: number): Queue {
  let running = 0
  const waiting = new Set<() => void>()
  const next = (): void => {
    const [first] = waiting
    if (first === undefined) running -= 1
    else first()
  }
  return {
    run: async (work, signal) => {
      if (running < atOnce) running += 1
      else await turnOf(waiting, mayWait, signal)
      try {
        return await work()
      } finally {
        next()
      }
    },
  }
}

async function turnOf(waiting: Set<() => void>, mayWait: number, signal: AbortSignal): Promise<void> {
  if (waiting.size >= mayWait) throw modelFailure('busy')
  await new Promise<void>((resolve, reject) => {
    const done = (): void => {
      waiting.delete(done)
      signal.removeEventListener('abort', late)
      resolve()
    }
    const late = (): void => {
      waiting.delete(done)
      reject(modelFailure('timeout'))
    }
    if (signal.aborted) {
      late()
      return
    }
    waiting.add(done)
    signal.addEventListener('abort', late, { once: true })
  })
}
