-- Notes up to where a run has chosen, so that a Redis that is restored to an earlier state is found out. Returns -1 if
-- the driver is fenced; 1 if it is noted, 0 if Redis has no memory for it.
-- Repeatable.
-- ARGV: number and index of the position
local number, index = tonumber(ARGV[4]), tonumber(ARGV[5])
if not holds() then
  return -1
end
local chosen = redis.call('HGET', run, 'chosen')
if chosen and not earlier(chosen, number, index) then
  return 1
end
local answer = redis.pcall('HSET', run, 'chosen', ARGV[4] .. ':' .. ARGV[5])
if type(answer) == 'table' and answer.err then
  return string.find(answer.err, 'OOM', 1, true) and 0 or answer
end
return 1
