import { defineScript } from '../script.js'
import { COMMON } from './common.js'

/**
 * Leases due watches, those due longest first.
 *
 * ARGV     common; lease, leaseMs, limit
 * returns  heads, of each: { id, chat, kind, state, due }
 *
 * Repeated after a lost answer it gives those again that are held by this very lease.
 */
export const LEASE_WATCHES = defineScript(
  'lease-watches',
  COMMON,
  String.raw`
local lease, leaseMs, limit = arg(), tonumber(arg()), tonumber(arg())
local leased = {}
local function describe(id, due)
  local f = redis.call('HMGET', WATCH .. id, 'chat', 'kind', 'state')
  leased[#leased + 1] = { id, f[1], f[2], f[3], due }
end
if redis.call('EXISTS', MEMO .. lease) == 1 then
  for _, id in ipairs(redis.call('LRANGE', MEMO .. lease, 0, -1)) do
    if redis.call('HGET', WATCH .. id, 'lease') == lease then describe(id, ARGV[1]) end
  end
  return answer(leased)
end
local due = redis.call('ZRANGE', WATCHES, '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, limit, 'WITHSCORES')
for i = 1, #due, 2 do
  redis.call('HSET', WATCH .. due[i], 'lease', lease)
  redis.call('ZADD', WATCHES, whole(now + leaseMs), due[i])
  redis.call('RPUSH', MEMO .. lease, due[i])
  describe(due[i], due[i + 1])
end
if #leased > 0 then redis.call('PEXPIRE', MEMO .. lease, MEMO_MS) end
return answer(leased)
`,
)
