-- Returns of dead letters their identity, reason (nil: unknown), attempts, time of death in milliseconds (-1: unknown),
-- length and beginning of their body, until it has looked at a maximum of bytes. Changes nothing.
-- ARGV: where to begin, how many at most, bytes kept of a body, most bytes
local from, most, kept, room = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local found = {}
for at = from, from + most - 1 do
  local element = room > 0 and redis.call('LINDEX', dead, at)
  if not element then
    break
  end
  local reason, count, body, died = opened(element)
  local time = died and died >= 0 and died < 253402300800000 and math.floor(died) or -1
  found[#found + 1] = {identity(element), reason or false, count, time, #body, string.sub(body, 1, kept)}
  room = room - #element
end
return found
