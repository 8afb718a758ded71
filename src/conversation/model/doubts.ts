import type { Session } from '../session.js'
import { addWords } from '../tickets.js'

/** Words that the model has asked about: told, and kept like all that is told, until it is clear what they are. */
export function keepDoubt(session: Session, text: string): void {
  const before = session.duvida ?? { perguntas: 0, palavras: [] }
  const list = session.draft?.words ?? session.intent
  const from = list.length
  addWords(list, text)
  const palavras = session.draft ? [] : list.slice(from)
  session.duvida = { perguntas: before.perguntas + 1, palavras: [...before.palavras, ...palavras] }
}

/** Ends the asking; gives the words back that no report has. */
export function takeDoubts(session: Session): string[] {
  const palavras = session.duvida?.palavras ?? []
  delete session.duvida
  const taken = palavras.filter((words) => session.intent.includes(words))
  session.intent = session.intent.filter((words) => !taken.includes(words))
  return taken
}
