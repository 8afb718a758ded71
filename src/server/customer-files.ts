import { typeOfName } from '../domain/file-name.js'
import { toAppError, type AppError } from '../domain/errors.js'
import type { FileRef } from '../domain/file.js'
import type { Logger } from '../lib/logger.js'
import type { FileSource } from '../outbox/ports.js'
import type { OpenedLink } from './file-links.js'
import type { PrefixRoute, Reply } from './server.js'

export interface CustomerFilesOptions {
  open: (token: string) => OpenedLink
  files: FileSource
  /** When this chat was last forgotten (`/esquecer`): links from before are dead. */
  forgottenAt: (chatId: string) => Promise<number | undefined>
  logger: Logger
}

/** Downloads at once: each holds a connection to Telegram and one to a reader. */
const MAX_DOWNLOADS = 8
/** Of one link: a chat's preview, and a person who presses twice. */
const MAX_OF_LINK = 3
const RETRY_S = 10

/** What a browser is told about everything below the path, whatever the answer: nothing of it is shown, kept or run. */
const HEADERS = {
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'private, no-store',
  'x-robots-tag': 'noindex',
}

/**
 * A customer's file for who has its link, streamed from Telegram. What is not ours gets one answer, whyever; nothing
 * here names a link in a log.
 */
export function createCustomerFiles({ open, files, forgottenAt, logger }: CustomerFilesOptions): PrefixRoute {
  const underWay = new Map<string, number>()
  let total = 0

  /** A place for this link's download, or the answer that there is none. */
  const take = (token: string): (() => void) | Reply => {
    const ofLink = underWay.get(token) ?? 0
    if (ofLink >= MAX_OF_LINK) return refusal(429, 'Este arquivo já está sendo baixado. Tente de novo em instantes.')
    if (total >= MAX_DOWNLOADS) return refusal(503, 'Há muitos downloads agora. Tente de novo em instantes.')
    underWay.set(token, ofLink + 1)
    total += 1
    let released = false
    return () => {
      if (released) return
      released = true
      total -= 1
      const left = (underWay.get(token) ?? 1) - 1
      if (left > 0) underWay.set(token, left)
      else underWay.delete(token)
    }
  }

  return async (token) => {
    const link = open(token)
    if (link.kind === 'unknown') return answer(404, 'Arquivo não encontrado.')
    if (link.kind === 'expired') return answer(410, 'Este link venceu. Peça o arquivo de novo ao cliente.')
    const place = take(token)
    if (typeof place !== 'function') return place
    try {
      if (link.issuedAt <= ((await forgottenAt(link.chatId)) ?? -Infinity)) {
        place()
        return answer(410, 'Este arquivo foi apagado a pedido do cliente.')
      }
      const { size, stream } = await files.open(link.file)
      return {
        status: 200,
        type: typeOfName(link.file.name),
        headers: { ...HEADERS, 'content-disposition': disposition(link.file) },
        body: { size, pieces: stream, release: place },
      }
    } catch (error) {
      place()
      const failure = toAppError(error, 'safe')
      logger.warn('customer-file.failed', { error: failure })
      return unavailable(failure)
    }
  }
}

function answer(status: number, body: string): Reply {
  return { status, body, headers: HEADERS }
}

function refusal(status: 429 | 503, body: string, seconds = RETRY_S): Reply {
  return { status, body, headers: { ...HEADERS, 'retry-after': String(seconds) } }
}

function unavailable({ retry, retryAfterMs }: AppError): Reply {
  if (retry === 'never') return answer(410, 'O Telegram não tem mais este arquivo. Peça-o de novo ao cliente.')
  const seconds = retryAfterMs === undefined ? RETRY_S : Math.ceil(retryAfterMs / 1_000)
  return refusal(503, 'O Telegram não entregou o arquivo agora. Tente de novo em instantes.', seconds)
}

/** RFC 6266: the plain name for old readers, the real one (RFC 8187) for the others; both already without quotes. */
function disposition({ name }: FileRef): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w.() +-]/gu, '_')
  const encoded = encodeURIComponent(name).replace(/[!'()*]/gu, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
