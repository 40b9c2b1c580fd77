-- Remembers up to which ID a run is done. Returns -1 if the run was taken over; else, if entries may go, the lowest
-- ID that all runs are done with, or an empty string while one of them is not done with any; else 1.
-- ARGV: ID, whether entries may go
local function before(one, other)
  local millis, sequence = string.match(one, '^(%d+)-(%d+)$')
  local otherMillis, otherSequence = string.match(other, '^(%d+)-(%d+)$')
  if millis == otherMillis then
    millis, otherMillis = sequence, otherSequence
  end
  if #millis ~= #otherMillis then
    return #millis < #otherMillis
  end
  return millis < otherMillis
end

if not holds() then
  return -1
end
local released = redis.call('HGET', run, 'released')
if not released or before(released, ARGV[4]) then
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
  if not lowest or before(done, lowest) then
    lowest = done
  end
end
return lowest or ''
