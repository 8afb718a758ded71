import { AppError } from '../domain/errors.js'
import { brDate } from '../sandbox/dates.js'
import { articles } from '../sandbox/world/articles.js'
import type { Invoice, OpenTicket, Person, World } from '../sandbox/world/types.js'
import { world } from '../sandbox/world.js'
import type { Mundo } from './scenario.js'
import { PERSONS } from './steps.js'

/** The made-up provider as a scenario has it, and who writes. `now`: milliseconds since the epoch. */
export function makeWorld(mundo: Mundo, now: number): { world: World; person: Person } {
  const before = personOf(mundo.cliente)
  const person = changed(before, mundo)
  const others = <T extends { codigoCliente: number }>(all: readonly T[]): T[] =>
    all.filter(({ codigoCliente }) => codigoCliente !== person.codigoCliente)
  const made: World = {
    ...world,
    pessoas: world.pessoas.map((one) => (one === before ? person : one)),
    faturas: mundo.faturas ? [...others(world.faturas), ...mundo.faturas.map(asInvoice(person, now))] : world.faturas,
    atendimentos: mundo.atendimentos
      ? [...others(world.atendimentos), ...mundo.atendimentos.map(asTicket(person))]
      : world.atendimentos,
    artigos: mundo.artigos?.map((article, index) => ({ id: 1900 + index, ...article })) ?? articles,
  }
  return { world: made, person }
}

/** A made-up person by the name that scenarios use. Throws `config`. */
export function personOf(name: string): Person {
  const person = PERSONS[name]
  if (!person) throw new AppError('config', `Não há quem se chame ${name}.`, { retry: 'never' })
  return person
}

/** A mobile of the record, else whatever phone it has. */
export const phoneOf = ({ telefones }: Person): string =>
  (telefones.find((phone) => /^\d{2}9\d{8}$/u.test(digits(phone))) ?? telefones[0]).replace(/\D/gu, '')

const digits = (phone: string): string => phone.replace(/\D/gu, '')

function changed(person: Person, { alertas, suspenso, conectado }: Mundo): Person {
  const state = { status: 'Suspenso por Débito', statusPrefixo: 'suspenso_debito', conectado: false }
  const enabled = { status: 'Serviço Habilitado', statusPrefixo: 'servico_habilitado' }
  const servicos = person.servicos.map((plan, index) => {
    if (index > 0) return plan
    const status = suspenso === undefined ? {} : suspenso ? state : enabled
    return { ...plan, ...status, ...(conectado === undefined ? {} : { conectado }) }
  })
  return { ...person, servicos, ...(alertas ? { alertas } : {}) }
}

const servicoOf = ({ servicos }: Person): number => servicos[0]?.idClienteServico ?? 0

function asInvoice(person: Person, now: number) {
  return (
    { valor, vence_em_dias: days, paga }: NonNullable<Mundo['faturas']>[number],
    index: number,
  ): Invoice => {
    const vencimento = brDate(now + days * 24 * 3_600_000)
    return {
      idFatura: 37_000 + index,
      codigoCliente: person.codigoCliente,
      idClienteServico: servicoOf(person),
      valor,
      vencimento,
      pagamento: paga ? vencimento : null,
    }
  }
}

function asTicket(person: Person) {
  return ({ tipo, descricao, com_visita }: NonNullable<Mundo['atendimentos']>[number]): OpenTicket => ({
    codigoCliente: person.codigoCliente,
    idClienteServico: servicoOf(person),
    tipo,
    descricao,
    comVisita: com_visita,
  })
}
