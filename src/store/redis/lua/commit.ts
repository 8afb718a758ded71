import { defineScript } from '../script.js'
import { CHATS } from './chats.js'
import { COMMON } from './common.js'
import { EFFECTS } from './effects.js'
import { JOURNALS } from './journal.js'
import { SCHEDULE } from './schedule.js'

/**
 * Ends a turn: session, events consumed, effects, timers, watches, journal, and the lease of what is due at once.
 *
 * ARGV     common; chat, lease, call, session (optional), forget (1 or 0: drops untried effects,
 *          erases what dead ones carried, and the journal);
 *          effect lease ('' leases nothing), leaseMs, limit;
 *          each of these behind its number: consumed events: id; effects, replies first in `order`: id, kind, lane,
 *          payload, notify, origin (optional); ids of effects in the order they are leased; timers cancelled: name; timers: name, due,
 *          event id, event; watches cancelled: id; watches: id, kind, due, state;
 *          journal: '<at> <line>'
 * returns  heads, 1 or 0 (the lease was lost, nothing was written), effects as of `describe`
 *
 * Repeated after a lost answer it finds the note of this call, and gives the effects held by this very lease.
 */
export const COMMIT = defineScript(
  'commit',
  COMMON,
  CHATS,
  EFFECTS,
  SCHEDULE,
  JOURNALS,
  String.raw`
local chat, lease, call, session, forget = arg(), arg(), arg(), optional(), arg()
local effectLease, leaseMs, limit = arg(), tonumber(arg()), tonumber(arg())
local repeated = redis.call('EXISTS', MEMO .. call) == 1
if not repeated and redis.call('HGET', CHAT .. chat, 'lease') ~= lease then return answer(0, {}) end

local function each(take, work)
  for _ = 1, tonumber(arg()) do
    if repeated then take() else work(take()) end
  end
end
local function one() return arg() end
local function four() return arg(), arg(), arg(), arg() end
local function effect() return arg(), arg(), arg(), arg(), arg(), optional() end

each(one, function(id)
  if redis.call('ZREM', INBOX .. chat, id) == 0 then return end
  redis.call('HDEL', EVENTS, id)
  redis.call('ZADD', SEEN, ARGV[1], id)
end)

if not repeated then
  -- Events that were there when the turn began have had their chance: they stand where a chat would that became ready
  -- at that moment.
  local claimed = tonumber(redis.call('HGET', CHAT .. chat, 'claimed'))
  local readyAt, heldSince
  local left = pending(chat)
  for _, event in ipairs(left) do
    if event.received < claimed then
      readyAt, heldSince = afterEvent(readyAt, heldSince, 0, claimed)
    else
      readyAt, heldSince = afterEvent(readyAt, heldSince, event.quiet, event.received)
    end
  end
  redis.call('HDEL', CHAT .. chat, 'lease', 'claimed', 'failures')
  put(CHAT .. chat, 'session', session)
  setReadiness(chat, readyAt, heldSince)
  if forget == '1' then
    dropUntried(chat)
    eraseDead(chat)
    forgetJournal(chat)
    redis.call('ZADD', FORGOTTEN, ARGV[1], chat)
  end
end

each(effect, function(id, kind, lane, payload, notify, origin)
  decide(id, chat, kind, lane, payload, notify, origin)
end)
local order = {}
for i = 1, tonumber(arg()) do order[i] = arg() end
each(one, function(name) dropTimer(timer(chat, name)) end)
each(four, function(name, due, id, payload) setTimer(chat, name, due, id, payload) end)
each(one, function(id)
  if redis.call('HGET', WATCH .. id, 'chat') == chat then dropWatch(id) end
end)
each(four, function(id, kind, due, state) setWatch(id, chat, kind, due, state) end)
local lines = 0
each(one, function(line) lines = redis.call('RPUSH', JOURNAL .. chat, line) end)
if lines > 0 then
  if lines > MAX_LINES then redis.call('LTRIM', JOURNAL .. chat, -MAX_LINES, -1) end
  indexJournal(chat)
end

local leased = {}
if effectLease ~= '' then
  for _, id in ipairs(order) do
    if #leased >= limit then break end
    if redis.call('HGET', FX .. id, 'lease') == effectLease then
      leased[#leased + 1] = describe(id, ARGV[1])
    elseif not repeated and redis.call('EXISTS', FX .. id) == 1 then
      local due = redis.call('ZSCORE', DUE, member(id))
      if due and tonumber(due) <= now then leased[#leased + 1] = takeEffect(id, due, effectLease, leaseMs) end
    end
  end
end
if not repeated then redis.call('SET', MEMO .. call, '1', 'PX', MEMO_MS) end
return answer(1, leased)
`,
)
