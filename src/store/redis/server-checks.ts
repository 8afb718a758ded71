import { ErrorReply } from 'redis'
import { z } from 'zod'

import { AppError } from '../../domain/errors.js'
import type { Logger } from '../../lib/logger.js'
import { checkCanary } from '../canary.js'
import type { Seal } from '../seal.js'
import { META, PARTITIONS } from './keys.js'
import type { Link } from './link.js'

/** One up for every change to what stands under the keys. */
const VERSION = 2
/** Before there were journals, audit records and sealed values: what it left is read as it is. */
const BEFORE_SEALS = 1

/**
 * What each `appendfsync` can lose of what was acknowledged, when the machine goes down. Written out once at the start,
 * so that whoever reads the log knows what this Redis promises.
 */
const DURABILITY = 'always:nothing/everysec:1-2s/no:30s-or-more/without-aof:since-last-snapshot'

/** Whether this Redis may hold conversations; throws `config` when it would throw them away. */
export async function checkServer(link: Link, logger: Logger): Promise<void> {
  const policy = await setting(link, 'maxmemory-policy')
  if (policy === undefined) logger.warn('redis.config-hidden', { system: 'redis', field: 'maxmemory-policy' })
  else if (policy !== 'noeviction') {
    throw refusal(`REDIS_URL: o Redis usa maxmemory-policy ${policy}, que apaga conversas; precisa ser noeviction`)
  }
  const aof = await setting(link, 'appendonly')
  const fsync = await setting(link, 'appendfsync')
  if (aof === 'no') logger.warn('redis.without-aof', { system: 'redis', field: 'appendonly', state: aof })
  const state = aof === 'no' ? 'without-aof' : (fsync ?? 'not-told')
  logger.info('redis.durability', { system: 'redis', state, reason: DURABILITY })
}

/** What `pinLayout` would say of this Redis; writes nothing. */
export async function readLayout(link: Link): Promise<'none' | 'ours' | 'copying' | 'other-version'> {
  const fields = ['partitions', 'version', COPYING]
  const found = z.array(z.string().nullable()).parse(await link.command(META, ['HMGET', META, ...fields]))
  const [partitions, version, copying] = found
  if (copying !== null) return 'copying'
  if (partitions === null && version === null) return 'none'
  const isKnown = Number(version) === VERSION || Number(version) === BEFORE_SEALS
  return isKnown && Number(partitions) === PARTITIONS ? 'ours' : 'other-version'
}

/** Fields of the deployment's own key: which store was copied into this one, and that it is not all there yet. */
export const COPY_OF = 'copy-of'
export const COPYING = 'copying'

/** Pins what all processes must agree on; throws `config` when the store was made otherwise, or is half a copy. */
export async function pinLayout(link: Link, { whileCopying = false } = {}): Promise<void> {
  await link.command(META, ['HSETNX', META, 'partitions', String(PARTITIONS)])
  await link.command(META, ['HSETNX', META, 'version', String(VERSION)])
  const fields = ['partitions', 'version', COPYING]
  const found = z.array(z.string().nullable()).parse(await link.command(META, ['HMGET', META, ...fields]))
  const [partitions, version, copying] = found
  const isOlder = Number(version) === BEFORE_SEALS
  if (copying !== null && !whileCopying) {
    throw refusal('REDIS_URL: a cópia dos dados não terminou; rode npm run migrate-store outra vez')
  }
  if (Number(partitions) === PARTITIONS && (Number(version) === VERSION || isOlder)) {
    // From now on a process of the version before, which would take a sealed session for a broken one, is refused.
    if (isOlder) await link.command(META, ['HSET', META, 'version', String(VERSION)])
    return
  }
  throw new AppError('config', 'REDIS_URL: os dados neste Redis foram gravados por outra versão do Plantão', {
    retry: 'never',
    context: { found: Number(version), known: VERSION, partitions: Number(partitions), expected: PARTITIONS },
  })
}

const CANARY = 'canary'

/** Throws `config` when this Redis was sealed with keys that are not given; writes nothing. */
export async function tryKeys(link: Link, seal: Seal): Promise<void> {
  checkCanary(seal, await findCanary(link))
}

/** Throws `config` when this Redis was sealed with keys that are not given; notes by which key it is sealed now. */
export async function checkKeys(link: Link, seal: Seal): Promise<void> {
  const stored = await findCanary(link)
  const value = checkCanary(seal, stored)
  if (value === undefined) return
  await link.command(META, [stored === undefined ? 'HSETNX' : 'HSET', META, CANARY, value])
  // Another process may have been first, with other keys.
  await tryKeys(link, seal)
}

async function findCanary(link: Link): Promise<string | undefined> {
  return z.string().nullable().parse(await link.command(META, ['HGET', META, CANARY])) ?? undefined
}

/** A map in RESP3, pairs in RESP2. */
const answer = z.union([
  z.record(z.string(), z.string()),
  z.array(z.string()).transform(([name = '', value = '']) => ({ [name]: value })),
])

/** A setting of the server; `undefined` where a provider keeps CONFIG to itself. */
export async function setting(link: Link, name: string): Promise<string | undefined> {
  try {
    return answer.parse(await link.command(META, ['CONFIG', 'GET', name]))[name]
  } catch (error) {
    if (error instanceof AppError && error.cause instanceof ErrorReply) return undefined
    throw error
  }
}

function refusal(message: string): AppError {
  return new AppError('config', message, { retry: 'never' })
}
