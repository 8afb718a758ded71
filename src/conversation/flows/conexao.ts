import { ensureLevel, ensureServico, readRecords, services } from '../access.js'
import type { Turn } from '../turn.js'

/** *Conexão*: the service's status and whether it is connected, every word from a field of the record. */
export async function showConexao(turn: Turn): Promise<void> {
  const { session } = turn
  if (!(await ensureLevel(turn, 2, 'conexao')) || !(await ensureServico(turn, 'conexao'))) return
  const clientes = await readRecords(turn)
  const id = session.servico?.idClienteServico
  const owned =
    clientes === 'unavailable' ? undefined : services(clientes).find(({ servico }) => servico.idClienteServico === id)
  if (!owned) {
    turn.say('sistema_indisponivel', {}, ROW)
    return
  }
  const { ultimaConexao, status } = owned.servico
  turn.say(
    'conexao',
    {
      servico: session.servico?.rotulo ?? '',
      status,
      conectado: ultimaConexao === undefined ? 'desconhecido' : ultimaConexao.conectado ? 'sim' : 'nao',
      desde: ultimaConexao?.desde === undefined ? '' : dateTime(ultimaConexao.desde),
    },
    ROW,
  )
}

const ROW = [
  [
    ['suporte', 'menu:suporte'],
    ['menu', 'menu:menu'],
  ],
] as const

const dateTime = (at: number): string =>
  new Intl.DateTimeFormat('pt-BR', { dateStyle: 'short', timeStyle: 'short', timeZone: 'America/Sao_Paulo' }).format(at)
