import { readFile } from 'node:fs/promises'

import { z } from 'zod'

import { loadEnv, parseStoreConfig } from '../config.js'
import { AppError } from '../domain/errors.js'
import type { JournalLine } from '../domain/record.js'
import { parseJson } from '../lib/json.js'
import { silentLogger } from '../lib/logger.js'
import { readStoredJournal } from '../store/read-journal.js'

const MOST_LINES = 1_000

const exported = z.object({ at: z.number().default(0), who: z.enum(['cliente', 'bot', 'equipe', 'sistema']), text: z.string() })

/** A journal's lines: of a file with a JSON line each, or of a chat in the store, which may be in use. Throws `AppError`. */
export async function readJournal(source: string): Promise<readonly JournalLine[]> {
  if (/^-?\d+$/u.test(source)) return await readFromStore(source)
  const lines = (await readText(source)).split('\n').filter((line) => line.trim() !== '')
  return lines.map((line, index) => {
    const parsed = exported.safeParse(parseJson(line))
    if (parsed.success) return parsed.data
    throw new AppError('bad-input', `${source}:${String(index + 1)}: não é uma linha de diário`, { retry: 'never' })
  })
}

async function readFromStore(chatId: string): Promise<readonly JournalLine[]> {
  return await readStoredJournal({ ...parseStoreConfig(loadEnv()), logger: silentLogger }, chatId, MOST_LINES)
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new AppError('bad-input', `--record: não é um chat nem um arquivo que possa ser lido: ${path}`, { retry: 'never', cause: error })
  }
}
