import { defineScript } from '../script.js'
import { CHATS } from './chats.js'
import { COMMON } from './common.js'

/**
 * Claims the chat of the partition that has been ready longest.
 *
 * ARGV     common; lease, leaseMs
 * returns  heads, claims as of `takeChat`: one, or none
 *
 * Repeated after a lost answer it gives the same chat again.
 */
export const CLAIM = defineScript(
  'claim',
  COMMON,
  CHATS,
  String.raw`
local lease, leaseMs = arg(), tonumber(arg())
local chat = redis.call('GET', MEMO .. lease)
if chat then
  if redis.call('HGET', CHAT .. chat, 'lease') ~= lease then return answer({}) end
else
  chat = redis.call('ZRANGE', READY, '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, 1)[1]
  if not chat then return answer({}) end
  redis.call('SET', MEMO .. lease, chat, 'PX', MEMO_MS)
end
return answer({ takeChat(chat, lease, leaseMs) })
`,
)
