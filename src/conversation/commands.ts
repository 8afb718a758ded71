import * as menu from './flows/menu.js'
import { addWords } from './tickets.js'
import type { Turn } from './turn.js'

/** A command of the menu. `args` is what stands behind it. */
export function onCommand(turn: Turn, name: string, args: string): void {
  switch (name) {
    case 'start':
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
    case 'conexao':
      turn.goTo('conexao')
      return
    case 'atendente':
      if (args.trim() !== '' && !turn.session.handover) addWords(turn.session.intent, args)
      turn.goTo('handover')
      return
    case 'encerrar':
      menu.closeConversation(turn)
      return
    case 'privacidade':
      turn.say('privacidade', {})
      return
    case 'esquecer':
      turn.say('confirmar_esquecer', {}, [[['sim_esquecer', 'fg:sim']], [['menu', 'menu:menu']]])
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
