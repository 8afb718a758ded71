import { AppError, type ErrorCode } from '../domain/errors.js'
import { shorten } from '../lib/plain-text.js'
import { maskPersonalData } from '../lib/redaction.js'
import { bad, skipped, warning, type Outcome } from './check.js'

/** What to do, by what went wrong; where nothing stands here the general words are taken. */
export type Advice = Readonly<Partial<Record<ErrorCode, readonly string[]>>>

/** A failed call, told for a person. Rethrows what is no failure of the other side. */
export function tellFailure(error: unknown, advice: Advice, state: 'error' | 'warning' = 'error'): Outcome {
  if (!(error instanceof AppError) || error.code === 'internal') throw error
  if (error.code === 'rate-limited' && error.context.reason === 'pace') {
    return skipped('não perguntado: HUBSOFT_RPM não deixa tantas chamadas em um minuto')
  }
  const code = codeOf(error)
  const lines = advice[code] ?? GENERAL[code] ?? []
  return state === 'error' ? bad(tell(error, code), ...lines) : warning(tell(error, code), ...lines)
}

/** A refusal that speaks of a permission is one, whatever its status. */
export function codeOf(error: AppError): ErrorCode {
  return error.code === 'refused' && /permiss/iu.test(error.vendorMessage() ?? '') ? 'forbidden' : error.code
}

/** Some say so with a refusal: the call is there, and may be made. */
export function isNothingFound(error: unknown): boolean {
  if (!(error instanceof AppError) || !['refused', 'bad-input'].includes(codeOf(error))) return false
  return /nenhum|n[ãa]o (?:foi )?(?:encontrad|localizad)|n[ãa]o h[áa]\b/iu.test(error.vendorMessage() ?? '')
}

/** The vendor's own sentence on one line, personal data masked; `undefined` where there is none. */
export function sentenceOf(error: AppError): string | undefined {
  const said = error.vendorMessage()?.replace(/\s+/gu, ' ').trim()
  return said ? shorten(maskPersonalData(said), 140) : undefined
}

function tell(error: AppError, code: ErrorCode): string {
  const { status } = error.context
  const said = sentenceOf(error)
  const behind = (typeof status === 'number' ? ` (${String(status)})` : '') + (said === undefined ? '' : `: “${said}”`)
  switch (code) {
    case 'unauthorized':
      return `a credencial foi recusada${behind}`
    case 'forbidden':
      return `sem permissão${behind}`
    case 'not-found':
      return `a rota não existe${behind}`
    case 'rate-limited':
      return `pediu para esperar${behind}`
    case 'timeout':
      return 'não respondeu a tempo'
    case 'unreachable':
      return `não foi possível conectar (${networkCode(error)})`
    case 'server-error':
      return `erro do próprio servidor${behind}`
    case 'bad-answer':
      if (error.context.reason === 'redirect') return `o endereço leva a outro${behind}`
      return `a resposta não é a deste sistema${error.context.reason === 'schema' ? ` (campo ${String(error.context.field)})` : ''}`
    case 'refused':
    case 'bad-input':
      return `recusou${behind}`
    default:
      return `falhou (código ${code})${behind}`
  }
}

const GENERAL: Advice = {
  'rate-limited': ['Espere um minuto e rode outra vez. Se continuar, outro programa usa o mesmo acesso.'],
  timeout: ['O sistema está lento ou não é alcançado daqui (firewall). Teste de novo em alguns minutos.'],
  unreachable: ['O endereço está certo? O sistema está no ar? Esta máquina o alcança (firewall, DNS)?'],
  'server-error': ['O problema está do lado do sistema. Se continuar, avise o suporte dele.'],
  'bad-answer': ['Confira o endereço: quem responde ali não parece ser a API. Um proxy no meio também faz isso.'],
  'not-found': ['Confira o endereço: a API não está onde ele diz, ou esta versão não tem a rota.'],
}

/** Why no connection came about, as the operating system calls it. */
export function networkCode(error: AppError): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth += 1) {
    const code: unknown = Reflect.get(at, 'code')
    if (typeof code === 'string' && /^[A-Z][A-Z_]{2,40}$/u.test(code)) return code
  }
  const { reason } = error.context
  return typeof reason === 'string' && /^[\w-]{1,40}$/u.test(reason) ? reason : 'rede'
}
