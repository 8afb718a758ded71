import { AppError, type ErrorCode } from '../domain/errors.js'
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
  // What a 400 asks for is what any other refusal does.
  const lines = [...particular(error), ...(advice[code] ?? (code === 'bad-input' ? advice.refused : undefined) ?? GENERAL[code] ?? UNKNOWN)]
  return state === 'error' ? bad(tell(error, code), ...lines) : warning(tell(error, code), ...lines)
}

/** A refusal that speaks of a permission is one, whatever its status, and a 500 that speaks of a bad token. */
export function codeOf(error: AppError): ErrorCode {
  const said = error.vendorMessage() ?? ''
  if (error.code === 'refused' && /permiss/iu.test(said)) return 'forbidden'
  return error.code === 'server-error' && BAD_TOKEN.test(said) ? 'unauthorized' : error.code
}

const BAD_TOKEN = /\btoken\b.*(?:inv[áa]lid|expirad|revogad|incorret|n[ãa]o (?:encontrad|autorizad|informad)|expired)|(?:invalid|expired) token\b/iu

/** Some say so with a refusal, or a 404: the call is there, and may be made. */
export function isNothingFound(error: unknown): boolean {
  if (!(error instanceof AppError) || !['refused', 'bad-input', 'not-found'].includes(codeOf(error))) return false
  const said = error.vendorMessage() ?? ''
  return /nenhum|n[ãa]o (?:foi )?(?:encontrad|localizad)|n[ãa]o h[áa]\b/iu.test(said) && !/\b(?:rota|recurso|p[áa]gina|m[ée]todo|endpoint)\b/iu.test(said)
}

/** The vendor's own sentence on one line, personal data masked; `undefined` where there is none. The censor cuts it. */
export function sentenceOf(error: AppError): string | undefined {
  const said = error.vendorMessage()?.slice(0, MOST_READ).replace(/\s+/gu, ' ').replace(/[“”]/gu, '"').trim()
  return said ? maskPersonalData(said) : undefined
}

const MOST_READ = 4_000

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
      return isOfAnotherForm(error)
        ? `respondeu de uma forma que o Plantão não conhece (campo ${String(error.context.field)})`
        : 'a resposta não é a deste sistema'
    case 'refused':
    case 'bad-input':
      return `recusou${behind}`
    default:
      return `falhou (código ${code})${behind}`
  }
}

/** JSON without what the call is for; a page without any field is of somebody else. */
const isOfAnotherForm = ({ context: { reason, field } }: AppError): boolean => reason === 'schema' && field !== ''

/** What the failure itself asks for, before what the check knows. */
function particular(error: AppError): string[] {
  const { reason, status } = error.context
  if (reason === 'redirect') return ['Ponha o endereço final: o Plantão não segue redirecionamentos. Falta o https:// ou sobra um www?']
  if (error.code === 'bad-answer' && isOfAnotherForm(error)) {
    return ['Se o endereço está certo, é outra versão do sistema: guarde esta linha e avise quem mantém o Plantão.']
  }
  if (error.code === 'unauthorized' && status === 403) return ['Com 403 pode ser também um firewall que não aceita o endereço IP desta máquina.']
  if (error.code !== 'unreachable') return []
  const code = networkCode(error)
  if (/^(?:ENOTFOUND|EAI_AGAIN)$/u.test(code)) return ['Nenhum servidor tem este nome: confira se o endereço foi escrito certo, e o DNS desta máquina.']
  if (!/SSL|TLS|CERT|SELF_SIGNED|UNABLE_TO|^EPROTO$/u.test(code)) return []
  return ['O certificado ou o protocolo não serve: confira https:// e a porta, e se o certificado venceu ou é de outro nome.']
}

const UNKNOWN = ['Rode outra vez; se continuar, guarde esta linha e mostre-a ao suporte do sistema.']

const GENERAL: Advice = {
  unauthorized: ['Confira a credencial deste sistema em .env: pode ter sido trocada, revogada ou cortada ao copiar.'],
  forbidden: ['Peça ao administrador do sistema a permissão para isto.'],
  refused: ['O sistema foi alcançado e não aceitou a consulta: mostre esta linha ao suporte dele.'],
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
