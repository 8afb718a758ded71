import { z } from 'zod'

import type { Routing } from '../domain/routing.js'
import { encodingProblem, PROMPT_FILES, readFolder, versionOf, type PromptFile, type PromptTexts } from './folder.js'
import { parseMessages, type CatalogueKeys, type Messages } from './messages.js'
import { parseModelText, type ModelTexts } from './model.js'
import { PromptsError, type PromptProblem } from './problem.js'
import { providerSchema, type Provider } from './provider.js'
import { routingSchema } from './routing.js'
import { parseYamlFile } from './yaml-file.js'

/** All that operators tune, checked. */
export interface Prompts {
  provider: Provider
  routing: Routing
  messages: Messages
  /** What the model is told. */
  modelo: ModelTexts
  /** Changes with any byte of the files: twelve hex digits. */
  version: string
}

/** Prompts to work with, or every problem of every file. */
export interface CheckedPrompts {
  prompts: Prompts | undefined
  problems: readonly PromptProblem[]
  /** What each file's header calls its version; absent where that cannot be read. */
  versions: Readonly<Record<PromptFile, number | undefined>>
}

/** Reads the operators' folder. Throws `PromptsError` with every problem of every file. */
export async function loadPrompts(dir: string, keys: CatalogueKeys): Promise<Prompts> {
  const { prompts, problems } = checkPrompts(await readFolder(dir), keys)
  if (!prompts) throw new PromptsError(problems)
  return prompts
}

/** Checks the texts of all files against each other and against what the program says. */
export function checkPrompts(texts: PromptTexts, keys: CatalogueKeys): CheckedPrompts {
  const provider = parseYamlFile(texts['provider.yaml'], 'provider.yaml', providerSchema)
  const routing = parseYamlFile(texts['routing.yaml'], 'routing.yaml', routingSchema)
  const messages = parseMessages(texts['messages.yaml'], 'messages.yaml', keys, provider.value)
  const agente = parseModelText(texts['agente.md'], 'agente', provider.value, routing.value)
  const imagem = parseModelText(texts['imagem.md'], 'imagem', provider.value, routing.value)
  const files = [provider, routing, messages, agente, imagem]
  const problems = PROMPT_FILES.flatMap((name, index) => {
    // What else is wrong in bytes of another encoding comes of that.
    const encoding = encodingProblem(name, texts[name])
    return encoding ? [encoding] : (files[index]?.problems ?? [])
  })
  const versions = {
    'provider.yaml': versionIn(provider.raw),
    'routing.yaml': versionIn(routing.raw),
    'messages.yaml': versionIn(messages.raw),
    'agente.md': agente.version,
    'imagem.md': imagem.version,
  }
  const modelo = { agente: agente.text, imagem: imagem.text }
  if (problems.length > 0 || !provider.value || !routing.value || !isWritten(modelo)) {
    return { prompts: undefined, problems, versions }
  }
  const prompts = {
    provider: provider.value,
    routing: routing.value,
    messages: messages.build(provider.value),
    modelo,
    version: versionOf(texts),
  }
  return { prompts, problems, versions }
}

function isWritten(modelo: Readonly<Record<keyof ModelTexts, string | undefined>>): modelo is ModelTexts {
  return Object.values(modelo).every((text) => text !== undefined)
}

const headed = z.object({ version: z.number().optional().catch(undefined) }).catch({ version: undefined })

const versionIn = (raw: unknown): number | undefined => headed.parse(raw).version
