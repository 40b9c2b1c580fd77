-- Returns of a queue whether it is a stream (1: yes), how many messages wait, are in work, are claimed, are done, are
-- dead. Changes nothing.
-- KEYS: the queue   ARGV: what the name of every key beside it begins with
local key, beside = KEYS[1], ARGV[1]
local type = redis.call('TYPE', key).ok
if type == 'stream' then
  return {1, redis.call('XLEN', key), 0, 0, 0, 0}
end
local waiting, work, claimed, log = type == 'list' and redis.call('LLEN', key) or 0, 0, 0, 0
for _, holder in ipairs(redis.call('ZRANGE', beside .. 'leases', 0, -1)) do
  work = work + redis.call('LLEN', beside .. 'work:' .. holder)
end
for _, name in ipairs(redis.call('SMEMBERS', beside .. 'runs')) do
  local fields = redis.call('HMGET', beside .. 'run:' .. name, 'released', 'claims', 'index')
  local released, claims, index = tonumber(fields[1] or 0), tonumber(fields[2] or 0), tonumber(fields[3] or 0)
  if released then
    local of_run = 0
    for at = released + 1, claims do
      of_run = of_run + redis.call('LLEN', string.format('%sclaim:%s:%.0f', beside, name, at))
    end
    claimed = claimed + math.max(0, of_run - index)
  elseif type == 'none' then
    log = 1
  end
end
local total = tonumber(redis.call('GET', beside .. 'done:total') or '0') or 0
return {log, waiting, work, claimed, total, redis.call('LLEN', beside .. 'dead')}
