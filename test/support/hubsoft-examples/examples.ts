import type { hubsoftCalls } from '../../../src/integrations/hubsoft/calls.js'
import type { CallParts } from '../../../src/integrations/http/request.js'
import { atendimentos } from './atendimentos.js'
import { clientes } from './clientes.js'
import type { Example } from './example.js'
import { others } from './others.js'
import { visitas } from './visitas.js'

/** Of every call at least one, but for the login and the file, which are sent otherwise. */
export const EXAMPLES: readonly Example[] = [...atendimentos, ...clientes, ...others, ...visitas]

/** What stands first for a call: an input that is good. */
export function goodInput(call: keyof typeof hubsoftCalls): CallParts {
  if (call === 'adicionarAnexo') return { params: { id_atendimento: 123 }, upload: oneFile() }
  return EXAMPLES.find((example) => example.call === call)?.input ?? {}
}

/** A made-up picture. */
export function oneFile(): NonNullable<CallParts['upload']> {
  const bytes = Buffer.from('fake png')
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield bytes
  }
  return { fileName: 'tela.png', mime: 'image/png', size: bytes.length, stream: stream() }
}
