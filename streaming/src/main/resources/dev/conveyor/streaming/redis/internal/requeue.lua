-- Moves the bodies of the oldest dead ones to the tail of the list, a bounded part each time. Returns how many were
-- moved in all.
-- Repeatable: what was moved in all is remembered for a while under the name of who asks.
-- ARGV: moved in all as far as the asker knows, how many to move in all, how many now, how many bytes now,
--       for how many milliseconds it is remembered
local remembered = beside .. 'moved:' .. name
local known, wanted = tonumber(ARGV[3]), tonumber(ARGV[4])
local moved = tonumber(redis.call('GET', remembered) or '0')
if moved > known then
  return moved
end
moved = known
local bytes, last = 0, math.min(wanted, known + ARGV[5])
while moved < last and bytes < tonumber(ARGV[6]) do
  local element = redis.call('LINDEX', dead, 0)
  if not element then
    break
  end
  local _, _, body = opened(element)
  redis.call('RPUSH', list, body)
  redis.call('LPOP', dead)
  moved, bytes = moved + 1, bytes + #element
end
if moved > known then
  redis.call('SET', remembered, moved, 'PX', ARGV[7])
end
return moved
