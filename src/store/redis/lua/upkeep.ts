import { defineScript } from '../script.js'
import { COMMON } from './common.js'
import { JOURNALS } from './journal.js'

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
 * returns  heads, effects given up, newest first: { id, chat, kind, payload (nil once forgotten), error, died }
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
 * Forgets ids of events consumed, and of effects done, before a moment; lines of journals and audit records before
 * moments of their own; and, all of them, what chats were forgotten long ago.
 *
 * ARGV     common; before, limit of each (of journals: how many chats), before of journals, before of audit records
 * returns  heads
 */
export const PURGE = defineScript(
  'purge',
  COMMON,
  JOURNALS,
  String.raw`
local past, limit, lines, audits = arg(), arg(), arg(), arg()
local function before(key, moment)
  return redis.call('ZRANGE', key, '-inf', '(' .. moment, 'BYSCORE', 'LIMIT', 0, limit)
end
for key, moment in pairs({ [SEEN] = past, [DONE] = past, [AUDIT] = audits }) do
  local old = before(key, moment)
  if #old > 0 then redis.call('ZREM', key, unpack(old)) end
end
for _, chat in ipairs(before(JOURNALS, lines)) do trimJournal(chat, tonumber(lines)) end
redis.call('ZREMRANGEBYSCORE', FORGOTTEN, '-inf', '(' .. whole(now - FORGOTTEN_MS))
return answer()
`,
)
