import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, join, resolve as absolute } from 'node:path'
import { pathToFileURL } from 'node:url'

import Libsql from 'libsql'
import { z } from 'zod'

import type { Secret } from '../../lib/secret.js'
import { checkCanary } from '../canary.js'
import { createSeal } from '../seal.js'
import { isBusy, storeFailure } from './database.js'
import { MIGRATIONS } from './schema.js'

/*
 * The data folder as the doctor looks at it. Nothing is made, and the files are opened read-only: the folder may be a
 * running bot's, whose lock must stay its own.
 */

/** Whether a bot could keep its data here. `absent`: it would be made. */
export function inspectFolder(dataDir: string): 'ready' | 'absent' | 'not-writable' | 'not-a-folder' {
  const path = absolute(dataDir)
  if (!existsSync(path)) {
    const parent = nearestThere(path)
    if (!statSync(parent).isDirectory()) return 'not-a-folder'
    return mayWrite(parent) ? 'absent' : 'not-writable'
  }
  if (!statSync(path).isDirectory()) return 'not-a-folder'
  const files = ['plantao.db', 'plantao.db-wal', 'plantao.db-shm', 'lock.db'].map((file) => join(path, file)).filter(existsSync)
  return [path, ...files].every(mayWrite) ? 'ready' : 'not-writable'
}

/** Whether a process holds the folder: it holds an exclusive transaction open, against which nobody can read. */
export function isInUse(dataDir: string): boolean {
  const path = join(absolute(dataDir), 'lock.db')
  if (!existsSync(path)) return false
  const file = openToRead(path)
  try {
    file.prepare('SELECT count(*) FROM sqlite_master').all()
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw storeFailure(error)
  } finally {
    file.close()
  }
}

/** Whether there is data, and this version could open it with these keys; throws `config` when the keys are others. */
export function inspectData(dataDir: string, dataKeys: readonly Secret[]): 'none' | 'plain' | 'sealed' | 'newer' {
  const path = join(absolute(dataDir), 'plantao.db')
  if (!existsSync(path)) return 'none'
  const file = openToRead(path)
  try {
    const [{ user_version: version } = { user_version: 0 }] = versionRows.parse(file.prepare('PRAGMA user_version').all())
    if (version > MIGRATIONS.length) return 'newer'
    const hasMeta = file.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'meta'`).all().length > 0
    if (!hasMeta) return 'plain'
    const canary = canaryRows.parse(file.prepare(`SELECT value FROM meta WHERE name = 'canary'`).all())[0]?.value
    checkCanary(createSeal(dataKeys), canary)
    return canary === undefined ? 'plain' : 'sealed'
  } catch (error) {
    throw storeFailure(error)
  } finally {
    file.close()
  }
}

/** Of the disk that the folder is on, or would be on. */
export async function freeBytes(dataDir: string): Promise<number> {
  const { bavail, bsize } = await statfs(nearestThere(absolute(dataDir)))
  return bavail * bsize
}

const versionRows = z.array(z.object({ user_version: z.number() }))
const canaryRows = z.array(z.object({ value: z.string() }))

/** Through a URI, which alone can say `mode=ro` to libsql. */
function openToRead(path: string): Libsql.Database {
  try {
    return new Libsql(`${pathToFileURL(path).href}?mode=ro`, { timeout: 0 })
  } catch (error) {
    throw storeFailure(error)
  }
}

function nearestThere(path: string): string {
  return existsSync(path) ? path : nearestThere(dirname(path))
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, statSync(path).isDirectory() ? constants.W_OK | constants.X_OK : constants.W_OK)
    return true
  } catch {
    // Of another user, or on a disk that is mounted read-only.
    return false
  }
}
