import { samplePng, sampleLog } from '../sandbox/sample-file.js'
import { personOf, phoneOf } from './made-up.js'
import type { Act } from './steps.js'
import type { Talk } from './talk.js'

/** Fills `{cpf}`, `{cpf:bruno}`, `{digitos}`, `{nascimento}`, `{telefone}` and `{protocolo}` in a customer's words. */
export function fill(talk: Talk, words: string): string {
  return words.replace(/\{(cpf|digitos|nascimento|telefone|protocolo)(?::([^{}]*))?\}/gu, (_, field: string, name?: string) => {
    const { stage } = talk
    const person = name === undefined ? stage.person : personOf(name)
    if (field === 'cpf') return formatted(person.documento)
    if (field === 'digitos') return person.documento
    if (field === 'telefone') return phoneOf(person)
    if (field === 'nascimento') return (person.nascimento?.slice(0, 10) ?? '').split('-').toReversed().join('/')
    return stage.sandbox.hubsoft.tickets().findLast(({ pessoa }) => pessoa.documento === stage.person.documento)?.protocolo ?? ''
  })
}

/** Sends one of the files that customers send. */
export function sendFile(talk: Talk, what: NonNullable<Act['envia']>, caption: string | undefined): void {
  const { user } = talk.stage
  const told = caption === undefined ? {} : { caption }
  switch (what) {
    case 'foto':
      user.sendFile(samplePng(), { as: 'photo', ...told })
      return
    case 'log':
      user.sendFile(sampleLog(), { as: 'document', name: 'roteador.txt', mime: 'text/plain', ...told })
      return
    case 'audio':
      user.sendFile(ogg(), { as: 'voice', ...told })
      return
    case 'video':
      user.sendFile(mp4(), { as: 'video', name: 'video.mp4', ...told })
      return
    case 'programa':
      user.sendFile(Buffer.from('MZ\u0090\u0000 nada que rode'), { as: 'document', name: 'roteador.exe', ...told })
      return
    case 'figurinha':
      user.sendSticker()
      return
    case 'localizacao':
      user.sendLocation()
      return
    default:
      what satisfies never
  }
}

/** Shares a contact: one's own, somebody else's from the address book, or a forwarded one. */
export function shareContact(talk: Talk, kind: NonNullable<Act['contato']>): void {
  const { user, person } = talk.stage
  if (kind === 'proprio') user.shareContact()
  else if (kind === 'alheio') user.shareForeignContact(`55${phoneOf(person)}`, 6_000_001)
  else user.forwardContact(`55${phoneOf(person)}`, 6_000_001)
}

/** As people write it. */
function formatted(documento: string): string {
  return documento.replace(/^(\d{3})(\d{3})(\d{3})(\d{2})$/u, '$1.$2.$3-$4')
}

/** The first bytes of the real thing are what its kind is told by. */
const ogg = (): Buffer => Buffer.concat([Buffer.from('OggS\u0000\u0002'), Buffer.alloc(22), Buffer.from('OpusHead'), Buffer.alloc(64)])

const mp4 = (): Buffer => Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(12), Buffer.alloc(64)])
