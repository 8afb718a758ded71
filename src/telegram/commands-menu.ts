import { toAppError } from '../domain/errors.js'
import { backoffMs } from '../lib/backoff.js'
import type { Clock } from '../lib/clock.js'
import { htmlToText } from '../lib/html.js'
import type { Logger } from '../lib/logger.js'
import { BOT_COMMANDS, type BotCommandName, type BotProfile } from './bot-profile.js'

/**
 * The menu of commands is a nicety: set when Telegram can be reached, tried again until then. `describe` gives a
 * command's sentence as Telegram HTML. What it gives back ends the trying, and does not wait for a Telegram that is
 * silent, which would take all the time there is to stop.
 */
export function keepCommandsSet(
  profile: BotProfile,
  describe: (command: BotCommandName) => string,
  { clock, logger }: { clock: Clock; logger: Logger },
): () => Promise<void> {
  const stopping = new AbortController()
  const descriptions = Object.fromEntries(BOT_COMMANDS.map((command) => [command, htmlToText(describe(command))]))
  const run = async () => {
    for (let attempt = 0; !stopping.signal.aborted; attempt++) {
      try {
        await profile.setCommands(descriptions)
        return
      } catch (error) {
        logger.warn('telegram.commands-not-set', { error: toAppError(error) })
        await clock.sleep(backoffMs(attempt, { baseMs: 1_000, maxMs: 60_000 }), stopping.signal)
      }
    }
  }
  void run()
  return async () => {
    stopping.abort()
  }
}
