-- Returns how many messages lie after a position. Changes nothing.
-- ARGV: number and index of the position
local number, index = tonumber(ARGV[4]), tonumber(ARGV[5])
local waiting = redis.call('LLEN', key) + math.max(0, redis.call('LLEN', claim(number)) - index)
for at = math.max(number, field('released')) + 1, field('claims') do
  waiting = waiting + redis.call('LLEN', claim(at))
end
return waiting
