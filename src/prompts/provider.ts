import { z } from 'zod'

import { header } from './yaml-file.js'

const text = z.string().trim().min(1)

/** Local time, as `22:00`. */
const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u, 'precisa ser uma hora entre aspas, como "22:00"')

const days = (most: number, usual: number) => z.int().min(1).max(most).default(usual)

/** A span of hours on one day, as `08:00-12:00`; `24:00` is the end of the day. */
const span = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/u, 'precisa ser um intervalo entre aspas, como "08:00-12:00"')
  .refine((given) => given.slice(0, 5) < given.slice(6), 'precisa começar antes de terminar')
const spans = z.array(span).optional()

/** A day as `2026-12-25`, or `12-25` for every year. */
const holiday = z
  .string()
  .regex(/^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/u, 'precisa ser um dia entre aspas, como "2026-12-25" ou "12-25"')

const attendance = z.strictObject({
  /** Without them people always attend. */
  horarios: z
    .strictObject({
      segunda: spans,
      terca: spans,
      quarta: spans,
      quinta: spans,
      sexta: spans,
      sabado: spans,
      domingo: spans,
    })
    .optional(),
  feriados: z.array(holiday).default([]),
  /** Until the customer who waits is offered something else. */
  espera_minutos: z.int().min(1).max(240).default(10),
  /** Told beside the opening time. */
  aviso: text.optional(),
})

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
  /** When people attend, and how long is waited for them. */
  atendimento_humano: attendance.optional(),
  /** While `ativa`, customers read `texto` and their words are kept; nothing is looked up or opened. */
  manutencao: z.strictObject({ ativa: z.boolean(), texto: text }).optional(),
  /** How long what is kept is kept, by kind. */
  retencao: z
    .strictObject({
      /** A conversation after its customer's last word. */
      conversa_dias: days(730, 90),
      /** A report that was not finished; never shorter than the two hours after which a conversation ends. */
      rascunho_horas: z.int().min(2).max(168).default(24),
      diario_dias: days(365, 30),
      auditoria_dias: days(1_825, 180),
    })
    .prefault({}),
  /** A silence of so many minutes in the middle of something is spoken to, once; 0 never is. */
  lembrete_minutos: z.int().min(0).max(110).default(15),
})

export type Provider = z.output<typeof providerSchema>

/** Whether a template may write `provedor.<path>`. */
export function isProviderField(path: readonly string[]): boolean {
  const [field, inner] = path
  if (field === 'manutencao') return inner === undefined || inner === 'ativa' || inner === 'texto'
  if (field === 'silencio') return inner === undefined || inner === 'inicio' || inner === 'fim'
  if (field === 'retencao') return inner === undefined || RETENCAO.has(inner)
  if (field === 'atendimento_humano') return inner === undefined || inner === 'espera_minutos' || inner === 'aviso'
  if (field === 'emergencia') return inner === undefined || inner === 'texto'
  if (field === 'privacidade') return inner === undefined || inner === 'texto' || inner === 'url'
  return field !== undefined && field in providerSchema.shape
}

const RETENCAO: ReadonlySet<string> = new Set(['conversa_dias', 'rascunho_horas', 'diario_dias', 'auditoria_dias'])
