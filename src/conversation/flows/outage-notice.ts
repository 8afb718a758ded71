import { checkLink } from '../access.js'
import { readServico } from '../current-servico.js'
import { dateTime } from '../format.js'
import { LIMITS } from '../session.js'
import type { Turn } from '../turn.js'
import { outageOf } from './diagnosis-reads.js'

const AGAIN_MS = 10 * 60_000
/** A day of looking; an alert that nobody takes away must not be read for ever. */
const LOOKS = 144

/** *Avise-me quando voltar*: the record is looked at again until the alert is gone. Nothing is opened. */
export function askNotice(turn: Turn, draftId: string): void {
  const { session } = turn
  const { servico, draft } = session
  if (session.identity.level !== 2 || !servico || draft?.id !== draftId) {
    turn.say(session.aviso ? 'aviso_marcado' : 'cartao_velho', {}, MENU_ROW)
    return
  }
  // What was sent for the report is kept for another one.
  session.heldFiles = [...session.heldFiles, ...draft.files].slice(0, LIMITS.files)
  delete session.draft
  session.flow = { name: 'idle' }
  session.aviso = { ...servico, restam: LOOKS }
  turn.setTimer(TIMER, AGAIN_MS)
  turn.say('aviso_marcado', {}, MENU_ROW)
}

/** The timer: tells once the alert is gone. */
export async function lookAgain(turn: Turn): Promise<void> {
  const { session } = turn
  const { aviso } = session
  if (!aviso) return
  await checkLink(turn)
  const owned = await readServico(turn, aviso)
  if (owned === 'gone') {
    delete session.aviso
    return
  }
  aviso.restam -= 1
  if (owned === 'unavailable' || outageOf(turn, owned.cliente.alertas) !== undefined) {
    if (aviso.restam > 0) turn.setTimer(TIMER, AGAIN_MS)
    else {
      delete session.aviso
      turn.say('aviso_desistiu', { servico: aviso.rotulo }, ROWS)
    }
    return
  }
  delete session.aviso
  const conexao = owned.servico.ultimaConexao
  turn.say(
    'aviso_voltou',
    {
      servico: aviso.rotulo,
      conectado: conexao === undefined ? 'desconhecido' : conexao.conectado ? 'sim' : 'nao',
      desde: conexao?.desde === undefined ? '' : dateTime(conexao.desde),
    },
    ROWS,
  )
}

const TIMER = 'voltou'
const MENU_ROW = [[['menu', 'menu:menu']]] as const
const ROWS = [
  [
    ['conexao', 'menu:conexao'],
    ['suporte', 'menu:suporte'],
  ],
] as const
