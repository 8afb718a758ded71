import { defineScript } from '../script.js'
import { COMMON } from './common.js'

/**
 * Counts one up for a process that lives, and tells the counts of all. Repeated it counts once more, which says the same.
 *
 * KEYS[1]  hash   process → count
 * ARGV     process
 * returns  process, count, …
 */
export const BEAT = defineScript(
  'beat',
  String.raw`
redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
return redis.call('HGETALL', KEYS[1])
`,
)

/**
 * Ends all leases of a process in the partition, as if their time were up: whatever it still tries under one of them is
 * refused as soon as another has taken it, and `mark-sent` at once. May be repeated.
 *
 * ARGV     common; what its leases begin with
 * returns  heads
 */
export const END_LEASES = defineScript(
  'end-leases',
  COMMON,
  String.raw`
local prefix = arg()
local function isIts(lease) return lease and string.sub(lease, 1, #prefix) == prefix end
local function endLeases(queue, leaseOf)
  for _, member in ipairs(redis.call('ZRANGE', queue, '(' .. ARGV[1], '+inf', 'BYSCORE')) do
    if isIts(leaseOf(member)) then redis.call('ZADD', queue, ARGV[1], member) end
  end
end
endLeases(READY, function(chat) return redis.call('HGET', CHAT .. chat, 'lease') end)
endLeases(DUE, function(member) return redis.call('HGET', FX .. string.sub(member, 17), 'lease') end)
endLeases(WATCHES, function(watch) return redis.call('HGET', WATCH .. watch, 'lease') end)
return answer()
`,
)
