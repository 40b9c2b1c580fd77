-- Makes a reader known, with a lease and with how many attempts it grants a message (0: any number).
-- ARGV: lease in milliseconds, attempts
redis.call('ZADD', leases, now() + ARGV[3], name)
if tonumber(ARGV[4]) > 0 then
  redis.call('HSET', limits, name, ARGV[4])
end
return redis.call('HSETNX', acknowledged, name, 0)
