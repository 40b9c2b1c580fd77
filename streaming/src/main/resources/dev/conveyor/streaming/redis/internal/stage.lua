-- Appends elements to a stage, all or none, and lets it expire later. Returns how many elements the stage holds, or -1
-- if it holds neither as many as the writer has appended before nor as many as it would then.
-- Repeatable: an append that was made already changes nothing.
-- KEYS: stage   ARGV: how many elements the writer has appended before, for how many milliseconds the stage lives, then
-- the elements
local before, count = tonumber(ARGV[1]), #ARGV - 2
local length = redis.call('LLEN', KEYS[1])
if length == before then
  for from = 3, #ARGV, 1000 do
    redis.call('RPUSH', KEYS[1], unpack(ARGV, from, math.min(from + 999, #ARGV)))
  end
elseif length ~= before + count then
  return -1
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return before + count
