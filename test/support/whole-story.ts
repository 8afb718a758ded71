import { expect } from 'vitest'

import { samplePng } from '../../src/sandbox/sample-file.js'
import { sha256, type Customer, type SampleFile } from './customer.js'

/*
 * What one customer of a crowd lives through, from the first word to the end of the talk with an attendant, and what
 * must be so afterwards. It differs a little from one customer to the next.
 */

const LATER = ['agora a luz apagou', 'e o telefone também']
const TALK = ['bom dia', 'trabalho em casa', 'pode ser hoje?', 'obrigado']
const ATTENDANT = 'Um técnico vai aí.'

export async function liveWholeStory(customer: Customer, index: number): Promise<void> {
  await customer.order(problemOf(index), filesOf(index))
  const ticket = await customer.toldProtocolo()
  for (const [count, words] of LATER.entries()) {
    customer.say(words)
    await customer.landed(`${words} of ${String(index)}`, () => ticket.mensagens.length > count)
  }
  const arrived = (): number => new Set(ticket.anexos.map((anexo) => anexo.sha256)).size
  await customer.landed(`the files of ${String(index)}`, () => arrived() === filesOf(index).length)
  customer.say('/atendente')
  await customer.landed(`the summary of ${String(index)}`, () => customer.relayed().length > 0)
  for (const words of TALK) {
    customer.say(words)
    // Half of them write on without waiting.
    if (index % 2 === 0) await customer.landed(`${words} of ${String(index)}`, () => customer.relayed().includes(words))
  }
  customer.sandbox.tempbox.attendantSays(String(customer.id), 'Rita Inventada', ATTENDANT)
  await customer.hear((text) => text.includes(ATTENDANT))
  await customer.landed(`the last words of ${String(index)}`, () => joined(customer).includes('obrigado'))
  customer.say('/encerrar')
  await customer.landed(`the end of ${String(index)}`, () => customer.conversations()[0]?.concluido === true)
}

/** Everything once and in its order; what cannot be read back (files, replies) at most once more for each disturbance. */
export function expectStoryOnce(customer: Customer, index: number, disturbances: number): void {
  const atendimentos = customer.atendimentos()
  expect(atendimentos.map(({ descricao }) => descricao.includes(problemOf(index)))).toEqual([true])
  const [ticket] = atendimentos
  expect(ticket?.mensagens.map(({ texto }) => LATER.findIndex((words) => texto.includes(words)))).toEqual([0, 1])
  const arrived = (ticket?.anexos ?? []).map((anexo) => anexo.sha256)
  expect(new Set(arrived)).toEqual(new Set(filesOf(index).map(({ bytes }) => sha256(bytes))))
  expect(arrived.length).toBeLessThanOrEqual(filesOf(index).length + disturbances)
  expect(customer.conversations()).toHaveLength(1)
  expect(joined(customer)).toBe(TALK.join('\n'))
  const told = customer.user.messages.filter(({ text }) => text.includes(ATTENDANT))
  expect(told.length).toBeGreaterThanOrEqual(1)
  expect(told.length).toBeLessThanOrEqual(1 + disturbances)
}

/** How many replies and files came more often than once, over all of them. */
export function countRepeats(customers: readonly Customer[]): number {
  return customers.reduce((total, customer) => {
    const arrived = customer.atendimentos().flatMap(({ anexos }) => anexos.map(({ sha256 }) => sha256))
    const files = arrived.length - new Set(arrived).size
    const told = customer.user.messages.filter(({ text }) => text.includes(ATTENDANT)).length - 1
    return total + files + told
  }, 0)
}

/** What was relayed after the summary; a burst may come as one message of several lines. */
function joined(customer: Customer): string {
  return customer.relayed().slice(1).join('\n')
}

function problemOf(index: number): string {
  const number = String(index)
  return index % 2 === 0 ? `estou sem internet desde as ${number} horas` : `o jogo número ${number} tem muito lag`
}

function filesOf(index: number): readonly SampleFile[] {
  return Array.from({ length: (index % 3) + 1 }, (_, count) => ({
    bytes: Buffer.concat([samplePng(), Buffer.from(`${String(index)}/${String(count)}`)]),
    file: { as: 'photo', caption: `foto ${String(count)}` } as const,
  }))
}
