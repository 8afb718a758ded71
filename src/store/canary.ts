import { AppError } from '../domain/errors.js'
import type { Seal } from './seal.js'

const CONTEXT = '["canary"]'
const WORDS = 'plantao'

/**
 * Checks the record by which a store tells its keys, and gives what is to be kept in its place, if anything: a store
 * without one gets one, so that it is refused without its keys from then on; one under a later key comes under the
 * first. Throws `config` when the keys are not this store's.
 */
export function checkCanary(seal: Seal, stored: string | undefined): string | undefined {
  if (stored !== undefined && !opens(seal, stored)) {
    throw new AppError('config', 'DATA_KEY: os dados guardados foram cifrados com outra chave, que falta aqui', {
      retry: 'never',
    })
  }
  const fresh = seal.seal(WORDS, CONTEXT)
  // Without keys nothing is sealed, and there is nothing to tell.
  if (fresh === WORDS || (stored !== undefined && seal.isCurrent(stored))) return undefined
  return fresh
}

function opens(seal: Seal, stored: string): boolean {
  try {
    return seal.open(stored, CONTEXT) === WORDS
  } catch (error) {
    if (error instanceof AppError && error.code === 'config') return false
    throw error
  }
}
