import { judgeStaffFile } from '../../domain/file-rules.js'
import { detectType } from '../../lib/detect-type.js'
import type { Handler } from '../handler.js'
import type { Messenger, TempboxDesk } from '../ports.js'

/** What the content detector needs at most. */
const HEAD_BYTES = 4_100

/**
 * An attendant's file, streamed from where TempBox says it is to Telegram. What its first bytes say is its type: a
 * login page in place of a document, or a program, goes to nobody.
 */
export function createTelegramArquivo(deps: {
  messenger: Messenger
  tempbox: TempboxDesk
}): Handler<'telegram.arquivo'> {
  return {
    perform: async ({ chatId, payload }) => {
      const anexo = await deps.tempbox.openAnexo(payload.atendimento, payload.messageId)
      if (anexo.kind === 'none') return { kind: 'rejected', reason: 'sem-arquivo' }
      try {
        const source = anexo.stream[Symbol.asyncIterator]()
        const head = await readHead(source)
        if (head.length === 0) return { kind: 'rejected', reason: 'vazio' }
        const type = await typeOf(head)
        const fileName = judgeStaffFile(anexo.fileName, { kind: 'read', head, ...(type ? { ext: type } : {}) })
        if (fileName === undefined) return { kind: 'rejected', reason: 'tipo' }
        const upload = { fileName, stream: whole(head, source) }
        const { messageId } = await deps.messenger.sendDocument(chatId, { upload, html: payload.html })
        return { kind: 'done', result: { messageId } }
      } finally {
        anexo.discard()
      }
    },
  }
}

async function typeOf(head: Uint8Array): Promise<string | undefined> {
  try {
    return (await detectType(head))?.ext
  } catch {
    // What the detector trips over is of no type that it knows.
    return undefined
  }
}

async function readHead(source: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head = Buffer.alloc(0)
  while (head.length < HEAD_BYTES) {
    const next: IteratorResult<Uint8Array, unknown> = await source.next()
    if (next.done === true) break
    head = Buffer.concat([head, next.value])
  }
  return head
}

async function* whole(head: Uint8Array, source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head
  for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value
}
