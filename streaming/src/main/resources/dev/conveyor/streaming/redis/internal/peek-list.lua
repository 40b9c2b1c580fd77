-- Returns the length and the beginning of elements of a list, from its head, until it has looked at a maximum of bytes.
-- Changes nothing.
-- KEYS: list   ARGV: first index, most elements, bytes kept of each, most bytes
local from, most, kept, room = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local found = {}
for at = from, from + most - 1 do
  local body = room > 0 and redis.call('LINDEX', KEYS[1], at)
  if not body then
    break
  end
  found[#found + 1] = {#body, string.sub(body, 1, kept)}
  room = room - #body
end
return found
