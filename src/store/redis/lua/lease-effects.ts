import { defineScript } from '../script.js'
import { COMMON } from './common.js'
import { EFFECTS } from './effects.js'

/**
 * Leases due effects, those due longest first.
 *
 * ARGV     common; lease, leaseMs, limit
 * returns  heads, effects as of `describe`
 *
 * Repeated after a lost answer it gives those again that are held by this very lease.
 */
export const LEASE_EFFECTS = defineScript(
  'lease-effects',
  COMMON,
  EFFECTS,
  String.raw`
local lease, leaseMs, limit = arg(), tonumber(arg()), tonumber(arg())
local leased = {}
if redis.call('EXISTS', MEMO .. lease) == 1 then
  for _, id in ipairs(redis.call('LRANGE', MEMO .. lease, 0, -1)) do
    if redis.call('HGET', FX .. id, 'lease') == lease then leased[#leased + 1] = describe(id, ARGV[1]) end
  end
  return answer(leased)
end
local due = redis.call('ZRANGE', DUE, '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, limit, 'WITHSCORES')
for i = 1, #due, 2 do
  local id = string.sub(due[i], 17)
  leased[#leased + 1] = takeEffect(id, due[i + 1], lease, leaseMs)
  redis.call('RPUSH', MEMO .. lease, id)
end
if #leased > 0 then redis.call('PEXPIRE', MEMO .. lease, MEMO_MS) end
return answer(leased)
`,
)
