import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { AppError } from '../domain/errors.js'
import type { Routing } from '../domain/routing.js'
import { parseMessages, type CatalogueKeys, type Messages } from './messages.js'
import { PromptsError } from './problem.js'
import { providerSchema, type Provider } from './provider.js'
import { routingSchema } from './routing.js'
import { parseYamlFile } from './yaml-file.js'

/** All that operators tune, checked. */
export interface Prompts {
  provider: Provider
  routing: Routing
  messages: Messages
  /** Changes with any byte of the files: twelve hex digits. */
  version: string
}

/** Reads the operators' folder. Throws `PromptsError` with every problem of every file. */
export async function loadPrompts(dir: string, keys: CatalogueKeys): Promise<Prompts> {
  const [providerText, routingText, messagesText] = await Promise.all(FILES.map((file) => readText(join(dir, file))))
  const provider = parseYamlFile(providerText, FILES[0], providerSchema)
  const routing = parseYamlFile(routingText, FILES[1], routingSchema)
  const messages = parseMessages(messagesText, FILES[2], keys, provider.value)
  const problems = [...provider.problems, ...routing.problems, ...messages.problems]
  if (problems.length > 0 || !provider.value || !routing.value) throw new PromptsError(problems)
  return {
    provider: provider.value,
    routing: routing.value,
    messages: messages.build(provider.value),
    version: digest([providerText, routingText, messagesText]),
  }
}

const FILES = ['provider.yaml', 'routing.yaml', 'messages.yaml'] as const

/** `undefined` when there is no such file. */
async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new AppError('config', `${basename(path)} cannot be read`, { retry: 'never', cause: error })
  }
}

function digest(texts: readonly (string | undefined)[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 12)
}
