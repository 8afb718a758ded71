import { createHash } from 'node:crypto'

import { AppError } from '../domain/errors.js'
import { COPY_KINDS, type CopyKind, type CopyRecord, type CopySource, type CopyTarget } from './copy.js'

export interface Migration {
  /** `already`: an earlier run finished; nothing was written. */
  kind: 'copied' | 'already'
  /** What the source holds: of each kind how many, and the digest that was found in both. */
  summary: readonly KindSummary[]
}

export interface KindSummary {
  kind: CopyKind
  count: number
  sha256: string
}

/**
 * Copies one store into another, reads everything back and compares counts and digests, kind by kind. Begun and not
 * finished, it may be run again. Throws `config` when the target holds anything but a part of this very copy, and when
 * what is read back is not what was written.
 */
export async function migrate(source: CopySource, target: CopyTarget): Promise<Migration> {
  const summary = COPY_KINDS.map((kind) => summarize(kind, source.pages(kind)))
  const copyOf = createHash('sha256').update(JSON.stringify(summary)).digest('hex')
  const found = await target.state()
  if (found.finished && found.copyOf === copyOf) return { kind: 'already', summary }
  if (found.copyOf === undefined ? !found.empty : found.finished || found.copyOf !== copyOf) {
    throw refusal('REDIS_URL: este Redis já tem outros dados do Plantão; nada foi copiado')
  }
  await target.begin(copyOf)
  for (const kind of COPY_KINDS) for (const page of source.pages(kind)) await target.write(page)
  await verify(source, target, summary)
  await target.finish(copyOf)
  return { kind: 'copied', summary }
}

async function verify(source: CopySource, target: CopyTarget, summary: readonly KindSummary[]): Promise<void> {
  const counted = await target.count()
  for (const { kind, count, sha256 } of summary) {
    const digest = new Digest()
    for (const page of source.pages(kind)) digest.add(await target.read(page))
    const isWhole = (counted[kind] ?? count) === count
    if (!isWhole || digest.hex() !== sha256) throw refusal(`REDIS_URL: a cópia não confere (${kind}); rode outra vez`)
  }
}

function summarize(kind: CopyKind, pages: Iterable<readonly CopyRecord[]>): KindSummary {
  const digest = new Digest()
  for (const page of pages) digest.add(page)
  return { kind, count: digest.count, sha256: digest.hex() }
}

/** Over the records one after the other, their fields in the order of the alphabet. */
class Digest {
  readonly #hash = createHash('sha256')
  count = 0

  add(records: readonly (CopyRecord | undefined)[]): void {
    for (const record of records) {
      this.count += 1
      const fields = Object.entries(record ?? {}).sort(([one], [other]) => (one < other ? -1 : 1))
      this.#hash.update(`${JSON.stringify(fields)}\n`)
    }
  }

  hex(): string {
    return this.#hash.digest('hex')
  }
}

function refusal(message: string): AppError {
  return new AppError('config', message, { retry: 'never' })
}
