import { z } from 'zod'

import { header } from './yaml-file.js'

const text = z.string().trim().min(1)

/** Local time, as `22:00`. */
const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u, 'precisa ser uma hora entre aspas, como "22:00"')

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
  /** Told with the welcome and the menu. */
  avisos: z.array(text).optional(),
  /** News of tickets wait until `fim`, unless they answer what the customer has just written. */
  silencio: z.strictObject({ inicio: hour, fim: hour }).optional(),
  /** While `ativa`, customers read `texto` and their words are kept; nothing is looked up or opened. */
  manutencao: z.strictObject({ ativa: z.boolean(), texto: text }).optional(),
})

export type Provider = z.output<typeof providerSchema>

/** Whether a template may write `provedor.<path>`. */
export function isProviderField(path: readonly string[]): boolean {
  const [field, inner] = path
  if (field === 'manutencao') return inner === undefined || inner === 'ativa' || inner === 'texto'
  if (field === 'silencio') return inner === undefined || inner === 'inicio' || inner === 'fim'
  if (field === 'emergencia') return inner === undefined || inner === 'texto'
  if (field === 'privacidade') return inner === undefined || inner === 'texto' || inner === 'url'
  return field !== undefined && field in providerSchema.shape
}
