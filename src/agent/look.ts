import type { AgentFacts, AgentPicture } from '../conversation/agent.js'
import type { Models } from './models.js'
import { oneLine } from './one-line.js'
import type { Turn } from './turn.js'

const MAX_BYTES = 4 * 1024 * 1024
const MAX_FACTS = 300
const IMAGES: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif'])

/** Whether a picture may be sent at all. */
export function canLook({ bytes, mime }: AgentPicture): boolean {
  return bytes.byteLength > 0 && bytes.byteLength <= MAX_BYTES && IMAGES.has(mime)
}

/** What a model with eyes says of a picture; throws `modelFailure`, `refused` where it has none. */
export async function look(turn: Turn, models: Models, picture: AgentPicture): Promise<AgentFacts> {
  const url = `data:${picture.mime};base64,${Buffer.from(picture.bytes).toString('base64')}`
  const { text } = await models.complete(turn, {
    messages: [
      { role: 'system', content: picture.instrucoes },
      { role: 'user', content: [{ type: 'image_url', image_url: { url } }] },
    ],
  })
  const texto = oneLine(text, MAX_FACTS)
  return /\p{L}/u.test(texto) ? { kind: 'seen', texto } : { kind: 'nothing' }
}
