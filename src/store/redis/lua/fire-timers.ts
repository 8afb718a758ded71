import { JOINS_MS } from '../../../domain/event.js'
import { defineScript } from '../script.js'
import { CHATS } from './chats.js'
import { COMMON } from './common.js'
import { SCHEDULE } from './schedule.js'

/**
 * Turns due timers, those due longest first, into events of their chats. Repeated it goes on with the next.
 *
 * ARGV     common; limit
 * returns  heads, how many
 */
export const FIRE_TIMERS = defineScript(
  'fire-timers',
  COMMON,
  CHATS,
  SCHEDULE,
  `local JOINS_MS = '${String(JOINS_MS)}'`,
  String.raw`
local due = redis.call('ZRANGE', TIMERS, '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, arg())
for _, key in ipairs(due) do
  local length, rest = string.match(key, '^(%d+):(.*)$')
  local idLength, event = string.match(redis.call('HGET', TIMER_EVENTS, key), '^(%d+):(.*)$')
  local id, payload = string.sub(event, 1, tonumber(idLength)), string.sub(event, tonumber(idLength) + 1)
  append(id, string.sub(rest, 1, tonumber(length)), JOINS_MS, payload)
  dropTimer(key)
end
return answer(#due)
`,
)
