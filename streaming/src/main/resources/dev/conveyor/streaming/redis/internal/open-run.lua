-- Takes the lease of a run. Returns {1}; {0, highest token} if a driver with this token or a higher one was here; or, if the lease
-- of another one is live, how many milliseconds it has left, until when it is, and whose it is.
-- Repeatable: an opening is known by its name.
-- ARGV: lease in milliseconds, who the driver is, name of this opening, where the checkpoint is (an empty string: unknown)
works_when_full()
correct_lease()
local known, lease = field('token'), field('lease')
local ours = known == token and redis.call('HGET', run, 'opening') == ARGV[6]
if not ours then
  if known >= token or field('forgotten') >= token then
    return {0, math.max(known, field('forgotten'))}
  end
  local left = lease - now()
  if left > 0 then
    return {2, left, lease, redis.call('HGET', run, 'driver') or 'unknown'}
  end
end
redis.call('HSET', run, 'of', key, 'token', ARGV[3], 'lease', now() + ARGV[4], 'lasts', ARGV[4], 'driver', ARGV[5], 'opening', ARGV[6])
redis.call('HDEL', run, 'forgotten', 'ended')
if ARGV[7] ~= '' then
  redis.call('HSET', run, 'checkpoint', ARGV[7])
end
redis.call('PERSIST', run)
redis.call('SADD', runs, name)
return {1}
