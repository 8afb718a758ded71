import { OUTLIVES_FORGETTING } from '../../../domain/forgotten.js'

/** Effects and their lanes. */
export const EFFECTS = String.raw`
-- Those due at the same moment go in the order they were decided.
local function member(id)
  return string.format('%016d', tonumber(redis.call('HGET', FX .. id, 'seq'))) .. id
end

local function laneKey(chat, lane)
  return LANE .. #chat .. ':' .. chat .. lane
end

-- Lets the first of a lane be leased, after the one before it is gone.
local function advance(chat, lane)
  local id = redis.call('ZRANGE', laneKey(chat, lane), 0, 0)[1]
  if id then redis.call('ZADD', DUE, 'NX', redis.call('HGET', FX .. id, 'created'), member(id)) end
end

local function setState(id, from, to)
  redis.call('HSET', FX .. id, 'state', to)
  if from == to then return end
  redis.call('HINCRBY', base, from, -1)
  if to == 'intended' or to == 'sent' or to == 'unknown' then redis.call('HINCRBY', base, to, 1) end
end

-- Takes one out of its lane, done or dropped.
local function leave(id, chat, lane)
  redis.call('ZREM', DUE, member(id))
  redis.call('ZREM', laneKey(chat, lane), id)
  redis.call('SREM', OPEN .. chat, id)
end

-- { id, chat, kind, lane, state, payload, notify, attempts, absences, unknownSince, progress, origin, created, due }
local function describe(id, due)
  local f = redis.call('HMGET', FX .. id, 'chat', 'kind', 'lane', 'state', 'payload', 'notify', 'attempts', 'absences',
    'unknownSince', 'progress', 'origin', 'created')
  return { id, f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9], f[10], f[11], f[12], due }
end

-- Leases one that is due. Sent, and its lease ran out: whoever was to tell what came of it is gone.
local function takeEffect(id, due, lease, leaseMs)
  if redis.call('HGET', FX .. id, 'state') == 'sent' then
    setState(id, 'sent', 'unknown')
    redis.call('HSET', FX .. id, 'unknownSince', ARGV[1], 'absences', '0')
  end
  redis.call('HSET', FX .. id, 'lease', lease)
  redis.call('ZADD', DUE, whole(now + leaseMs), member(id))
  return describe(id, due)
end

-- One known by its id, done or not, is passed over.
local function decide(id, chat, kind, lane, payload, notify, origin)
  if redis.call('EXISTS', FX .. id) == 1 or redis.call('ZSCORE', DONE, id) then return end
  local seq = redis.call('HINCRBY', base, 'seq', 1)
  redis.call('HSET', FX .. id, 'seq', seq, 'chat', chat, 'kind', kind, 'lane', lane, 'state', 'intended',
    'payload', payload, 'notify', notify, 'attempts', '0', 'absences', '0', 'created', ARGV[1])
  put(FX .. id, 'origin', origin)
  redis.call('HINCRBY', base, 'intended', 1)
  redis.call('ZADD', laneKey(chat, lane), seq, id)
  redis.call('SADD', OPEN .. chat, id)
  advance(chat, lane)
end

local OUTLIVES = { ${[...OUTLIVES_FORGETTING].map((kind) => `['${kind}'] = true`).join(', ')} }

-- Drops the chat's effects that were never tried and that nobody holds.
local function dropUntried(chat)
  local lanes = {}
  for _, id in ipairs(redis.call('SMEMBERS', OPEN .. chat)) do
    local f = redis.call('HMGET', FX .. id, 'state', 'attempts', 'lease', 'lane', 'kind')
    if f[1] == 'intended' and f[2] == '0' and not f[3] and not OUTLIVES[f[5]] then
      leave(id, chat, f[4])
      redis.call('DEL', FX .. id)
      redis.call('HINCRBY', base, 'intended', -1)
      lanes[f[4]] = true
    end
  end
  for lane in pairs(lanes) do advance(chat, lane) end
end

-- Erases what the chat's dead effects carried. There are few of them in a partition, or operators have not looked.
local function eraseDead(chat)
  for _, key in ipairs(redis.call('ZRANGE', DEAD, 0, -1)) do
    local id = string.sub(key, 17)
    if redis.call('HGET', FX .. id, 'chat') == chat then redis.call('HDEL', FX .. id, 'payload', 'progress', 'origin') end
  end
end
`
