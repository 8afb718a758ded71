import { defineScript } from '../script.js'
import { CHATS } from './chats.js'
import { COMMON } from './common.js'
import { EFFECTS } from './effects.js'

/**
 * Records outcomes, frees the leases, tells the conversations. One whose lease was lost is passed over, so it may be
 * repeated. Final states erase the payload, dead excepted.
 *
 * ARGV     common; of each: effect, lease, state, due, attempts, absences, unknownSince (optional), progress (optional:
 *          absent leaves it), error (optional), event (1 or 0), and with 1: id, chat, quietMs, payload; audit (1 or 0), and with
 *          1: when, record
 * returns  heads
 */
export const SETTLE = defineScript(
  'settle',
  COMMON,
  CHATS,
  EFFECTS,
  String.raw`
local function settle(id, lease, state, due, attempts, absences, unknownSince, progress, err)
  local f = redis.call('HMGET', FX .. id, 'lease', 'state', 'chat', 'lane')
  if f[1] ~= lease then return false end
  local final = state ~= 'intended' and state ~= 'unknown'
  redis.call('HDEL', FX .. id, 'lease')
  redis.call('HSET', FX .. id, 'attempts', attempts, 'absences', absences)
  put(FX .. id, 'unknownSince', unknownSince)
  put(FX .. id, 'error', err)
  if progress then redis.call('HSET', FX .. id, 'progress', progress) end
  setState(id, f[2], state)
  if not final then
    redis.call('ZADD', DUE, due, member(id))
    return true
  end
  leave(id, f[3], f[4])
  if state == 'dead' then
    redis.call('HSET', FX .. id, 'died', ARGV[1])
    redis.call('ZADD', DEAD, ARGV[1], member(id))
  else
    redis.call('DEL', FX .. id)
    redis.call('ZADD', DONE, ARGV[1], id)
  end
  advance(f[3], f[4])
  return true
end

while at < #ARGV do
  local id, lease, state, due, attempts, absences = arg(), arg(), arg(), arg(), arg(), arg()
  local settled = settle(id, lease, state, due, attempts, absences, optional(), optional(), optional())
  if arg() == '1' then
    local event, chat, quiet, payload = arg(), arg(), arg(), arg()
    if settled then append(event, chat, quiet, payload) end
  end
  if arg() == '1' then
    local when, record = arg(), arg()
    if settled then redis.call('ZADD', AUDIT, when, record) end
  end
end
return answer()
`,
)
