-- Forgets the oldest messages that the reader holds, up to how many it has acknowledged in all; bodies over
-- the size limit go to the dead. Returns how many that were, or -1 if the reader's lease has run out.
-- Repeatable: the second time nothing is left to forget.
-- KEYS: list, work, leases, acknowledged, dead
-- ARGV: reader, acknowledged in all, most bytes of a message (-1: none is over), lease in milliseconds
local work, leases, acknowledged, dead = KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local before = redis.call('HGET', acknowledged, ARGV[1])
if not before then
  return -1
end
local time = redis.call('TIME')
redis.call('ZADD', leases, time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[4], ARGV[1])
local count, maxMessage = ARGV[2] - before, tonumber(ARGV[3])
if count <= 0 then
  return 0
end
if maxMessage < 0 then
  redis.call('LTRIM', work, count, -1)
else
  for _ = 1, count do
    local body = redis.call('LPOP', work)
    if body and #body > maxMessage then
      redis.call('RPUSH', dead, body)
    end
  end
end
redis.call('HSET', acknowledged, ARGV[1], ARGV[2])
return count
