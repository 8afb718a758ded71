import { fill } from './customer.js'
import type { Act } from './steps.js'
import type { Talk } from './talk.js'

const PATIENCE_MS = 10_000
const ATTENDANT = 'Marina Fictícia'

/** What the staff, the bank, the network and the other systems do. */
export async function actElsewhere(talk: Talk, act: Act): Promise<void> {
  const { sandbox, person, user } = talk.stage
  const { hubsoft, tempbox } = sandbox
  const contato = String(user.id)
  const newest = () => hubsoft.tickets().findLast(({ pessoa, aberto }) => aberto && pessoa.documento === person.documento)
  const servico = person.servicos[0]?.idClienteServico ?? 0
  if (act.atendente_diz !== undefined || act.atendente_encerra) {
    await talk.until(() => tempbox.conversations().find((one) => one.contato === contato && !one.concluido), PATIENCE_MS)
  }
  if (act.atendente_diz !== undefined) {
    talk.note('equipe', act.atendente_diz)
    tempbox.attendantSays(contato, ATTENDANT, fill(talk, act.atendente_diz))
  } else if (act.atendente_encerra) {
    talk.note('equipe', '(encerra a conversa)')
    tempbox.close(contato)
  } else if (act.equipe_escreve !== undefined) {
    talk.note('equipe', `(no atendimento) ${act.equipe_escreve}`)
    hubsoft.staffSays(newest()?.idAtendimento ?? 0, act.equipe_escreve)
  } else if (act.equipe_muda !== undefined) {
    talk.note('equipe', `(muda a situação) ${act.equipe_muda}`)
    hubsoft.staffMoves(newest()?.idAtendimento ?? 0, act.equipe_muda)
  } else if (act.equipe_fecha !== undefined) {
    talk.note('equipe', `(fecha o atendimento) ${act.equipe_fecha}`)
    hubsoft.staffCloses(newest()?.idAtendimento ?? 0, act.equipe_fecha)
  } else if (act.banco_confirma) {
    talk.note('mundo', 'o banco confirma o pagamento')
    const { codigoCliente } = person
    for (const { idFatura } of talk.stage.faturas.filter((one) => one.codigoCliente === codigoCliente)) hubsoft.pays(idFatura)
  } else if (act.conexao !== undefined) {
    talk.note('mundo', `a conexão ${act.conexao}`)
    hubsoft.setConnected(servico, act.conexao === 'volta')
  } else if (act.cai_sistema !== undefined) {
    talk.note('mundo', `${act.cai_sistema} sai do ar`)
    await sandbox.faults[act.cai_sistema].down()
  } else if (act.volta_sistema !== undefined) {
    talk.note('mundo', `${act.volta_sistema} volta`)
    await sandbox.faults[act.volta_sistema].up()
  }
  // What the staff does is answered by the bot as what the customer does is.
  if (Object.keys(act).some((name) => /^(?:atendente|equipe)_/u.test(name))) talk.turn()
  talk.waited = true
}
