import { z } from 'zod'
import { parseJson } from '../../lib/json.js'

/** A button below a message, or of the keyboard; `data`, `url` and `requestContact` tell what pressing it does. */
export interface SeenButton {
  text: string
  data?: string
  url?: string
  requestContact?: boolean
}

/** What a message's `reply_markup` puts on the screen. */
export interface SeenMarkup {
  /** Inline buttons below the message. */
  buttons: SeenButton[][]
  /** A keyboard in place of the phone's own. */
  keyboard?: SeenButton[][]
  removeKeyboard?: boolean
}

const inlineButton = z.looseObject({
  text: z.string().min(1),
  callback_data: z.string().optional(),
  url: z.string().optional(),
})
const keyboardButton = z.union([
  z
    .string()
    .min(1)
    .transform((text) => ({ text })),
  z.looseObject({ text: z.string().min(1), request_contact: z.boolean().optional() }),
])
const inlineSchema = z.object({ inline_keyboard: z.array(z.array(inlineButton)) })
const keyboardSchema = z.looseObject({ keyboard: z.array(z.array(keyboardButton)).min(1) })
const removeSchema = z.looseObject({ remove_keyboard: z.literal(true) })
const forceSchema = z.looseObject({ force_reply: z.literal(true) })

/** Checks a `reply_markup` (an object, or JSON in a form) as Telegram does. */
export function readMarkup(raw: unknown): { ok: true; markup: SeenMarkup } | { ok: false; description: string } {
  if (raw === undefined || raw === '') return { ok: true, markup: { buttons: [] } }
  const value = typeof raw === 'string' ? parseJson(raw) : raw
  if (typeof value !== 'object' || value === null) return bad('object expected as reply markup')
  if ('inline_keyboard' in value) return readInline(value)
  const keyboard = keyboardSchema.safeParse(value)
  if (keyboard.success) {
    return { ok: true, markup: { buttons: [], keyboard: keyboard.data.keyboard.map((row) => row.map(seen)) } }
  }
  if (removeSchema.safeParse(value).success) return { ok: true, markup: { buttons: [], removeKeyboard: true } }
  if (forceSchema.safeParse(value).success) return { ok: true, markup: { buttons: [] } }
  return bad("can't parse reply keyboard markup JSON object")
}

function readInline(value: object): ReturnType<typeof readMarkup> {
  const inline = inlineSchema.safeParse(value)
  if (!inline.success) return bad('can\'t parse inline keyboard button: field "inline_keyboard" is of wrong shape')
  const all = inline.data.inline_keyboard.flat()
  if (all.length > 100) return bad('too many buttons in the inline keyboard')
  for (const button of all) {
    const actions = Object.keys(button).filter((key) => key !== 'text' && key !== 'style')
    if (actions.length !== 1) {
      return bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    }
    if (button.callback_data === undefined) continue
    const bytes = Buffer.byteLength(button.callback_data)
    if (bytes < 1 || bytes > 64) return bad('BUTTON_DATA_INVALID')
  }
  const buttons = inline.data.inline_keyboard.map((row) =>
    row.map(({ text, callback_data: data, url }) => ({
      text,
      ...(data === undefined ? {} : { data }),
      ...(url === undefined ? {} : { url }),
    })),
  )
  return { ok: true, markup: { buttons: buttons.filter((row) => row.length > 0) } }
}

function seen(button: { text: string; request_contact?: boolean | undefined }): SeenButton {
  return { text: button.text, ...(button.request_contact === true ? { requestContact: true } : {}) }
}

function bad(why: string): { ok: false; description: string } {
  return { ok: false, description: `Bad Request: ${why}` }
}
