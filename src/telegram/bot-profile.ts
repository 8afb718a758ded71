import { z } from 'zod'

import type { Call } from './api.js'

/** The commands a customer is shown, in this order. */
export const BOT_COMMANDS = [
  'start',
  'menu',
  'chamados',
  'fatura',
  'conexao',
  'atendente',
  'encerrar',
  'privacidade',
  'esquecer',
  'sair',
  'ajuda',
] as const

export type BotCommandName = (typeof BOT_COMMANDS)[number]

/** The bot's own account. */
export interface BotProfile {
  /** Sets the menu of commands; one without a description is left out. Throws an `AppError`. */
  setCommands(descriptions: Readonly<Partial<Record<BotCommandName, string>>>): Promise<void>
  /** Who the token is: throws `unauthorized` when it is nobody's. */
  whoAmI(): Promise<{ id: number; username: string }>
}

/** Telegram's limit for a command's description. */
const MAX_DESCRIPTION = 256

const me = z.object({ id: z.int(), username: z.string() })

/** The bot's account over the Bot API. */
export function createBotProfile(call: Call): BotProfile {
  return {
    async setCommands(descriptions) {
      const commands = BOT_COMMANDS.flatMap((command) => {
        const description = descriptions[command]?.slice(0, MAX_DESCRIPTION)
        return description === undefined || description === '' ? [] : [{ command, description }]
      })
      await call('setMyCommands', (api, signal) => api.setMyCommands(commands, {}, signal))
    },
    whoAmI: () => call('getMe', async (api, signal) => me.parse(await api.getMe(signal))),
  }
}
