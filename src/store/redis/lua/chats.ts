/** Events and the readiness of chats, as src/store/readiness.ts says it. */
export const CHATS = String.raw`
local MAX_QUIET_MS = 3000
local MAX_EVENTS_A_CLAIM = 200

local function afterEvent(readyAt, heldSince, quiet, at_)
  if quiet <= 0 then return math.min(readyAt or at_, at_), nil end
  local waitsForQuiet = readyAt == nil or heldSince ~= nil
  if not waitsForQuiet then return readyAt, heldSince end
  local since = heldSince or at_
  return math.min(math.max(readyAt or 0, at_ + quiet), since + MAX_QUIET_MS), since
end

local function setReadiness(chat, readyAt, heldSince)
  if readyAt == nil then redis.call('ZREM', READY, chat) else redis.call('ZADD', READY, whole(readyAt), chat) end
  put(CHAT .. chat, 'held', heldSince and whole(heldSince))
end

-- Whether the chat became ready by it. Of a chat in a turn the score is the end of its lease, after a failed turn the
-- time to try again: both stand.
local function makeReady(chat, quiet)
  local state = redis.call('HMGET', CHAT .. chat, 'lease', 'failures', 'held')
  if state[1] or tonumber(state[2] or '0') > 0 then return false end
  local readyBefore = tonumber(redis.call('ZSCORE', READY, chat) or nil)
  local readyAt, heldSince = afterEvent(readyBefore, tonumber(state[3] or nil), quiet, now)
  setReadiness(chat, readyAt, heldSince)
  return readyAt <= now and (readyBefore == nil or readyBefore > now)
end

-- Appends one event, unless it is known; whether its chat became ready. What comes during a turn came after its
-- beginning, also where another process's clock, or the way from it to here, was slow.
local function append(id, chat, quiet, payload)
  if redis.call('HEXISTS', EVENTS, id) == 1 or redis.call('ZSCORE', SEEN, id) then return false end
  local received = math.max(now, tonumber(redis.call('HGET', CHAT .. chat, 'claimed') or '0'))
  redis.call('HSET', EVENTS, id, whole(received) .. ' ' .. quiet .. ' ' .. payload)
  redis.call('ZADD', INBOX .. chat, redis.call('HINCRBY', base, 'seq', 1), id)
  return makeReady(chat, tonumber(quiet))
end

-- The first pending events of a chat: id, received, quiet, payload.
local function pending(chat)
  local ids = redis.call('ZRANGE', INBOX .. chat, 0, MAX_EVENTS_A_CLAIM - 1)
  if #ids == 0 then return {} end
  local events = {}
  for i, value in ipairs(redis.call('HMGET', EVENTS, unpack(ids))) do
    local received, quiet, payload = string.match(value, '^(%d+) (%d+) (.*)$')
    events[i] = { id = ids[i], received = tonumber(received), quiet = tonumber(quiet), payload = payload }
  end
  return events
end

-- Leases a chat: { chat, session, failures, { { id, payload }, … } }
local function takeChat(chat, lease, leaseMs)
  redis.call('HSET', CHAT .. chat, 'lease', lease, 'claimed', ARGV[1])
  setReadiness(chat, now + leaseMs, nil)
  local state = redis.call('HMGET', CHAT .. chat, 'session', 'failures')
  local events = {}
  for i, event in ipairs(pending(chat)) do events[i] = { event.id, event.payload } end
  return { chat, state[1], state[2] or '0', events }
end
`
