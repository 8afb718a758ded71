import { createHash } from 'node:crypto'

import type { Sandbox } from './sandbox.js'
import type { TelegramUser } from './telegram/user.js'

/** What the story's customer and attendant say and send. */
export interface StoryFacts {
  problem: string
  later: string
  relayed: readonly string[]
  attendant: { name: string; text: string }
  files: readonly Buffer[]
}

/** A ticket opened by the bot, wherever its category sends it. */
export interface PlayTicket {
  protocol: string
  description: string
  messages: readonly string[]
  files: readonly { sha256: string }[]
}

export interface Check {
  /** For the person at the terminal, in Portuguese. */
  what: string
  ok: boolean
  found: string
}

/** Every ticket the bot opened, in both systems. */
export function ticketsOf({ hubsoft, milvus }: Sandbox): readonly PlayTicket[] {
  const atendimentos = hubsoft.opened().map(({ protocolo, descricao, mensagens, anexos }) => ({
    protocol: protocolo,
    description: descricao,
    messages: mensagens.map(({ texto }) => texto),
    files: anexos,
  }))
  const chamados = milvus.chamados().map(({ codigo, descricao, acompanhamentos, anexos }) => ({
    protocol: String(codigo),
    description: descricao,
    messages: acompanhamentos.map(({ texto }) => texto),
    files: anexos,
  }))
  return [...atendimentos, ...chamados]
}

/** Whether each thing of the story is where it belongs, exactly once. */
export function checkStory(sandbox: Sandbox, user: TelegramUser, story: StoryFacts): readonly Check[] {
  const tickets = ticketsOf(sandbox)
  const [ticket] = tickets
  const conversations = sandbox.tempbox.conversations()
  const relayed = conversations.flatMap(({ mensagens }) =>
    mensagens.filter(({ de }) => de === 'bot').map(({ texto }) => texto),
  )
  const once = (what: string, count: number, wanted = 1): Check => ({
    what,
    ok: count === wanted,
    found: String(count),
  })
  const expected = story.files.map((bytes) => createHash('sha256').update(bytes).digest('hex')).sort()
  const arrived = (ticket?.files ?? []).map(({ sha256 }) => sha256).sort()
  const answers = user.messages.filter(({ text }) => text.includes(story.attendant.text))
  return [
    once('um chamado aberto, e um só', tickets.length),
    once('com as palavras do cliente', holding([ticket?.description ?? ''], story.problem)),
    once(
      'o protocolo dito ao cliente',
      Math.min(
        1,
        holding(
          user.messages.map(({ text }) => text),
          ticket?.protocol ?? '?',
        ),
      ),
    ),
    {
      what: `${expected.length} anexos, byte a byte`,
      ok: arrived.join() === expected.join(),
      found: String(arrived.length),
    },
    once('a contagem dos anexos dita ao cliente', countingMessages(user, story).length),
    once('a mensagem posterior no chamado', holding(ticket?.messages ?? [], story.later)),
    once('uma conversa com atendente', conversations.length),
    ...story.relayed.map((text) => once(`“${text}” ao atendente`, holding(relayed, text))),
    once('a resposta do atendente no Telegram', answers.length),
    once(
      'com o primeiro nome dele',
      holding(
        answers.map(({ text }) => text),
        story.attendant.name.split(' ')[0] ?? '',
      ),
    ),
    once('a conversa encerrada', conversations.filter(({ concluido }) => concluido).length),
  ]
}

/** What tells the customer how many of the files were attached ("anexado", "anexei" with their number). */
export function countingMessages(user: TelegramUser, { files }: StoryFacts): readonly string[] {
  const number = new RegExp(`\\b${files.length}\\b`, 'u')
  return user.messages.map(({ text }) => text).filter((text) => /\banex(?:ad|ei)/iu.test(text) && number.test(text))
}

function holding(texts: readonly string[], part: string): number {
  return texts.filter((text) => text.includes(part)).length
}
