import { defineScript } from '../script.js'
import { COMMON } from './common.js'

/**
 * Commands on keys of the partition, in one go; for copying a store, never for a turn.
 *
 * ARGV     common; of each command: how many parts follow, its name, what follows the base in its key, arguments
 * returns  heads, what each command gave
 */
export const APPLY = defineScript(
  'apply',
  COMMON,
  String.raw`
local given = {}
while at < #ARGV do
  local parts, name, key = tonumber(arg()), arg(), base .. arg()
  local args = {}
  for i = 1, parts - 2 do args[i] = arg() end
  given[#given + 1] = redis.call(name, key, unpack(args))
end
return answer(given)
`,
)
