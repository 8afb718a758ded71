import { cp, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { withFields } from '../prompts/write-yaml.js'

type Fields = Readonly<Record<string, unknown>>

/** A copy of the operators' folder at `to`, without its scenarios, its files with other fields in place of their own. */
export async function copyPrompts(from: string, to: string, changes: Readonly<Record<string, Fields>>): Promise<void> {
  await cp(from, to, { recursive: true, filter: (source) => source === from || basename(source) !== 'evals' })
  for (const [file, fields] of Object.entries(changes)) {
    if (Object.keys(fields).length === 0) continue
    const path = join(to, file)
    await writeFile(path, withFields(await readFile(path, 'utf8'), fields))
  }
}
