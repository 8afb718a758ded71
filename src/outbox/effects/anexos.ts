import type { FileRef } from '../../domain/file.js'
import type { Handler } from '../handler.js'
import type { FileSource, HubsoftDesk, MilvusDesk, Upload } from '../ports.js'

/** One file a call, streamed from Telegram. Cannot be read back, so at least once: the name holds the reference. */
export function createHubsoftAnexo(deps: { files: FileSource; hubsoft: HubsoftDesk }): Handler<'hubsoft.anexo'> {
  return {
    perform: async ({ payload }) => {
      const upload = await openUpload(deps.files, payload.file, payload.fileName)
      await deps.hubsoft.adicionarAnexo(payload.idAtendimento, upload)
      return { kind: 'done', result: {} }
    },
  }
}

/** As at HubSoft, in the field `anexo` of a chamado. */
export function createMilvusAnexo(deps: { files: FileSource; milvus: MilvusDesk }): Handler<'milvus.anexo'> {
  return {
    perform: async ({ payload }) => {
      const upload = await openUpload(deps.files, payload.file, payload.fileName)
      await deps.milvus.criarAnexo(payload.codigo, upload)
      return { kind: 'done', result: {} }
    },
  }
}

async function openUpload(files: FileSource, file: FileRef, fileName: string): Promise<Upload> {
  return { fileName, ...(await files.open(file)) }
}
