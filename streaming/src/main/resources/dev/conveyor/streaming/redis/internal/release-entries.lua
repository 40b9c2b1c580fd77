-- Remembers up to which position a run is done. Returns -1 if the driver is fenced; else, if entries may go, the lowest
-- ID that all runs are done with, or an empty string while one of them is not done with any; else 1.
-- ARGV: position, whether entries may go
if not holds() then
  return -1
end
local function id(position)
  return string.match(position, '^%d+%-%d+')
end

-- IDs of another stream, or of an earlier state of this one, are not later than these.
local function mark(position)
  return string.match(position, '#(%w+)$') or ''
end

local released = redis.call('HGET', run, 'released')
if not released or mark(released) ~= mark(ARGV[4]) or not before(id(ARGV[4]), id(released)) then
  redis.call('HSET', run, 'released', ARGV[4])
end
if ARGV[5] == '0' then
  return 1
end
local lowest
for _, other in ipairs(redis.call('SMEMBERS', runs)) do
  local done = redis.call('HGET', beside .. 'run:' .. other, 'released')
  if not done then
    return ''
  end
  done = id(done)
  if not lowest or before(done, lowest) then
    lowest = done
  end
end
return lowest or ''
