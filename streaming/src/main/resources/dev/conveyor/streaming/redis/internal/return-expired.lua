-- Returns what readers with an expired lease have in work, a bounded part each time. Returns how many messages left them
-- in all, and how many such readers are left.
-- Repeatable: what was moved in all is remembered for a while under the name of who asks.
-- ARGV: moved in all as far as the asker knows, for how many milliseconds it is remembered
local remembered = beside .. 'moved:' .. name
local known = tonumber(ARGV[3])
local moved = tonumber(redis.call('GET', remembered) or '0')
if moved <= known then
  moved = known + reap(5000, 0)
  if moved > known then
    redis.call('SET', remembered, moved, 'PX', ARGV[4])
  end
end
return {moved, redis.call('ZCOUNT', leases, '-inf', now())}
