-- Returns of one run how many messages it has claimed and not released, how many milliseconds its lease has left
-- (0: it has run out), its driver, and what it has released. Changes nothing.
local claimed = 0
for at = field('released') + 1, field('claims') do
  claimed = claimed + redis.call('LLEN', claim(at))
end
claimed = math.max(0, claimed - field('index'))
local left = math.max(0, math.floor(lease_left()))
return {claimed, left, redis.call('HGET', run, 'driver') or 'unknown', redis.call('HGET', run, 'released') or ''}
