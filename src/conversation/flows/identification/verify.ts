import { checkLink } from '../../access.js'
import { isSuspended, readServico } from '../../current-servico.js'
import { dateTime } from '../../format.js'
import type { Acao } from '../../session.js'
import type { Choice, Turn } from '../../turn.js'
import type { Owned } from '../../access.js'

/** The first look comes soon, the second when a router has had the time to start. */
const FIRST_MS = 20_000
const SECOND_MS = 2 * 60_000

/** Looks, in a moment, at what an action has changed: not believed but read. */
export function verifyLater(turn: Turn, { tipo, codigoCliente, idClienteServico }: Acao): void {
  turn.setTimer(`verifica:${tipo}`, FIRST_MS, [codigoCliente, idClienteServico, 1].join(':'))
}

/** The timer: reads the service again and says what it reads; once more later where it is not well yet. */
export async function onVerify(turn: Turn, name: string, arg: string): Promise<void> {
  const [codigoCliente = 0, idClienteServico = 0, look = 1] = arg.split(':').map(Number)
  const tipo = name.split(':')[1] ?? ''
  await checkLink(turn)
  const owned = await readServico(turn, { codigoCliente, idClienteServico })
  if (owned === 'gone') return
  const last = look > 1
  if (!last && (owned === 'unavailable' || !isWell(owned, tipo))) {
    turn.setTimer(name, SECOND_MS, [codigoCliente, idClienteServico, look + 1].join(':'))
  }
  if (owned === 'unavailable') {
    if (last) turn.say('leitura_indisponivel', {}, ROWS)
    return
  }
  const { servico } = owned
  const desde = servico.ultimaConexao?.desde
  turn.say(
    'verificado',
    {
      acao: tipo,
      servico: servico.nome,
      status: servico.status,
      suspenso: isSuspended(servico.statusPrefixo),
      conectado: servico.ultimaConexao === undefined ? 'desconhecido' : servico.ultimaConexao.conectado ? 'sim' : 'nao',
      desde: desde === undefined ? '' : dateTime(desde),
      de_novo: !last && !isWell(owned, tipo),
    },
    rowsOf(turn),
  )
}

function isWell({ servico }: Owned, tipo: string): boolean {
  return tipo === 'desbloqueio' ? !isSuspended(servico.statusPrefixo) : servico.ultimaConexao?.conectado === true
}

/** A report that waits for its cause is asked about, else what can be done. */
function rowsOf({ session: { draft, flow } }: Turn): readonly (readonly Choice[])[] {
  if (!draft || flow.name !== 'diagnostico') return ROWS
  return [
    [
      ['resolveu', `ok:${draft.id}`],
      ['nao_resolveu', `nr:${draft.id}`],
    ],
  ]
}

const ROWS = [
  [
    ['suporte', 'menu:suporte'],
    ['menu', 'menu:menu'],
  ],
] as const
