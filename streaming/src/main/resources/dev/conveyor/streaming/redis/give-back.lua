-- Puts what the reader holds back to the head of the list in its order, a bounded part each time, and forgets
-- the reader when nothing is left. Returns how many are left.
-- KEYS: list, work, leases, acknowledged   ARGV: reader
for _ = 1, 5000 do
  if not redis.call('LMOVE', KEYS[2], KEYS[1], 'RIGHT', 'LEFT') then
    redis.call('ZREM', KEYS[3], ARGV[1])
    redis.call('HDEL', KEYS[4], ARGV[1])
    return 0
  end
end
return redis.call('LLEN', KEYS[2])
