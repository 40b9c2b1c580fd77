-- Makes a reader known, with a lease.
-- KEYS: list, work, leases, acknowledged   ARGV: reader, lease in milliseconds
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[3], now + ARGV[2], ARGV[1])
return redis.call('HSETNX', KEYS[4], ARGV[1], 0)
