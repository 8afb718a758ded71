import * as menu from './flows/menu.js'
import { askForget, tellPrivacy } from './flows/privacy.js'
import { relayWords } from './flows/people/relay.js'
import { addWords, withPeople } from './tickets.js'
import type { Turn } from './turn.js'

/** A command of the menu. `args` is what stands behind it. */
export function onCommand(turn: Turn, name: string, args: string): void {
  switch (name) {
    case 'start':
      if (startsWith(turn, args)) return
      if (turn.session.identity.level === 0 && !turn.session.handover) turn.goTo('identify')
      else menu.showMenu(turn)
      return
    case 'menu':
      menu.showMenu(turn)
      return
    case 'chamados':
      turn.goTo('chamados')
      return
    case 'fatura':
      turn.goTo('faturas')
      return
    case 'planos':
      turn.goTo('planos')
      return
    case 'conexao':
      turn.goTo('conexao')
      return
    case 'atendente':
      onAtendente(turn, args.trim())
      return
    case 'encerrar':
      menu.closeConversation(turn)
      return
    case 'privacidade':
      tellPrivacy(turn)
      return
    case 'esquecer':
      askForget(turn)
      return
    case 'sair':
      menu.logOut(turn)
      return
    case 'ajuda':
      turn.say('ajuda', {}, menu.MENU_ROWS)
      return
    default:
      turn.say('nao_entendi', {}, menu.MENU_ROWS)
  }
}

/** What is written behind the command is for the person who is called, or is there already. */
function onAtendente(turn: Turn, words: string): void {
  const people = withPeople(turn.session)
  if (people && words !== '') {
    relayWords(turn, people, [words])
    return
  }
  addWords(turn.session.intent, words)
  turn.goTo('handover')
}

/** Commands that a link may name: `t.me/<bot>?start=fatura`. Those that end or erase something are not among them. */
const LINKED: ReadonlySet<string> = new Set(['chamados', 'fatura', 'conexao', 'planos', 'atendente', 'ajuda', 'privacidade'])

/** A link goes on as the command it names; words that a customer wrote behind `/start` are kept. */
function startsWith(turn: Turn, args: string): boolean {
  const linked = args.trim().toLowerCase()
  if (LINKED.has(linked)) {
    onCommand(turn, linked, '')
    return true
  }
  // A link's own words, such as a campaign's, have no spaces.
  if (/\s/u.test(linked) && !turn.session.handover) addWords(turn.session.intent, args)
  return false
}
