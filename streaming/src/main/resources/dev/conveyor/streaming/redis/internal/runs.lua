-- Returns of one run how many messages it has claimed and not released, how many milliseconds its lease has left
-- (0: it has run out), its driver, what it has released, where its checkpoint is, and how many milliseconds ago its
-- driver gave up the lease (-1: the driver has it, or died with it). Changes nothing.
local claimed = 0
for at = field('released') + 1, field('claims') do
  claimed = claimed + redis.call('LLEN', claim(at))
end
claimed = math.max(0, claimed - field('index'))
local left = math.max(0, math.floor(lease_left()))
local driver, released, checkpoint = unpack(redis.call('HMGET', run, 'driver', 'released', 'checkpoint'))
local ended = field('lease') == 0 and redis.call('HGET', run, 'ended')
local ago = ended and math.max(0, math.floor(now() - ended)) or -1
return {claimed, left, driver or 'unknown', released or '', checkpoint or '', ago}
