import { createHash } from 'node:crypto'

export interface StoredFile {
  fileId: string
  uniqueId: string
  path: string
  bytes: Buffer
  /** What Telegram says its size is; a test may declare more than there is. */
  size: number
}

/** A bot may fetch files of up to 20 MB (core.telegram.org/bots/api#getfile). */
export const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024

/** The files that users sent, by `file_id`. The same bytes sent twice have the same `file_unique_id`. */
export class FileShelf {
  readonly #byId = new Map<string, StoredFile>()
  #count = 0

  add(bytes: Buffer, folder: string, extension: string, declaredSize?: number): StoredFile {
    this.#count += 1
    const digest = createHash('sha256').update(bytes).digest('base64url')
    const file = {
      fileId: `AgACAgEAAxkBAAI${digest.slice(0, 24)}${String(this.#count).padStart(6, '0')}`,
      uniqueId: `AQAD${digest.slice(0, 11)}`,
      path: `${folder}/file_${this.#count}${extension}`,
      bytes,
      size: declaredSize ?? bytes.length,
    }
    this.#byId.set(file.fileId, file)
    return file
  }

  byId(fileId: string): StoredFile | undefined {
    return this.#byId.get(fileId)
  }

  byPath(path: string): StoredFile | undefined {
    return [...this.#byId.values()].find((file) => file.path === path)
  }

  /** Makes every file unknown from now on, as when Telegram has lost them. */
  forgetAll(): void {
    this.#byId.clear()
  }
}
