import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

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

/** Bytes that are no UTF-8 (an old editor's accents), which customers would read as `�`. */
export function checkEncoding(texts: PromptTexts): PromptProblem[] {
  return PROMPT_FILES.flatMap((file) => {
    const text = texts[file]
    const at = typeof text === 'string' ? text.indexOf('\uFFFD') : -1
    if (typeof text !== 'string' || at < 0) return []
    return [{ file, line: text.slice(0, at).split('\n').length, field: 'arquivo', what: 'salve o arquivo em UTF-8' }]
  })
}

/** A file's text, or in Portuguese why there is none. */
export async function readText(path: string): Promise<FileText> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return { missing: absent ? 'não foi encontrado' : 'não pode ser lido' }
  }
}
