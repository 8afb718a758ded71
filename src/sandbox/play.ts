import { AppError } from '../domain/errors.js'
import { systemClock } from '../lib/clock.js'
import { checkStory, countingMessages, ticketsOf, type StoryFacts } from './play-check.js'
import { quiet, Reactor, type Reaction } from './reactor.js'
import { layout, type Screen } from './screen.js'
import { sampleLog, samplePng } from './sample-file.js'
import type { Sandbox } from './sandbox.js'
import type { BotMessage } from './telegram/types.js'
import type { TelegramUser } from './telegram/user.js'
import { lia } from './world/people.js'

const STORY: StoryFacts = {
  problem: 'tô sem internet desde ontem, a luz LOS ficou vermelha',
  later: 'Agora as luzes apagaram de vez.',
  relayed: ['Trabalho em casa, conseguem me ajudar hoje?', 'Combinado, obrigada!'],
  attendant: { name: 'Marina Fictícia', text: 'Boa tarde! Um técnico passa aí até as 18h.' },
  files: [samplePng(), sampleLog()],
}

/**
 * Plays the whole story of one customer unattended, telling the conversation as it goes, and then what landed in each
 * system. True only if everything landed exactly once. It goes by the words that docs/architecture.md fixes for buttons, not by
 * the bot's sentences.
 */
export async function play(sandbox: Sandbox, out: Parameters<typeof layout>[0]): Promise<boolean> {
  const screen = layout(out)
  const user = sandbox.telegram.user(5_000_001, { firstName: 'Lia', phone: `55${lia.telefones[0]}` })
  const stopListening = [
    user.onMessage((message) => screen.bot(message)),
    sandbox.landings.subscribe((landing) => screen.landing(landing)),
  ]
  let failure: string | undefined
  try {
    const scene = { sandbox, user, screen }
    for (const act of [openTicket, writeToTicket, talkToAttendant]) {
      await act(scene)
      await quiet(user, 1_500)
    }
    // What would land twice is given the time to.
    await systemClock.sleep(3_000)
  } catch (error) {
    failure = error instanceof AppError ? error.message : String(error)
  } finally {
    stopListening.forEach((stop) => stop())
  }
  return report(sandbox, user, screen, failure)
}

interface Scene {
  sandbox: Sandbox
  user: TelegramUser
  screen: Screen
}

/** From the first message to the protocol and the files counted. */
async function openTicket({ sandbox, user, screen }: Scene): Promise<void> {
  const say = (text: string): void => {
    screen.customer(text)
    user.sendText(text)
  }
  const press = (label: string): void => {
    screen.customer(`[${label}]`)
    user.pressButton(label)
  }
  const reactor = new Reactor(user, sandbox, reactions({ user, screen, say, press }))
  say(STORY.problem)
  await reactor.until('the protocol and the files counted', () => {
    const [ticket] = ticketsOf(sandbox)
    if (!ticket || ticket.files.length < STORY.files.length) return false
    const told = user.messages.some(({ text }) => text.includes(ticket.protocol))
    return told && countingMessages(user, STORY).length > 0
  })
}

/** A later message goes to the ticket by itself. */
async function writeToTicket({ sandbox, user, screen }: Scene): Promise<void> {
  screen.customer(STORY.later)
  user.sendText(STORY.later)
  const look = (): true | undefined =>
    ticketsOf(sandbox)[0]?.messages.some((text) => text.includes(STORY.later)) === true || undefined
  await sandbox.landings.until(look, { timeoutMs: 30_000, describe: () => 'the later message in the ticket' })
}

/** A person takes over; words go both ways; the customer ends it. */
async function talkToAttendant({ sandbox, user, screen }: Scene): Promise<void> {
  const say = (text: string): void => {
    screen.customer(text)
    user.sendText(text)
  }
  const landed = async (what: string, look: () => boolean): Promise<void> => {
    await sandbox.landings.until(() => look() || undefined, { timeoutMs: 30_000, describe: () => what })
  }
  const conversation = () => sandbox.tempbox.conversations()[0]
  const relayed = (text: string) => conversation()?.mensagens.some((message) => message.texto.includes(text)) === true
  const [question = '', thanks = ''] = STORY.relayed
  const { name, text } = STORY.attendant
  say('/atendente')
  await landed('the hand-over with its summary', () => (conversation()?.mensagens.length ?? 0) > 0)
  say(question)
  await landed('the question at the attendant', () => relayed(question))
  sandbox.tempbox.attendantSays(conversation()?.contato ?? '', name, text)
  await user.waitFor((message) => message.text.includes(text), { timeoutMs: 30_000 })
  await quiet(user, 1_000)
  say(thanks)
  await landed('the thanks at the attendant', () => relayed(thanks))
  const before = user.mark()
  say('/encerrar')
  await landed('the end of the hand-over', () => conversation()?.concluido === true)
  await user.waitFor((message) => message.seq > before, { timeoutMs: 30_000 })
}

