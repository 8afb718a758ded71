import { z } from 'zod'

import type { AgentFacts, AgentPicture } from '../conversation/agent.js'
import { parseJson } from '../lib/json.js'
import { post, type Endpoint } from './endpoint.js'
import { modelFailure } from './failure.js'
import { oneLine } from './one-line.js'
import type { Turn } from './turn.js'

const MAX_BYTES = 4 * 1024 * 1024
/** A minute of talk. */
const MAX_WORDS = 1_000
/** The name by which endpoints know whatever transcribes there. */
export const TRANSCRIBER = 'whisper-1'

export function canTranscribe({ bytes, mime }: AgentPicture): boolean {
  return bytes.byteLength > 0 && bytes.byteLength <= MAX_BYTES && /^audio\/[\w.+-]{1,40}$/u.test(mime)
}

/** The words of a recording, by the endpoint's `audio/transcriptions`; throws `modelFailure`. */
export async function transcribe(turn: Turn, endpoint: Endpoint, { bytes, mime }: AgentPicture): Promise<AgentFacts> {
  const form = new FormData()
  form.set('model', TRANSCRIBER)
  form.set('language', 'pt')
  form.set('response_format', 'json')
  form.set('file', new Blob([Uint8Array.from(bytes)], { type: mime }), `voz.${EXTENSIONS[mime] ?? 'ogg'}`)
  turn.calls += 1
  turn.model = TRANSCRIBER
  const said = answer.safeParse(parseJson(await post(endpoint, '/audio/transcriptions', form, turn.signal)))
  if (!said.success) throw modelFailure('bad-answer')
  const texto = oneLine(said.data.text, MAX_WORDS)
  return /[\p{L}\d]/u.test(texto) ? { kind: 'seen', texto } : { kind: 'nothing' }
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/wav': 'wav',
  'audio/webm': 'webm',
}

const answer = z.object({ text: z.string() })
