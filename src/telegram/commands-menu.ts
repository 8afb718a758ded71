import { toAppError } from '../domain/errors.js'
import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import { htmlToText } from '../lib/html.js'
import type { Logger } from '../lib/logger.js'
import { BOT_COMMANDS, type BotCommandName, type BotProfile } from './bot-profile.js'

export interface CommandsMenu {
  /** Sets it anew where its sentences are others now. */
  refresh(): void
  /** Does not wait for a Telegram that is silent, which would take all the time there is to stop. */
  stop(): void
}

/**
 * The menu of commands is a nicety: set when Telegram can be reached, tried again until then. `describe` gives a
 * command's sentence as Telegram HTML.
 */
export function keepCommandsSet(
  profile: Pick<BotProfile, 'setCommands'>,
  describe: (command: BotCommandName) => string,
  { clock, logger }: { clock: Clock; logger: Logger },
): CommandsMenu {
  let trying = new AbortController()
  let wanted = ''
  // One after the other: an older menu must not arrive last.
  let running = Promise.resolve()
  const run = async (descriptions: Record<string, string>, signal: AbortSignal) => {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await profile.setCommands(descriptions)
        return
      } catch (error) {
        logger.warn('telegram.commands-not-set', { error: toAppError(error) })
        await clock.sleep(backoffMs(attempt, { baseMs: 1_000, maxMs: 60_000 }), signal)
      }
    }
  }
  const refresh = () => {
    const descriptions = Object.fromEntries(BOT_COMMANDS.map((command) => [command, htmlToText(describe(command))]))
    if (JSON.stringify(descriptions) === wanted) return
    wanted = JSON.stringify(descriptions)
    trying.abort()
    trying = new AbortController()
    const { signal } = trying
    running = running.then(() => run(descriptions, signal))
  }
  refresh()
  return { refresh, stop: () => trying.abort() }
}
