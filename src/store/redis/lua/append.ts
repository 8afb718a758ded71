import { defineScript } from '../script.js'
import { CHATS } from './chats.js'
import { COMMON } from './common.js'

/**
 * Appends events to their chats, and claims chats that became ready.
 *
 * ARGV     common; lease ('' claims nothing), leaseMs, limit; of each event: id, chat, quietMs, payload
 * returns  heads, claims as of `takeChat`
 *
 * Repeated after a lost answer it knows the events, and gives the chats again that are held by this very lease.
 */
export const APPEND = defineScript(
  'append',
  COMMON,
  CHATS,
  String.raw`
local lease, leaseMs, limit = arg(), tonumber(arg()), tonumber(arg())
local chats, readied = {}, {}
while at < #ARGV do
  local id, chat, quiet, payload = arg(), arg(), arg(), arg()
  if readied[chat] == nil then
    chats[#chats + 1] = chat
    readied[chat] = false
  end
  if append(id, chat, quiet, payload) then readied[chat] = true end
end
local claims = {}
if lease ~= '' then
  for _, chat in ipairs(chats) do
    if #claims >= limit then break end
    if readied[chat] or redis.call('HGET', CHAT .. chat, 'lease') == lease then
      claims[#claims + 1] = takeChat(chat, lease, leaseMs)
    end
  end
end
return answer(claims)
`,
)
