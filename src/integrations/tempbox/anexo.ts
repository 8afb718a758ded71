import { AppError } from '../../domain/errors.js'
import type { Anexo } from '../../outbox/ports.js'
import { openDownload } from '../http/download.js'
import type { Mensagem } from './calls/mensagens.js'

/** What Telegram takes of a bot's uploads. */
const MAX_BYTES = 50_000_000

/**
 * Opens the file of an attendant's message. Where it lies is read anew each time, and stays in this file: a link that
 * opens a file by itself belongs in no store and no log.
 */
export async function openAnexo(
  messageId: string,
  deps: {
    baseUrl: string
    /** Each gives the messages of this conversation that a listing shows, asked one after the other. */
    listings: readonly (() => Promise<readonly Mensagem[]>)[]
  },
): Promise<Anexo> {
  const wanted = messageId.toLowerCase()
  for (const list of deps.listings) {
    const shown = await list()
    const found = shown.find((one) => one.id.toLowerCase() === wanted && one.fromAttendant && one.file !== undefined)
    if (!found?.file) continue
    const { url } = found.file
    const link = url.reveal()
    if (link.trim() === '') throw new AppError('bad-answer', 'an anexo without an address', { retry: 'never' })
    const download = await openDownload(url, {
      system: 'tempbox',
      operation: 'anexo.baixar',
      home: deps.baseUrl,
      maxBytes: MAX_BYTES,
    })
    return { kind: 'anexo', fileName: nameOf(found.file.nome, found.file.extensao, link), ...download }
  }
  return { kind: 'none' }
}

/** The last part of a path or an address, without what a file system or a header would trip over. */
function nameOf(nome: string, extensao: string, link: string): string {
  const [path = ''] = (nome || link).split(/[?#]/u)
  const last = decoded(path.split(/[\\/]/u).findLast((part) => part !== '') ?? '')
  const clean = last.replace(/[\p{Cc}\p{Cf}"<>|:*?\\/]/gu, ' ').replace(/\s+/gu, ' ').trim().slice(-100)
  const ending = extensao.replace(/[^A-Za-z\d]/gu, '').slice(0, 8).toLowerCase()
  const name = clean === '' ? 'arquivo' : clean
  return /\.[A-Za-z\d]{1,8}$/u.test(name) || ending === '' ? name : `${name}.${ending}`
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // A percent sign that encodes nothing is part of the name.
    return part
  }
}
