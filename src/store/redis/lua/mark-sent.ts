import { defineScript } from '../script.js'
import { COMMON } from './common.js'
import { EFFECTS } from './effects.js'

/**
 * Notes that a call is being made now. An ended lease is lost even while nobody took it: the call would overlap with
 * its own reconciliation. May be repeated.
 *
 * ARGV     common; effect, lease, progress (optional: absent leaves it)
 * returns  heads, 1 or 0 (the lease was lost)
 */
export const MARK_SENT = defineScript(
  'mark-sent',
  COMMON,
  EFFECTS,
  String.raw`
local id, lease, progress = arg(), arg(), optional()
local f = redis.call('HMGET', FX .. id, 'lease', 'state')
if f[1] ~= lease or tonumber(redis.call('ZSCORE', DUE, member(id))) <= now then return answer(0) end
setState(id, f[2], 'sent')
if progress then redis.call('HSET', FX .. id, 'progress', progress) end
return answer(1)
`,
)
