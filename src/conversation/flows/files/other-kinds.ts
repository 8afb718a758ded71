import { withPeople } from '../../tickets.js'
import type { Turn } from '../../turn.js'
import { relayWords } from '../people/relay.js'

/** A kind of message that nothing is done with: people are told of it, else the customer. */
export function onOther(turn: Turn, what: string): void {
  const people = withPeople(turn.session)
  if (people) relayWords(turn, people, [`(o cliente enviou ${OTHERS[what] ?? 'algo que não passo adiante'})`])
  else turn.say('nao_entendi_tipo', { tipo: what }, [[['menu', 'menu:menu']]])
}

/** Telegram's names of what is not relayed, for an attendant. */
const OTHERS: Partial<Record<string, string>> = {
  sticker: 'uma figurinha',
  location: 'uma localização',
  venue: 'um local',
  poll: 'uma enquete',
  dice: 'um dado',
  game: 'um jogo',
  story: 'um story',
}
