import { AppError } from '../domain/errors.js'

/** The promise's outcome, or an `AppError` (`timeout`, `safe`) after `ms`; what it was doing goes on unheard. */
export async function bounded<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new AppError('timeout', 'took too long', { retry: 'safe' }))
    }, ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
