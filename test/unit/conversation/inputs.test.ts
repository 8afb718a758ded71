import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { asksForPerson, coalesce, isFarewell, isSmallTalk, orderEvents } from '../../../src/conversation/inputs.js'
import type { InboxEvent, Input } from '../../../src/domain/event.js'

const from = { firstName: 'Zé' }
const text = (value: string, extra: { edited?: boolean; context?: string } = {}): Input => ({
  kind: 'text',
  text: value,
  messageId: 1,
  from,
  ...extra,
})
const event = (input: Input, order?: number): InboxEvent => ({
  id: `e${String(order)}`,
  chatId: '1',
  at: 0,
  input,
  ...(order === undefined ? {} : { order }),
})

describe('asking for a person', () => {
  it.each([
    'atendente',
    'Atendente!',
    'atendente por favor',
    'falar com atendente',
    'quero falar com um atendente',
    'me passa pra um atendente',
    'queria falar com alguém',
    'posso falar com uma pessoa?',
    'quero atendimento humano',
    'preciso de um humano',
    'chama o atendente',
    'falar com a operadora de atendimento',
    'quero falar com gente',
    'chama o gerente agora',
    'nao quero robo quero uma pessoa',
    'me liga por favor',
    'tem alguem ai pra me atender',
    'quero falar com o suporte',
  ])('is heard in %j', (said) => {
    expect(asksForPerson(said)).toBe(true)
  })

  it.each([
    'tô sem internet',
    'quero mudar de operadora',
    'preciso transferir o contrato para outra pessoa',
    'já falei com o atendente ontem',
    'preciso da segunda via',
    'alguém mexeu no poste',
    'não quero falar com atendente nenhum',
    'quero indicar uma pessoa',
  ])('is not heard in %j', (said) => {
    expect(asksForPerson(said)).toBe(false)
  })
})

describe('small talk', () => {
  it.each(['oi', 'Oi!', 'olá, bom dia', 'boa noite!!', 'obrigada', 'ok, obrigado', '👍', '?', 'não sei', 'por quê?', 'sim', 'muito obrigada viu moça Deus abençoe', 'tchau', 'kkkkk', 's', 'oiii'])(
    '%j says nothing of a problem',
    (said) => {
      expect(isSmallTalk(said)).toBe(true)
    },
  )

  it.each(['oi, tô sem internet', 'bom dia, caiu tudo', 'não funciona', 'obrigado, mas continua lenta', 'oitenta megas'])(
    '%j does',
    (said) => {
      expect(isSmallTalk(said)).toBe(false)
    },
  )

  it('is told quickly in any text', () => {
    expect(isSmallTalk(`${'oi ola bom dia e ai '.repeat(300)}x`)).toBe(false)
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (said) => typeof isSmallTalk(said) === 'boolean'))
  })
})

it('leave is taken by a goodbye, not by a hello', () => {
  expect(['tchau', 'valeu, até mais', 'era só isso obrigado', 'fica com Deus'].every(isFarewell)).toBe(true)
  expect(['oi', 'obrigada', 'tchau internet, caiu de novo'].some(isFarewell)).toBe(false)
})

describe('a burst', () => {
  it('is one input, each message kept apart', () => {
    const [input, ...others] = coalesce([event(text('oi'), 1), event(text('caiu tudo', { context: 'em resposta a "x"' }), 2)])
    expect(others).toEqual([])
    expect(input).toMatchObject({ text: 'oi\ncaiu tudo', parts: ['oi', 'caiu tudo\n(em resposta a "x")'] })
  })

  it('ends where something else comes between', () => {
    const press: Input = { kind: 'button', data: 'menu:menu', callbackId: 'c', from }
    const kinds = coalesce([event(text('a'), 1), event(press, 2), event(text('b'), 3)]).map(({ kind }) => kind)
    expect(kinds).toEqual(['text', 'button', 'text'])
  })

  it('never swallows a correction', () => {
    expect(coalesce([event(text('a'), 1), event(text('b', { edited: true }), 2)])).toHaveLength(2)
  })
})

it('takes updates in the order of update_id, and leaves other events where they stand', () => {
  const timer: Input = { kind: 'timer', name: 'idle', arg: '' }
  const ordered = orderEvents([event(text('c'), 3), event(timer), event(text('a'), 1), event(text('b'), 2)])
  expect(ordered.map(({ order }) => order)).toEqual([1, undefined, 2, 3])
})
