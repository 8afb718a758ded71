import type { Topic } from './agenda.js'
import type { Partitions } from './partitions.js'

/**
 * Takes one thing from the partition where something has been due longest; `undefined` when nothing is due anywhere.
 * Asks nobody when the agenda knows of nothing; where somebody of this process asks already, it waits for that.
 */
export async function takeOne<T>(
  partitions: Partitions,
  topic: Topic,
  now: number,
  take: (partition: number) => Promise<T | undefined>,
): Promise<T | undefined> {
  const { agenda } = partitions
  for (;;) {
    partitions.assertOpen()
    const [partition] = agenda.dueNow(topic, now)
    if (partition === undefined) {
      const look = agenda.lookUnderWay(topic, now)
      if (look === undefined) return undefined
      await look
      continue
    }
    const taken = await agenda.look(topic, partition, () => take(partition))
    if (taken !== undefined) return taken
  }
}

/**
 * Takes at most `limit` things, of every partition where something is due its share at the same time. One that cannot
 * be asked costs the others nothing: it throws only when nothing was taken at all.
 */
export async function takeMany<T>(
  partitions: Partitions,
  topic: Topic,
  request: { now: number; limit: number },
  take: (partition: number, share: number) => Promise<readonly T[]>,
): Promise<T[]> {
  const { agenda } = partitions
  const taken: T[] = []
  while (taken.length < request.limit) {
    partitions.assertOpen()
    const left = request.limit - taken.length
    const due = agenda.dueNow(topic, request.now).slice(0, left)
    if (due.length === 0) {
      const look = taken.length > 0 ? undefined : agenda.lookUnderWay(topic, request.now)
      if (look === undefined) break
      await look
      continue
    }
    const looks = due.map((partition, index) => {
      const share = Math.floor(left / due.length) + (index < left % due.length ? 1 : 0)
      return agenda.look(topic, partition, () => take(partition, share))
    })
    const outcomes = await Promise.allSettled(looks)
    for (const outcome of outcomes) if (outcome.status === 'fulfilled') taken.push(...outcome.value)
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed !== undefined && taken.length === 0) throw failed.reason
    if (failed !== undefined) break
  }
  return taken
}
