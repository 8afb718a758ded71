import { toE164Br } from './telefone.js'

/** Who the end customer is at TempBox. */
export interface Contato {
  contato: string
  /** A phone may own a WhatsApp conversation of the same person there, which is not ours to adopt. */
  isPhone: boolean
}

/** Whether the TEMPBOX_CONTATO template needs the customer's record at all. */
export function contatoNeedsPhone(template: string): boolean {
  return PHONE.test(template)
}

/**
 * The TEMPBOX_CONTATO template filled in: `{{telegram_id}}` and `{{telefone}}` (E.164 digits without the plus, of the
 * record's first Brazilian phone). Without such a phone it is the Telegram id alone.
 */
export function renderContato(template: string, chatId: string, telefones: readonly string[]): Contato {
  const usesPhone = contatoNeedsPhone(template)
  const telefone = usesPhone ? firstPhone(telefones) : undefined
  if (usesPhone && telefone === undefined) return { contato: chatId, isPhone: false }
  const contato = template.replace(TELEGRAM_ID, chatId).replace(PHONE_EVERYWHERE, telefone ?? '')
  return { contato, isPhone: usesPhone }
}

function firstPhone(telefones: readonly string[]): string | undefined {
  return telefones.map(toE164Br).find((phone) => phone !== undefined)?.slice(1)
}

const PHONE = /\{\{\s*telefone\s*\}\}/u
const PHONE_EVERYWHERE = /\{\{\s*telefone\s*\}\}/gu
const TELEGRAM_ID = /\{\{\s*telegram_id\s*\}\}/gu
