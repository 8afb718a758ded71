/** Journals of chats. */
export const JOURNALS = String.raw`
local MAX_LINES = 1000

local function timeOf(line)
  return string.match(line, '^%d+')
end

-- Notes when the oldest line was written, by which purge finds the chat.
local function indexJournal(chat)
  local oldest = redis.call('LINDEX', JOURNAL .. chat, 0)
  if oldest then redis.call('ZADD', JOURNALS, timeOf(oldest), chat) else redis.call('ZREM', JOURNALS, chat) end
end

local function forgetJournal(chat)
  redis.call('DEL', JOURNAL .. chat)
  redis.call('ZREM', JOURNALS, chat)
end

-- Lets go of lines older than this: all of them at once where the newest is, else a bounded number.
local MAX_TRIMMED = 100
local function trimJournal(chat, before)
  local key = JOURNAL .. chat
  local newest = redis.call('LINDEX', key, -1)
  if not newest or tonumber(timeOf(newest)) < before then return forgetJournal(chat) end
  local old = 0
  for _, line in ipairs(redis.call('LRANGE', key, 0, MAX_TRIMMED - 1)) do
    if tonumber(timeOf(line)) >= before then break end
    old = old + 1
  end
  redis.call('LTRIM', key, old, -1)
  indexJournal(chat)
end
`
