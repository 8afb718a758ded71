import { cp, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { withFields } from '../prompts/write-yaml.js'

/** A copy of the operators' folder at `to`, without its scenarios, with other fields of `provider.yaml`. */
export async function copyPrompts(from: string, to: string, provedor: Readonly<Record<string, unknown>>): Promise<void> {
  await cp(from, to, { recursive: true, filter: (source) => basename(source) !== 'evals' })
  const path = join(to, 'provider.yaml')
  await writeFile(path, withFields(await readFile(path, 'utf8'), provedor))
}
