import type { LeasedEffect } from '../../domain/effect.js'
import { TEMPBOX_URL_MAX } from '../../domain/tempbox.js'
import type { ContatoOf } from '../contato.js'
import type { Handler } from '../handler.js'
import type { FileLinks, TempboxDesk } from '../ports.js'
import { beginsWith } from '../reference.js'

interface Deps {
  tempbox: TempboxDesk
  contatoOf: ContatoOf
  /** Absent without an address of our own: people then read of a file, and cannot open it. */
  links?: FileLinks | undefined
}

/** Relays a customer's words; found again by the marker, which stands first and is unique in the conversation. */
export function createTempboxMensagem(deps: Deps): Handler<'tempbox.mensagem'> {
  return {
    perform: async (effect, context) => {
      const { chatId, payload } = effect
      const { contato } = await deps.contatoOf(chatId, payload.codigoCliente)
      const { atendimento, marker } = payload
      const mensagem = `${marker} ${payload.mensagem}`
      const withLink = { atendimento, contato, mensagem: `${mensagem}${linkTo(effect, deps.links)}` }
      // A link is never cut: the note goes without it.
      const fits = deps.tempbox.urlLength(withLink) <= TEMPBOX_URL_MAX
      await context.sent()
      await deps.tempbox.enviarMensagem(fits ? withLink : { atendimento, contato, mensagem })
      return { kind: 'done', result: {} }
    },
    reconcile: async ({ payload }) => {
      const listed = await deps.tempbox.listMensagens(payload.atendimento)
      const found = listed.some(({ texto }) => beginsWith(texto, payload.marker))
      return found ? { kind: 'found', result: {} } : { kind: 'absent' }
    },
  }
}

/** The address stands last, so that no mark behind it is taken for a part of it. */
function linkTo({ chatId, payload, createdAt }: LeasedEffect<'tempbox.mensagem'>, links: FileLinks | undefined): string {
  if (!payload.file || !links) return ''
  const url = links.mint({ file: payload.file, chatId, issuedAt: createdAt })
  return url === undefined ? '' : ` Abra em até ${String(links.days)} dias: ${url}`
}
