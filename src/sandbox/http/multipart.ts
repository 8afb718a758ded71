import { AppError } from '../../domain/errors.js'

/** A part of a `multipart/form-data` body: a field has no `fileName`. */
export interface Part {
  field: string
  fileName: string | undefined
  contentType: string | undefined
  bytes: Buffer
}

/**
 * Reads `multipart/form-data` as it arrives, byte for byte, whatever the sizes of the chunks: a delimiter may be cut
 * anywhere between two of them, and a file may hold anything that is not the delimiter itself.
 *
 *   preamble ──delimiter──▶ headers ──blank line──▶ body ──delimiter──▶ headers … ──"--"──▶ epilogue
 */
export class MultipartParser {
  readonly #delimiter: Buffer
  readonly #parts: Part[] = []
  #state: 'preamble' | 'boundaryEnd' | 'headers' | 'body' | 'epilogue' = 'preamble'
  // The first delimiter needs no line break before it, so one is put there.
  #pending = Buffer.from('\r\n')
  #headers: Record<string, string> = {}
  #body: Buffer[] = []

  constructor(boundary: string) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`)
  }

  push(chunk: Uint8Array): void {
    this.#pending = Buffer.concat([this.#pending, chunk])
    while (this.#step());
  }

  /** The parts in their order; throws `bad-input` when the body was cut. */
  end(): readonly Part[] {
    if (this.#state !== 'epilogue') {
      throw new AppError('bad-input', 'multipart body ended early', { retry: 'never', context: { at: this.#state } })
    }
    return this.#parts
  }

  /** Takes one step when enough bytes are here; false when more are needed. */
  #step(): boolean {
    switch (this.#state) {
      case 'preamble':
      case 'body':
        return this.#untilDelimiter()
      case 'boundaryEnd':
        return this.#boundaryEnd()
      case 'headers':
        return this.#readHeaders()
      case 'epilogue':
        this.#pending = Buffer.alloc(0)
        return false
      default:
        return this.#state satisfies never
    }
  }

  #untilDelimiter(): boolean {
    const at = this.#pending.indexOf(this.#delimiter)
    // What might be the beginning of a delimiter is kept until more of it is here.
    const end = at >= 0 ? at : Math.max(0, this.#pending.length - this.#delimiter.length + 1)
    if (this.#state === 'body' && end > 0) this.#body.push(this.#pending.subarray(0, end))
    this.#pending = this.#pending.subarray(at >= 0 ? at + this.#delimiter.length : end)
    if (at < 0) return false
    if (this.#state === 'body') this.#closePart()
    this.#state = 'boundaryEnd'
    return true
  }

  #boundaryEnd(): boolean {
    if (this.#pending.length < 2) return false
    if (this.#pending.subarray(0, 2).equals(Buffer.from('--'))) {
      this.#state = 'epilogue'
      return true
    }
    const line = this.#pending.indexOf('\r\n')
    if (line < 0) return false
    // The line break stays: a part without headers goes on with a blank line at once.
    this.#pending = this.#pending.subarray(line)
    this.#state = 'headers'
    return true
  }

  #readHeaders(): boolean {
    const end = this.#pending.indexOf('\r\n\r\n')
    if (end < 0) return false
    this.#headers = parseHeaders(this.#pending.subarray(0, end).toString('utf8'))
    this.#pending = this.#pending.subarray(end + 4)
    this.#body = []
    this.#state = 'body'
    return true
  }

  #closePart(): void {
    const disposition = this.#headers['content-disposition'] ?? ''
    this.#parts.push({
      field: parameter(disposition, 'name') ?? '',
      fileName: parameter(disposition, 'filename'),
      contentType: this.#headers['content-type'],
      bytes: Buffer.concat(this.#body),
    })
  }
}

/** The boundary named by a `content-type`, if it is multipart. */
export function multipartBoundary(contentType: string): string | undefined {
  return /^multipart\/form-data\b/iu.test(contentType) ? parameter(contentType, 'boundary') : undefined
}

function parseHeaders(block: string): Record<string, string> {
  const pairs = block.split('\r\n').flatMap((line) => {
    const colon = line.indexOf(':')
    return colon < 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const]
  })
  return Object.fromEntries(pairs)
}

/** A header's parameter: RFC 5987's starred form first, then quoted (as browsers escape it), then bare. */
function parameter(header: string, name: string): string | undefined {
  const starred = new RegExp(`;\\s*${name}\\*=(?:UTF-8|utf-8)''([^;]+)`, 'u').exec(header)?.[1]
  if (starred !== undefined) return decodeURIComponent(starred.trim())
  const quoted = new RegExp(`;\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, 'iu').exec(header)?.[1]
  if (quoted !== undefined) return quoted.replace(/\\(["\\])/gu, '$1').replace(/%(22|0D|0A)/giu, decodeURIComponent)
  return new RegExp(`;\\s*${name}=([^;\\s]+)`, 'iu').exec(header)?.[1]
}
