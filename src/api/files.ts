import { createReadStream } from 'node:fs'
import { access, constants, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'

import { AppError } from '../domain/errors.js'
import type { CallParts } from '../integrations/http/request.js'
import { wrong } from './input.js'

/** A file to send. Throws `bad-input` for what cannot be sent, before anything is. */
export async function openUpload(path: string): Promise<NonNullable<CallParts['upload']>> {
  const found = await stat(path).catch((cause: unknown) => {
    throw fileFault('--file', path, cause)
  })
  if (found.isDirectory()) throw wrong(`--file: ${path} é uma pasta.`)
  if (!found.isFile()) throw wrong(`--file: ${path} não é um arquivo.`)
  if (found.size === 0) throw wrong(`--file: ${path} está vazio.`)
  await access(path, constants.R_OK).catch((cause: unknown) => {
    throw fileFault('--file', path, cause)
  })
  return { fileName: basename(path), mime: undefined, size: found.size, stream: createReadStream(path) }
}

/** Throws `bad-input` where an answer could not be written: what was asked for would be lost. */
export async function refuseTaken(path: string): Promise<void> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  )
  if (isThere) throw fileFault('--out', path, Object.assign(new Error('there'), { code: 'EEXIST' }))
  await access(dirname(path), constants.W_OK).catch((cause: unknown) => {
    throw fileFault('--out', dirname(path), cause)
  })
}

/** What keeps a file from being used, in Portuguese. */
export function fileFault(option: string, path: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const why: Record<string, string> = {
    ENOENT: 'não existe',
    EEXIST: 'já existe, e não é sobrescrito',
    EACCES: 'sem permissão',
    EISDIR: 'é uma pasta',
    ENOTDIR: 'está abaixo do que não é uma pasta',
    EROFS: 'está em um disco só de leitura',
  }
  return new AppError('bad-input', `${option}: ${path} ${why[code] ?? `não pôde ser usado (${code})`}.`, { retry: 'never', cause })
}

/** Without the byte order mark that Windows' editors put before a text. */
export const withoutMark = (text: string): string => text.replace(/^\uFEFF/u, '')

/** ` (linha 2, coluna 17)`, where the parser says so; nothing else of its message, which quotes the text. */
export function lineAndColumn(text: string, cause: unknown): string {
  const at = /position (\d+)/u.exec(cause instanceof Error ? cause.message : '')?.[1]
  if (at === undefined) return ''
  const before = text.slice(0, Number(at)).split('\n')
  return ` (linha ${String(before.length)}, coluna ${String((before.at(-1) ?? '').length + 1)})`
}
