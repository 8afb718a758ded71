import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'

import { z } from 'zod'

export interface ShufflingProxy {
  url: string
  /** The ports that updates go to, in turn. */
  ports: readonly number[]
  /** What a process took, in that order: when it was handed to the first, and when one had it; `chat` for messages only. */
  taken: { updateId: number; chat: number | undefined; handedAt: number; at: number }[]
  /** How many updates were handed over twice. */
  twice: number
  stop(): Promise<void>
}

export interface Shuffling {
  random: () => number
  /** Each update is held for a random time up to this, in milliseconds. */
  maxDelayMs: number
  /** Of so many of 1 a second copy is handed to another process, once more after a random time. */
  twice: number
}

const update = z.object({
  update_id: z.number(),
  message: z.object({ chat: z.object({ id: z.number() }) }).optional(),
})

/** Between Telegram and several processes: updates overtake each other, go to any process, and now and then to two. */
export async function startShufflingProxy({ random, maxDelayMs, twice }: Shuffling): Promise<ShufflingProxy> {
  const giveUp = new AbortController()
  const hand = async (body: string, secret: string): Promise<boolean> => {
    const port = proxy.ports[Math.floor(random() * proxy.ports.length)] ?? 0
    const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret }
    const url = `http://127.0.0.1:${String(port)}/telegram/webhook`
    const answer = await fetch(url, { method: 'POST', headers, body, signal: giveUp.signal }).catch(() => undefined)
    await answer?.arrayBuffer()
    return answer?.status === 200
  }
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request)
      const secret = String(request.headers['x-telegram-bot-api-secret-token'])
      const { update_id: updateId, message } = update.parse(JSON.parse(body))
      const copies = random() < twice ? 2 : 1
      let isTaken = false
      let handedAt: number | undefined
      const take = async (afterMs: number): Promise<boolean> => {
        await delay(afterMs)
        const firstAt = (handedAt ??= Date.now())
        const took = await hand(body, secret)
        // Whichever copy came first: the other one is nothing new.
        if (took && !isTaken) proxy.taken.push({ updateId, chat: message?.chat.id, handedAt: firstAt, at: Date.now() })
        isTaken ||= took
        return took
      }
      const [first] = await Promise.all(Array.from({ length: copies }, () => take(random() * maxDelayMs)))
      proxy.twice += copies - 1
      response.writeHead(first === true ? 200 : 503).end()
    })()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy: ShufflingProxy = {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/telegram/webhook`,
    ports: [],
    taken: [],
    twice: 0,
    async stop() {
      giveUp.abort()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return proxy
}
