-- Appends messages to the list, all or none. Returns 0 if there is no room for them, else 1.
-- Repeatable: a push whose number is not above the writer's last one was made already.
-- KEYS: list, writer   ARGV: number of this push, capacity (0: unbounded), for how many milliseconds the writer
-- is remembered, then the bodies
local number, capacity = tonumber(ARGV[1]), tonumber(ARGV[2])
if number <= tonumber(redis.call('GET', KEYS[2]) or '0') then
  return 1
end
local count = #ARGV - 3
if capacity > 0 and redis.call('LLEN', KEYS[1]) + count > capacity then
  return 0
end
for from = 4, #ARGV, 1000 do
  redis.call('RPUSH', KEYS[1], unpack(ARGV, from, math.min(from + 999, #ARGV)))
end
redis.call('SET', KEYS[2], number, 'PX', ARGV[3])
return 1
