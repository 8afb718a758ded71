import { defineScript } from '../script.js'
import { CHATS } from './chats.js'
import { COMMON } from './common.js'
import { SCHEDULE } from './schedule.js'

/**
 * Keeps what a reading of a watch found. Passed over when somebody else reads it now, or the chat ended it, so it may
 * be repeated.
 *
 * ARGV     common; watch, lease, goes on (1 or 0), state, due; of each event: id, chat, quietMs, payload
 * returns  heads
 */
export const SETTLE_WATCH = defineScript(
  'settle-watch',
  COMMON,
  CHATS,
  SCHEDULE,
  String.raw`
local id, lease, goesOn, state, due = arg(), arg(), arg(), arg(), arg()
local f = redis.call('HMGET', WATCH .. id, 'lease', 'chat', 'kind')
if f[1] ~= lease then return answer() end
if goesOn == '1' then setWatch(id, f[2], f[3], due, state) else dropWatch(id) end
while at < #ARGV do append(arg(), arg(), arg(), arg()) end
return answer()
`,
)
