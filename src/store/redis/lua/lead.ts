import { defineScript } from '../script.js'

/**
 * Takes a role, or keeps it. May be repeated.
 *
 * KEYS[1]  the role
 * ARGV     owner, leaseMs
 * returns  1, or 0 (another has it)
 */
export const LEAD = defineScript(
  'lead',
  String.raw`
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`,
)

/**
 * Gives a role up, where it is still one's own. May be repeated.
 *
 * KEYS[1]  the role
 * ARGV     owner
 * returns  1, or 0
 */
export const RESIGN = defineScript(
  'resign',
  String.raw`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`,
)