interface Hands {
  user: TelegramUser
  screen: Screen
  say: (text: string) => void
  press: (label: string) => void
}

/** What the customer does when the bot shows something; the first that fits, each at most `times` times. */
function reactions({ user, screen, say, press }: Hands): Reaction[] {
  const has = (message: BotMessage, label: string): boolean => labels(message).some((text) => includes(text, label))
  const street = /girass|fibra 600/iu
  return [
    {
      times: 1,
      when: (message) => message.keyboard?.flat().some(({ requestContact }) => requestContact) === true,
      act: () => {
        screen.customer('[contato compartilhado]')
        user.shareContact()
      },
    },
    {
      times: 1,
      when: (message) => labels(message).some((text) => street.test(text)),
      act: (message) => press(labels(message).find((text) => street.test(text)) ?? ''),
    },
    { times: 1, when: (message) => has(message, 'Não resolveu'), act: () => press('Não resolveu') },
    { times: 1, when: (message) => has(message, 'Abrir outro'), act: () => press('Abrir outro') },
    {
      times: 1,
      when: (message) => has(message, 'Confirmar') && has(message, 'Corrigir'),
      act: () => press('Confirmar'),
    },
    { times: 1, when: (message) => has(message, 'Pronto'), act: () => sendFiles({ user, screen, say, press }) },
    { times: 1, when: (message) => has(message, 'Pular'), act: (message) => answer(message, { say, press }) },
    { times: 5, when: (message) => has(message, 'Pular'), act: () => press('Pular') },
    { times: 1, when: (message) => /\bCPF\b/u.test(message.text), act: () => say(formatCpf(lia.documento)) },
    { times: 1, when: (message) => has(message, 'Sem internet'), act: () => press('Sem internet') },
    { times: 1, idle: true, when: (message) => has(message, 'Suporte'), act: () => press('Suporte') },
  ]
}

/** The first question of the triage gets an answer: its first option, or words where it has none. */
function answer(message: BotMessage, { say, press }: Pick<Hands, 'say' | 'press'>): void {
  const option = labels(message).find((text) => !/pular|abrir agora|pronto|cancelar|atendente|menu/iu.test(text))
  if (option === undefined) say('Desde ontem à noite.')
  else press(option)
}

async function sendFiles({ user, screen, press }: Hands): Promise<void> {
  const [photo, log] = STORY.files
  if (!photo || !log) return
  const before = user.mark()
  screen.customer('📎 roteador.png (foto) · roteador.log (documento)')
  user.sendFile(photo, { as: 'photo', caption: 'a luz LOS ficou vermelha' })
  user.sendFile(log, { as: 'document', name: 'roteador.log', mime: 'text/plain' })
  await user.waitFor((message) => message.seq > before && /\b2\b|dois/iu.test(message.text), { timeoutMs: 30_000 })
  press('Pronto')
}

function report(sandbox: Sandbox, user: TelegramUser, screen: Screen, failure: string | undefined): boolean {
  const landed = Object.entries(sandbox.landed())
  screen.note('\n── O que chegou em cada sistema ──')
  for (const [system, lines] of landed) screen.note([system, ...lines.map((line) => `  • ${line}`)].join('\n'))
  const checks = checkStory(sandbox, user, STORY)
  screen.note('\n── Exatamente uma vez? ──')
  for (const { what, ok, found } of checks) {
    screen.note(`${ok ? '✔' : '✘'} ${what}${ok ? '' : ` (encontrado: ${found})`}`)
  }
  if (failure !== undefined) screen.note(`✘ a história parou: ${failure}`)
  const good = failure === undefined && checks.every(({ ok }) => ok)
  screen.note(good ? '\nTudo chegou exatamente uma vez.' : '\nNem tudo chegou exatamente uma vez.')
  return good
}

function labels(message: BotMessage): string[] {
  return [...message.buttons.flat(), ...(message.keyboard ?? []).flat()].map(({ text }) => text)
}

function includes(text: string, part: string): boolean {
  return text.toLocaleLowerCase('pt-BR').includes(part.toLocaleLowerCase('pt-BR'))
}

function formatCpf(cpf: string): string {
  return cpf.replace(/^(\d{3})(\d{3})(\d{3})(\d{2})$/u, '$1.$2.$3-$4')
}
