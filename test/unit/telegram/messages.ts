import type { Message, Update } from 'grammy/types'

const DATE = 1_790_000_000

/** A made-up customer, as Telegram tells of one. */
export const ANA = { id: 7001, is_bot: false, first_name: 'Ana' } as const

/** A private message with the given content. */
export function message(content: Partial<Message>): Message {
  return {
    message_id: 10,
    date: DATE,
    chat: { id: ANA.id, type: 'private', first_name: 'Ana' },
    from: ANA,
    ...content,
  }
}

type UpdateMessage = NonNullable<Update['message']>

export function messageUpdate(content: Partial<Message>, updateId = 1): Update {
  return { update_id: updateId, message: message(content) as UpdateMessage }
}

export function editedUpdate(content: Partial<Message>): Update {
  const edited = { ...message(content), edit_date: DATE + 60 } as NonNullable<Update['edited_message']>
  return { update_id: 2, edited_message: edited }
}
