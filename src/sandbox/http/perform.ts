import type { ServerResponse } from 'node:http'

import { systemClock } from '../../lib/clock.js'
import type { Fault } from './faults.js'
import { sendHalfOfPieces } from './pieces.js'
import { encode, type Reply } from './route.js'

interface Scene {
  response: ServerResponse
  /** Does what the route does and says what it would answer. */
  work(): Promise<Reply>
  rateLimited(retryAfterS: number): Reply
  send(reply: Reply): void
  /** Aborts when the faults are cleared. */
  released: AbortSignal
  /** Aborts when the caller goes away. */
  gone: AbortSignal
}

/** Lets one request meet its fault. */
export async function performFault(fault: Fault, scene: Scene): Promise<void> {
  const { response } = scene
  switch (fault.kind) {
    case 'silent':
      await systemClock.sleep(fault.ms ?? FOREVER_MS, AbortSignal.any([scene.released, scene.gone]))
      if (scene.released.aborted || fault.ms === undefined) response.destroy()
      else if (!scene.gone.aborted) scene.send(await scene.work())
      return
    case 'hangThenDo':
      // Cleared faults do not undo what is on its way: the work lands late all the same.
      await systemClock.sleep(fault.ms)
      await scene.work()
      await systemClock.sleep(FOREVER_MS, AbortSignal.any([scene.released, scene.gone]))
      response.destroy()
      return
    case 'loseAnswer':
      await scene.work()
      response.destroy()
      return
    case 'cutAnswer':
      await cut(response, await scene.work())
      return
    case 'status':
      if (fault.work) await scene.work()
      scene.send({ status: fault.status, body: fault.body ?? page(fault.status) })
      return
    case 'rateLimit':
      scene.send(scene.rateLimited(fault.retryAfterS))
      return
    default:
      return fault satisfies never
  }
}

/** The longest delay a timer takes, 24 days: "never" for a test. */
const FOREVER_MS = 2 ** 31 - 1

/** Announces the whole length and sends half of it. */
async function cut(response: ServerResponse, reply: Reply): Promise<void> {
  if (reply.stream) {
    await sendHalfOfPieces(response, { ...reply, stream: reply.stream })
    return
  }
  const { bytes, contentType } = encode(reply)
  response.writeHead(reply.status, { 'content-type': contentType, 'content-length': String(Math.max(bytes.length, 2)) })
  response.flushHeaders()
  await new Promise<void>((resolve) => {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => resolve())
  })
  response.destroy()
}

function page(status: number): string {
  const title = `${status} Bad Gateway`
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body><h1>${title}</h1></body>\r\n</html>\r\n`
}
