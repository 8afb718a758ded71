import type { FileTypeResult } from 'file-type'

/** What a file is, by its first bytes. The detector is loaded with the first file: it is thirty modules. */
export async function detectType(head: Uint8Array): Promise<FileTypeResult | undefined> {
  const { fileTypeFromBuffer } = await import('file-type')
  return await fileTypeFromBuffer(head)
}
