import { z } from 'zod'

import { Secret } from './lib/secret.js'

const KNOWN_IN_CONTATO = /\{\{\s*(?:telegram_id|telefone)\s*\}\}/gu

const text = z.string({ error: 'falta' })
const secret = text.transform((value) => new Secret(value))
const whole = (min: number, max: number) =>
  text
    .regex(/^\d{1,15}$/u, 'precisa ser um número inteiro')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `precisa estar entre ${min} e ${max}`)
const baseUrl = text.transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return refuse(context, 'precisa ser uma URL http ou https')
  if (url.username || url.password || url.search || url.hash) {
    return refuse(context, 'precisa ser uma URL sem usuário, senha, "?" ou "#"')
  }
  return value.replace(/\/+$/u, '')
})
const telegramIds = text
  .regex(/^\d{1,15}(?:[\s,;]+\d{1,15})*$/u, 'precisa ser uma lista de ids do Telegram separados por vírgula')
  .transform((value) => value.split(/[\s,;]+/u).map(Number))

/** Without a variable in it all customers would be one contact. */
const contato = text.refine(
  (value) => value.replace(KNOWN_IN_CONTATO, '') !== value && !/[{}]/u.test(value.replace(KNOWN_IN_CONTATO, '')),
  'precisa ter {{telegram_id}} ou {{telefone}}, e nenhuma outra variável',
)

/** One server, or nodes of a cluster separated by commas, of which only the first must name scheme and password. */
const redisUrl = text
  .refine(
    (value) => {
      const [first = '', ...others] = value.split(',').map((part) => part.trim())
      const nodes = [first, ...others.map((node) => (node.includes('://') ? node : `redis://${node}`))]
      return nodes.every((node) => /^rediss?:\/\/[^/]/u.test(node) && URL.canParse(node))
    },
    'precisa ser redis://… ou rediss://…, ou vários nós separados por vírgula',
  )
  .transform((value) => new Secret(value))

const models = text
  .transform((value) => [...new Set(value.split(',').map((name) => name.trim()).filter((name) => name !== ''))])
  .refine((names) => names.length > 0, 'precisa ter ao menos um modelo')

const MIN_KEY_LENGTH = 32

/** The keys are derived from it without stretching: it must be random, and so cannot be short. */
const dataKeys = text
  .transform((value) => value.split(',').map((key) => key.trim()).filter((key) => key !== ''))
  .refine(
    (keys) => keys.length > 0 && keys.every((key) => key.length >= MIN_KEY_LENGTH),
    `precisa ter ao menos ${String(MIN_KEY_LENGTH)} caracteres aleatórios (várias chaves, separadas por vírgula, cada uma)`,
  )
  .transform((keys) => [...new Set(keys)].map((key) => new Secret(key)))

/** Every variable there is; `.env.example` says what each is for, and a test keeps the two in step. */
export const schema = z.object({
  TELEGRAM_BOT_TOKEN: text.regex(/^[^\s/]+$/u, 'não pode ter espaços nem barras').transform((value) => new Secret(value)),
  TELEGRAM_API_ROOT: baseUrl.prefault('https://api.telegram.org'),
  TELEGRAM_WEBHOOK_URL: baseUrl.optional(),
  TELEGRAM_WEBHOOK_SECRET: text
    .regex(/^[\w-]{1,256}$/u, 'precisa ter de 1 a 256 letras sem acento, números, "_" ou "-"')
    .transform((value) => new Secret(value))
    .optional(),
  HUBSOFT_BASE_URL: baseUrl.transform((url) => url.replace(/\/api$/u, '')),
  HUBSOFT_CLIENT_ID: text,
  HUBSOFT_CLIENT_SECRET: secret,
  HUBSOFT_USERNAME: text,
  HUBSOFT_PASSWORD: secret,
  HUBSOFT_RPM: whole(1, 100_000).prefault('300'),
  MILVUS_BASE_URL: baseUrl.prefault('https://apiintegracao.milvus.com.br/api'),
  MILVUS_TOKEN: secret.optional(),
  TEMPBOX_BASE_URL: baseUrl.prefault('https://api.tempbox.com.br'),
  TEMPBOX_TOKEN: secret.optional(),
  TEMPBOX_EMPRESA: text.optional(),
  TEMPBOX_ATENDENTE: text.optional(),
  TEMPBOX_PLATAFORMA: whole(0, Number.MAX_SAFE_INTEGER).optional(),
  TEMPBOX_CODIGO_REFERENCIA_CANAL: text.optional(),
  TEMPBOX_CONTATO: contato.prefault('{{telegram_id}}'),
  OPENAI_API_KEY: secret.optional(),
  OPENAI_BASE_URL: baseUrl.prefault('https://api.openai.com/v1'),
  OPENAI_MODEL: models.prefault('gpt-4.1-mini'),
  REDIS_URL: redisUrl.optional(),
  DATA_DIR: text.prefault('./data'),
  PORT: whole(0, 65_535).prefault('3000'),
  PUBLIC_URL: baseUrl.optional(),
  CONSOLE_PASSWORD: secret.optional(),
  METRICS_TOKEN: secret.optional(),
  DATA_KEY: dataKeys.optional(),
  LOG_LEVEL: z
    .enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'], {
      error: 'precisa ser silent, fatal, error, warn, info, debug ou trace',
    })
    .prefault('info'),
  PROMPTS_DIR: text.prefault('./prompts'),
  POLL_INTERVAL_MS: whole(50, 3_600_000).prefault('5000'),
  OPS_CHAT_ID: text.regex(/^-?\d{1,16}$/u, 'precisa ser o id numérico de um chat').optional(),
  PILOT_USERS: telegramIds.optional(),
})

function refuse(context: z.core.$RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message })
  return z.NEVER
}
