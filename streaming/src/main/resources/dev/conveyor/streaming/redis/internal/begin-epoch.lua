-- Chooses the stages that make an epoch of a query, once. Returns 0 if the epoch is in the target already, 1 if these
-- stages or those of an earlier attempt are to be moved there, 2 if those of an earlier epoch are, and the name of a
-- stage if it does not hold what its task wrote.
-- Repeatable: the stages that were chosen first stay chosen. Those of a later attempt are of no use.
-- A chosen stage has another name: an append of its writer that comes late, and a driver that discards it, do not reach it.
-- KEYS: target, state of the query, its chosen stages   ARGV: epoch, then name and number of elements of each stage
local epoch = tonumber(ARGV[1])
local done = tonumber(redis.call('HGET', KEYS[2], 'epoch') or '-1')
local pending = tonumber(redis.call('HGET', KEYS[2], 'pending') or '-1')
if epoch <= done then
  return 0
end
if pending >= 0 then
  return pending == epoch and 1 or 2
end
for at = 2, #ARGV, 2 do
  if redis.call('LLEN', ARGV[at]) ~= tonumber(ARGV[at + 1]) then
    return ARGV[at]
  end
end
redis.call('HSET', KEYS[2], 'pending', epoch)
for at = 2, #ARGV, 2 do
  local stage = KEYS[3] .. ':' .. at / 2
  redis.call('RENAME', ARGV[at], stage)
  redis.call('PERSIST', stage)
  redis.call('RPUSH', KEYS[3], stage)
end
return 1
