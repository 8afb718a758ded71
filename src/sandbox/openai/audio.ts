import type { Reply, StandInRequest } from '../http/route.js'
import { badRequest, errorReply, unknownModel } from './errors.js'

/** What the endpoint hears in a recording. */
export type Listener = (recording: { fileName: string; bytes: Buffer }) => string | Promise<string>

const MAX_BYTES = 25 * 1024 * 1024
const FORMATS = /\.(?:flac|m4a|mp3|mp4|mpeg|mpga|oga|ogg|wav|webm)$/iu

/** `POST audio/transcriptions`: a file of at most 25 MB whose name tells its format. */
export async function transcribe({ body }: StandInRequest, models: readonly string[], listen: Listener): Promise<Reply> {
  const { model, response_format: format } = body.fields
  const file = body.files.find(({ field }) => field === 'file')
  if (body.kind !== 'multipart' || !file) return errorReply(badRequest("Missing required parameter: 'file'.", 'file'))
  if (typeof model !== 'string') return errorReply(badRequest('you must provide a model parameter', 'model'))
  if (!models.includes(model) || !/whisper|transcribe/iu.test(model)) return errorReply(unknownModel(model))
  if (!FORMATS.test(file.fileName)) return errorReply(badRequest('Invalid file format.', 'file'))
  if (file.bytes.length > MAX_BYTES) return errorReply({ status: 413, message: 'Maximum content size limit exceeded' })
  const text = await listen({ fileName: file.fileName, bytes: file.bytes })
  if (format === 'text') return { status: 200, body: `${text}\n`, contentType: 'text/plain; charset=utf-8' }
  return { status: 200, body: { text } }
}
