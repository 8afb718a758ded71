import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'

/** What a line typed in the demo asks for. */
export type Action =
  | { kind: 'nothing' }
  | { kind: 'text'; text: string }
  /** The button of this index (from 0) among those shown last. */
  | { kind: 'choice'; index: number }
  | { kind: 'file'; path: string }
  | { kind: 'contact' }
  | { kind: 'sample' }
  | { kind: 'attendant'; text: string }
  | { kind: 'close' }
  /** Goes on as another customer: the number in the list, from 1. */
  | { kind: 'become'; customer: number }
  | { kind: 'help' }
  | { kind: 'quit' }

export const HELP = [
  'Escreva como o cliente. Um número aperta o botão; o caminho de um arquivo o envia.',
  '  !contato            compartilha o seu contato     !amostra            envia uma foto e um log de exemplo',
  '  !arquivo <caminho>  envia um arquivo              !atendente <texto>  responde como atendente (TempBox)',
  '  !fecha              o atendente encerra           !cliente <número>   continua como outro cliente',
  '  !ajuda              mostra isto                   !sair               termina',
].join('\n')

/** Understands one line; `choices` is how many buttons are shown. The bot's own commands begin with `/` and pass. */
export async function parseLine(line: string, choices: number): Promise<Action> {
  const text = line.trim()
  if (text === '') return { kind: 'nothing' }
  if (text.startsWith('!')) return parseCommand(text)
  const number = /^\d{1,2}$/u.test(text) ? Number(text) : 0
  if (number >= 1 && number <= choices) return { kind: 'choice', index: number - 1 }
  const path = cleanPath(text)
  return /[/\\]/u.test(path) && (await isFile(path)) ? { kind: 'file', path } : { kind: 'text', text }
}

function parseCommand(text: string): Action {
  const [, name = '', rest = ''] = /^!(\S*)\s*(.*)$/su.exec(text) ?? []
  switch (name.toLowerCase()) {
    case 'contato':
      return { kind: 'contact' }
    case 'amostra':
      return { kind: 'sample' }
    case 'arquivo':
      return rest === '' ? { kind: 'help' } : { kind: 'file', path: cleanPath(rest) }
    case 'atendente':
      return rest === '' ? { kind: 'help' } : { kind: 'attendant', text: rest }
    case 'cliente':
      return /^\d{1,2}$/u.test(rest) ? { kind: 'become', customer: Number(rest) } : { kind: 'help' }
    case 'fecha':
      return { kind: 'close' }
    case 'sair':
      return { kind: 'quit' }
    default:
      return { kind: 'help' }
  }
}

/** Terminals quote or escape what is dragged into them. */
function cleanPath(text: string): string {
  const unquoted = text.replace(/^(['"])(.*)\1$/su, '$2').replaceAll('\\ ', ' ')
  return unquoted.startsWith('~/') ? `${homedir()}${unquoted.slice(1)}` : unquoted
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    // No file of that name: the line is plain text.
    return false
  }
}
