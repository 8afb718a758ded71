import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path'

import type { PromptProblem } from './problem.js'
import type { FileText } from './yaml-file.js'

/** The files that the bot works with, all of which must be there. */
export const PROMPT_FILES = [
  'provider.yaml',
  'routing.yaml',
  'messages.yaml',
  'agente.md',
  'imagem.md',
] as const

export type PromptFile = (typeof PROMPT_FILES)[number]

export type PromptTexts = Readonly<Record<PromptFile, FileText>>

/** Reads all files; one that cannot be read says why in place of its text. Never rejects. */
export async function readFolder(dir: string): Promise<PromptTexts> {
  const read = async (file: PromptFile) => await readText(join(dir, file))
  const [provider, routing, messages, agente, imagem] = await Promise.all([
    read('provider.yaml'),
    read('routing.yaml'),
    read('messages.yaml'),
    read('agente.md'),
    read('imagem.md'),
  ])
  return {
    'provider.yaml': provider,
    'routing.yaml': routing,
    'messages.yaml': messages,
    'agente.md': agente,
    'imagem.md': imagem,
  }
}

/** Changes with any byte of the files, and with a file that comes or goes: twelve hex digits. */
export function versionOf(texts: PromptTexts): string {
  const all = PROMPT_FILES.map((file) => texts[file])
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 12)
}

/**
 * Bytes that are no UTF-8 (an old editor's accents), which customers would read as `�`, and characters that nobody sees
 * and Telegram does not take.
 */
export function encodingProblem(file: string, text: FileText): PromptProblem | undefined {
  if (typeof text !== 'string') return undefined
  const at = (index: number, what: string): PromptProblem => ({ file, line: text.slice(0, index).split('\n').length, field: 'arquivo', what })
  const foreign = text.indexOf('\uFFFD')
  if (foreign >= 0) return at(foreign, 'salve o arquivo em UTF-8')
  const unseen = text.search(UNSEEN)
  return unseen < 0 ? undefined : at(unseen, 'há um caractere invisível nesta linha; apague-a e digite-a de novo')
}

const UNSEEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/u

/** A file's text, or in Portuguese why there is none. */
export async function readText(path: string): Promise<FileText> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EISDIR') return { missing: 'é uma pasta; precisa ser um arquivo' }
    if (code !== 'ENOENT') return { missing: 'não pode ser lido; confira as permissões' }
    const like = await namedLike(path)
    return { missing: like === undefined ? 'não foi encontrado' : `não foi encontrado; há ${like}: dê a ele este nome` }
  }
}

/** `messages.yml`, `Messages.yaml`, `messages.yaml.txt`: what a save under another name leaves. */
async function namedLike(path: string): Promise<string | undefined> {
  const { name, base } = parse(path)
  const names = await readdir(dirname(path)).catch(() => [])
  return names.find((one) => one !== base && new RegExp(`^${name}\\.(?:ya?ml|md|txt)(?:\\.txt)?$`, 'iu').test(one))
}
