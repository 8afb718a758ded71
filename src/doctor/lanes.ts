/** Runs so many at once; the others wait, first come, first served. */
export function createLanes(atOnce: number): <T>(run: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (run) => {
    if (running < atOnce) running += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await run()
    } finally {
      // Who waits takes the place over.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
