import { ConfigError } from '../config.js'
import type { AppError } from '../domain/errors.js'
import { HIDDEN } from '../lib/censor.js'

/** Passwords and what lets somebody in, by the vendors' own names, whoever declared them. */
const HIDDEN_KEYS = /(?:senha|password|secret|access_?token|refresh_?token|authorization)s?$/iu

/** JSON for people and for `jq`, of any value but `undefined`, without passwords. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (key, one: unknown) => (HIDDEN_KEYS.test(key) ? HIDDEN : one), 2)
}

/** What went wrong, for the operator: whether it had its effect, and the vendor's own sentence. */
export function tellFailure(error: AppError): string {
  if (error instanceof ConfigError || error.code === 'bad-input' && error.context.system === undefined) return error.message
  const said = error.vendorMessage()
  const { status, field, reason } = error.context
  const details = [
    typeof status === 'number' ? `HTTP ${String(status)}` : '',
    typeof field === 'string' && field !== '' ? `campo ${field}` : '',
    typeof reason === 'string' ? reason : '',
  ].filter(Boolean)
  return [
    `${CODES[error.code] ?? error.code}${details.length > 0 ? ` (${details.join(', ')})` : ''}.`,
    ...(said === undefined ? [] : [`Resposta do sistema: ${said}`]),
    ...(error.retry === 'unknown-outcome' ? ['Não se sabe se foi feito: confira no sistema antes de repetir.'] : []),
    ...(error.retryAfterMs === undefined ? [] : [`Tente de novo em ${String(Math.ceil(error.retryAfterMs / 1_000))} s.`]),
  ].join('\n')
}

const CODES: Readonly<Partial<Record<AppError['code'], string>>> = {
  'bad-input': 'O sistema não aceitou os dados',
  unauthorized: 'O sistema não aceitou as credenciais',
  forbidden: 'O usuário da API não tem permissão para isto',
  'not-found': 'Não encontrado: o registro não existe, ou esta versão do sistema não tem a operação',
  refused: 'O sistema recusou',
  'rate-limited': 'Chamadas demais neste minuto',
  timeout: 'O sistema não respondeu a tempo',
  unreachable: 'Não foi possível conectar ao sistema',
  'bad-answer': 'O sistema respondeu algo que não se entende',
  'server-error': 'O sistema falhou',
  'circuit-open': 'O sistema está falhando; aguarde alguns segundos',
  'file-too-big': 'O arquivo é grande demais',
}
