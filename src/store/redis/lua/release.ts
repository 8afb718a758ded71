import { defineScript } from '../script.js'
import { COMMON } from './common.js'

/**
 * Gives a chat back; passed over when the lease was lost, so it may be repeated.
 *
 * ARGV     common; chat, lease, retryAt, failed (1 or 0)
 * returns  heads
 */
export const RELEASE = defineScript(
  'release',
  COMMON,
  String.raw`
local chat, lease, retryAt, failed = arg(), arg(), arg(), arg()
if redis.call('HGET', CHAT .. chat, 'lease') == lease then
  redis.call('HDEL', CHAT .. chat, 'lease', 'claimed')
  redis.call('HINCRBY', CHAT .. chat, 'failures', failed)
  redis.call('ZADD', READY, retryAt, chat)
end
return answer()
`,
)
