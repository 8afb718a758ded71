import { z } from 'zod'

import { header } from './yaml-file.js'

const text = z.string().trim().min(1)

/** `provider.yaml`: who the provider is. Templates see it as `provedor`, under these very names. */
export const providerSchema = z.strictObject({
  ...header,
  nome: text.max(60),
  /** The name the bot gives itself. */
  assistente: text.max(40),
  telefones: z.array(text.max(30)).min(1),
  horario: text,
  emergencia: z.strictObject({ texto: text }).optional(),
  privacidade: z.strictObject({ texto: text, url: z.url({ protocol: /^https?$/u }).optional() }),
  avisos: z.array(text).optional(),
})

export type Provider = z.output<typeof providerSchema>

/** Whether a template may write `provedor.<path>`. */
export function isProviderField(path: readonly string[]): boolean {
  const [field, inner] = path
  if (field === 'emergencia') return inner === undefined || inner === 'texto'
  if (field === 'privacidade') return inner === undefined || inner === 'texto' || inner === 'url'
  return field !== undefined && field in providerSchema.shape
}
