-- Returns of each dead one its reason (nil: unknown), attempts and the beginning of its body. Changes nothing.
-- ARGV: where to begin, how many at most, bytes of a body
local from, most, kept = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local found = {}
for i = from, from + most - 1 do
  local element = redis.call('LINDEX', dead, i)
  if not element then
    break
  end
  local reason, count, body = opened(element)
  found[#found + 1] = {reason or false, count, string.sub(body, 1, kept)}
end
return found
