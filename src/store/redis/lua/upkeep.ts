import { defineScript } from '../script.js'
import { COMMON } from './common.js'

/**
 * What a partition has to do, and when.
 *
 * ARGV     common
 * returns  heads
 */
export const HEADS = defineScript('heads', COMMON, 'return answer()')

/**
 * ARGV     common
 * returns  heads, { pending events, ready chats, intended, sent, unknown, dead }
 */
export const COUNT = defineScript(
  'count',
  COMMON,
  String.raw`
local states = redis.call('HMGET', base, 'intended', 'sent', 'unknown')
return answer({
  redis.call('HLEN', EVENTS), redis.call('ZCOUNT', READY, '-inf', ARGV[1]),
  tonumber(states[1] or '0'), tonumber(states[2] or '0'), tonumber(states[3] or '0'), redis.call('ZCARD', DEAD),
})
`,
)

/**
 * ARGV     common; limit
 * returns  heads, effects given up, newest first: { id, chat, kind, payload, error, died }
 */
export const LIST_DEAD = defineScript(
  'list-dead',
  COMMON,
  String.raw`
local dead = {}
for i, key in ipairs(redis.call('ZRANGE', DEAD, 0, arg() - 1, 'REV')) do
  local id = string.sub(key, 17)
  local f = redis.call('HMGET', FX .. id, 'chat', 'kind', 'payload', 'error', 'died')
  dead[i] = { id, f[1], f[2], f[3], f[4], f[5] }
end
return answer(dead)
`,
)

/**
 * Forgets ids of events consumed, and of effects done, before a moment.
 *
 * ARGV     common; before, limit of each
 * returns  heads
 */
export const PURGE = defineScript(
  'purge',
  COMMON,
  String.raw`
local past, limit = '(' .. arg(), arg()
for _, key in ipairs({ SEEN, DONE }) do
  local old = redis.call('ZRANGE', key, '-inf', past, 'BYSCORE', 'LIMIT', 0, limit)
  if #old > 0 then redis.call('ZREM', key, unpack(old)) end
end
return answer()
`,
)
