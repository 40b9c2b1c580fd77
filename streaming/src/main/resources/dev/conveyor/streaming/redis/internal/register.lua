-- Makes a reader known, with a lease and with how many attempts it grants a message (0: any number).
-- ARGV: lease in milliseconds, attempts
works_when_full()
redis.call('ZADD', leases, now() + ARGV[3], name)
redis.call('HSET', limits, name .. ':lease', ARGV[3])
if tonumber(ARGV[4]) > 0 then
  redis.call('HSET', limits, name, ARGV[4])
end
return redis.call('HSETNX', acknowledged, name, 0)
