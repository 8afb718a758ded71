/**
 * What every script begins with.
 *
 * KEYS[1]  the partition's own key; every other key of it begins with the same and is built from it here, so that all
 *          are of one hash slot
 * ARGV[1]  now, milliseconds since the epoch
 * ARGV[2]  who asks: leaves its own announcements unread
 * ARGV[3]  the number of the partition
 *
 * Every answer begins with the earliest moments at which something may be done in this partition, '' for none:
 * { turns, effects, timers, watches }. Keys of a partition:
 *
 *   (base)           hash   seq, and how many effects are intended, sent, unknown
 *   :ready           zset   chat → not to be claimed before; of one in a turn that is the end of its lease
 *   :chat:<chat>     hash   session, held, lease, claimed, failures
 *   :inbox:<chat>    zset   pending event → seq
 *   :events          hash   pending event → '<received> <quiet> <payload>'
 *   :seen            zset   consumed event → when
 *   :due             zset   '<seq><effect>' of the first of each lane → not to be leased before
 *   :fx:<effect>     hash   an effect not done, or dead
 *   :lane:<chat>…    zset   effect not done → seq
 *   :open:<chat>     set    effects not done
 *   :done, :dead     zset   effect → when
 *   :forgotten       zset   chat → when it was last forgotten
 *   :timers          zset   '<length>:<chat><name>' → due;  :timer-events  hash  its event
 *   :watches         zset   watch → not to be leased before;  :watch:<watch>  hash
 *   :journal:<chat>  list   '<at> <line>', oldest first;  :journals  zset  chat → when its oldest line was written
 *   :audit           zset   record → when
 *   :memo:<call>     what a call came to, so that one whose answer was lost can be repeated
 *
 * Values are handed over one by one and kept as they are: nothing is JSON to Lua, and what is sealed (src/store/records.ts)
 * stays so.
 */
export const COMMON = String.raw`
local base = KEYS[1]
local now = tonumber(ARGV[1])
local READY, CHAT, INBOX = base .. ':ready', base .. ':chat:', base .. ':inbox:'
local EVENTS, SEEN = base .. ':events', base .. ':seen'
local DUE, FX, LANE, OPEN = base .. ':due', base .. ':fx:', base .. ':lane:', base .. ':open:'
local DONE, DEAD = base .. ':done', base .. ':dead'
local FORGOTTEN, FORGOTTEN_MS = base .. ':forgotten', 777600000
local TIMERS, TIMER_EVENTS = base .. ':timers', base .. ':timer-events'
local WATCHES, WATCH = base .. ':watches', base .. ':watch:'
local JOURNAL, JOURNALS, AUDIT = base .. ':journal:', base .. ':journals', base .. ':audit'
local MEMO, MEMO_MS = base .. ':memo:', 120000

local at = 3
local function arg()
  at = at + 1
  return ARGV[at]
end

-- '' is absent, '=x' is x.
local function optional()
  local value = arg()
  if value == '' then return nil end
  return string.sub(value, 2)
end

local function put(key, field, value)
  if value == nil then redis.call('HDEL', key, field) else redis.call('HSET', key, field, value) end
end

-- A whole number as text: Lua's own way shortens long ones.
local function whole(number)
  return string.format('%.0f', number)
end

local function heads()
  local found = {}
  for i, key in ipairs({ READY, DUE, TIMERS, WATCHES }) do
    found[i] = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2] or ''
  end
  return found
end

-- What is due later than this is found by everybody's next look of its own.
local HORIZON_MS = 60000
local before = heads()

-- The answer; others are told where something may now be done earlier than they know.
local function answer(...)
  local after = heads()
  for i, due in ipairs(after) do
    local earlier = due ~= '' and (before[i] == '' or tonumber(due) < tonumber(before[i]))
    if earlier and tonumber(due) < now + HORIZON_MS then
      redis.call('PUBLISH', 'plantao:wake', ARGV[2] .. ' ' .. ARGV[3] .. ' ' .. i .. ' ' .. due)
    end
  end
  return { after, ... }
end
`
