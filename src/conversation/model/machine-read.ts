/**
 * What a machine reads in the customer's files, for those who read the ticket: looked at when the report is complete,
 * before its card, three pictures and two recordings at most, eight seconds in all. Failing costs nothing.
 */
import { toAppError } from '../../domain/errors.js'
import type { FileRef } from '../../domain/file.js'
import { bounded } from '../../lib/bounded.js'
import { shorten } from '../../lib/plain-text.js'
import { maskPersonalData } from '../../lib/redaction.js'
import type { Agent, AgentFacts, AgentPicture } from '../agent.js'
import { countUse, mayAskModel } from './model-limits.js'
import { LIMITS, type Draft } from '../session.js'
import { addWords } from '../tickets.js'
import type { Turn } from '../turn.js'

const ALL_MS = 8_000
const MAX_BYTES = 4_000_000
const MOST = { imagem: 3, voz: 2 } as const
const FACTS = 300
const WORDS = 1_500

type Way = keyof typeof MOST

/** Looks at what was not looked at yet; what it says is added to the draft. */
export async function readFilesByMachine(turn: Turn, draft: Draft): Promise<void> {
  const { agent } = turn.deps
  if (!agent) return
  const known = draft.lidos ?? []
  const left = draft.files.filter(({ uniqueId }) => !known.some((read) => read.uniqueId === uniqueId))
  const chosen = (Object.keys(MOST) as Way[]).flatMap((way) => {
    const done = draft.files.filter((file) => wayOf(file) === way).length - left.filter((file) => wayOf(file) === way).length
    return can(agent, way) ? left.filter((file) => wayOf(file) === way).slice(0, Math.max(0, MOST[way] - done)) : []
  })
  if (chosen.length === 0) return
  const read = await Promise.all(
    chosen.map(async (file) => (mayAskModel(turn) ? await readFile(turn, agent, file) : '')),
  )
  draft.lidos = known
  for (const [index, file] of chosen.entries()) {
    const texto = read[index] ?? ''
    const voice = wayOf(file) === 'voz'
    if (texto !== '' && voice) addWords(draft.words, `${shorten(texto, WORDS)} (transcrição automática)`)
    const linha = `Lido por máquina na imagem ${shorten(file.name, 60)}: ${shorten(texto, FACTS)}`
    draft.lidos.push({ uniqueId: file.uniqueId, ...(texto === '' || voice ? {} : { linha }) })
  }
  draft.lidos = draft.lidos.slice(-LIMITS.files)
}

function wayOf({ kind, mime = '' }: FileRef): Way | undefined {
  if (kind === 'photo' || (kind === 'document' && /^image\/(?:jpeg|png|webp)$/u.test(mime))) return 'imagem'
  return kind === 'voice' || kind === 'audio' ? 'voz' : undefined
}

const can = (agent: Agent, way: Way): boolean => (way === 'imagem' ? 'look' : 'transcribe') in agent

/** One line of what the file says, personal data masked; empty where nothing came of it in time. */
async function readFile(turn: Turn, agent: Agent, file: FileRef): Promise<string> {
  if ((file.size ?? 0) > MAX_BYTES) return ''
  countUse(turn, { calls: 1, tokens: 0 })
  try {
    const facts = await bounded(look(turn, agent, file), ALL_MS)
    const texto = facts?.kind === 'seen' ? facts.texto.slice(0, 2 * WORDS) : ''
    return maskPersonalData(texto).replace(/\s+/gu, ' ').trim()
  } catch (error) {
    turn.deps.logger.warn('file.not-read-by-machine', { chat: turn.chatId, kind: file.kind, error: toAppError(error) })
    return ''
  }
}

async function look(turn: Turn, agent: Agent, file: FileRef): Promise<AgentFacts | undefined> {
  const bytes = await turn.deps.files.head(file, MAX_BYTES + 1)
  if (bytes.length === 0 || bytes.length > MAX_BYTES) return undefined
  const voice = wayOf(file) === 'voz'
  const { imagem: instrucoes } = turn.deps.prompts.modelo
  const mime = file.mime ?? (voice ? 'audio/ogg' : 'image/jpeg')
  const picture: AgentPicture = { chatId: turn.chatId, instrucoes, bytes, mime }
  return voice ? await agent.transcribe?.(picture) : await agent.look?.(picture)
}
