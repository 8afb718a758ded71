/** Timers and watches of chats. */
export const SCHEDULE = String.raw`
local function timer(chat, name)
  return #chat .. ':' .. chat .. name
end

-- The event that a timer becomes is made by whoever sets it: its id, and the event as it is to be appended.
local function setTimer(chat, name, due, id, payload)
  redis.call('ZADD', TIMERS, due, timer(chat, name))
  redis.call('HSET', TIMER_EVENTS, timer(chat, name), #id .. ':' .. id .. payload)
end

local function dropTimer(key)
  redis.call('ZREM', TIMERS, key)
  redis.call('HDEL', TIMER_EVENTS, key)
end

local function setWatch(id, chat, kind, due, state)
  redis.call('HSET', WATCH .. id, 'chat', chat, 'kind', kind, 'state', state)
  redis.call('HDEL', WATCH .. id, 'lease')
  redis.call('ZADD', WATCHES, due, id)
end

local function dropWatch(id)
  redis.call('ZREM', WATCHES, id)
  redis.call('DEL', WATCH .. id)
end
`
