import { access, constants, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

import { AppError } from '../domain/errors.js'

/** Throws `bad-input` where a file could not be written in the end; one that is there is written over. */
export async function refuseUnwritable(option: string, path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) throw refuse(option, `${path} é uma pasta`)
  await access(found ? path : dirname(path), constants.W_OK).catch((cause: unknown) => {
    throw refuse(option, `não se pode gravar em ${path}: a pasta existe, e permite?`, cause)
  })
}

/** Throws `bad-input` where there is a file already, or none can be. */
export async function writeNew(option: string, path: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: 'wx' }).catch((cause: unknown) => {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
    throw refuse(option, isThere ? `${path} já existe, e não é sobrescrito` : `não se pode gravar em ${path}`, cause)
  })
}

function refuse(option: string, what: string, cause?: unknown): AppError {
  return new AppError('bad-input', `${option}: ${what}`, { retry: 'never', cause })
}
