import { AppError } from '../../domain/errors.js'
import { tempboxCalls as calls } from '../../integrations/tempbox/calls.js'
import { ok, warning, type Check, type Outcome } from '../check.js'
import { isNothingFound, sentenceOf, tellFailure, type Advice } from '../failure.js'
import type { World } from '../world.js'
import { notLookedAt } from './environment.js'

/** A contact that nobody has: its conversations are none. */
const NOBODY = '0'
const TOKEN = ['Confira TEMPBOX_TOKEN: peça ao TempBox o token da API, ou um novo se este foi revogado.']
const COMPANY = ['Confira TEMPBOX_EMPRESA: é o código da sua empresa no TempBox (um GUID), o mesmo do token.']

/** TempBox: the token and the company, the listings that the bot follows conversations by, and the channel. */
export function tempboxChecks(world: World): Check[] {
  const { tempbox, env } = world
  const blocked = notLookedAt('tempbox', env.tempbox, 'quem pede uma pessoa ganha um chamado')
  if (blocked || !tempbox || env.tempbox.kind !== 'ready') return blocked ?? []
  const { baseUrl, empresa: Empresa, plataforma, codigoReferenciaCanal } = env.tempbox.config
  const host = new URL(baseUrl).host
  const needs = ['tempbox.token']
  return [
    {
      id: 'tempbox.token',
      system: 'tempbox',
      title: 'Token e empresa',
      run: () =>
        attempt('error', {}, async () => {
          await tempbox.api.call(calls.listarMeusAtendimentos, { body: { Contato: NOBODY, Empresa } })
          return ok(`${host} aceitou o token e a empresa`)
        }),
    },
    {
      id: 'tempbox.emAberto',
      system: 'tempbox',
      title: 'Mensagens em aberto',
      needs,
      run: () =>
        attempt('warning', WITHOUT_LISTING, async () => {
          await tempbox.api.call(calls.listarMensagensEmAberto, { body: { Empresa, Inicio: 0, Termino: 1 } })
          return ok('respondeu')
        }),
    },
    {
      id: 'tempbox.ultimas',
      system: 'tempbox',
      title: 'Últimas mensagens',
      needs,
      run: () =>
        attempt('warning', WITHOUT_LISTING, async () => {
          await tempbox.api.call(calls.listarUltimasMensagens, { body: { Empresa } })
          return ok('respondeu')
        }),
    },
    {
      id: 'tempbox.canal',
      system: 'tempbox',
      title: 'Canal',
      run: async () => lookAtChannel(plataforma, codigoReferenciaCanal),
    },
  ]
}

const LISTING = 'Uma das duas listagens basta: sem nenhuma, arquivos e nome do atendente não chegam ao cliente.'
const WITHOUT_LISTING: Advice = { forbidden: [LISTING], 'not-found': [LISTING], refused: [LISTING] }

/** No call lists the channels: what is set can be told, and is seen to be right in the first conversation. */
function lookAtChannel(plataforma: number | undefined, codigo: string | undefined): Outcome {
  if (plataforma !== undefined) {
    return ok(`plataforma definida${codigo === undefined ? '' : ', com código de referência'}; a API não a confere`)
  }
  return warning(
    'TEMPBOX_PLATAFORMA não está definida',
    'As conversas podem cair em outro canal. Peça ao TempBox o número da plataforma do Telegram.',
  )
}

async function attempt(state: 'error' | 'warning', advice: Advice, look: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await look()
  } catch (error) {
    if (isNothingFound(error) && !aboutAccess(error)) return ok('respondeu, sem resultado')
    const said = error instanceof AppError ? (sentenceOf(error) ?? '') : ''
    const refused = advice.refused ?? (/token/iu.test(said) ? TOKEN : /empresa/iu.test(said) ? COMPANY : [...TOKEN, ...COMPANY])
    return tellFailure(error, { unauthorized: TOKEN, forbidden: TOKEN, ...advice, refused, 'bad-input': refused }, state)
  }
}

/** "Empresa não encontrada" is no empty list. */
function aboutAccess(error: unknown): boolean {
  return error instanceof AppError && /token|empresa/iu.test(error.vendorMessage() ?? '')
}
