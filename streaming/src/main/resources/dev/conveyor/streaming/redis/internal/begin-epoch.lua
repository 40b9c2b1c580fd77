-- Chooses the stages that make an epoch of a query, once. Returns 0 if the epoch is in the target already, 1 if these
-- stages or those of an earlier attempt are to be moved there, 2 if those of an earlier epoch are, the number of epochs
-- before this one that are missing here as a negative number, and the name of a stage if it does not hold what its task
-- wrote.
-- Repeatable: the stages that were chosen first stay chosen. Those of a later attempt are of no use.
-- A chosen stage has another name: an append of its writer that comes late, and a driver that discards it, do not reach it.
-- KEYS: target, state of the query, its chosen stages   ARGV: epoch, 1 if epochs may be missing, for how
-- many milliseconds chosen stages live (0: for ever), then name and number of elements of each stage
local epoch = tonumber(ARGV[1])
local done = tonumber(redis.call('HGET', KEYS[2], 'epoch') or '-1')
local lifetime = tonumber(ARGV[3])
local pending = tonumber(redis.call('HGET', KEYS[2], 'pending') or '-1')
if epoch <= done then
  return 0
end
if pending >= 0 then
  return pending == epoch and 1 or 2
end
if ARGV[2] ~= '1' and done < epoch - 1 then
  return done + 1 - epoch
end
for at = 4, #ARGV, 2 do
  if redis.call('LLEN', ARGV[at]) ~= tonumber(ARGV[at + 1]) then
    return ARGV[at]
  end
end
redis.call('HSET', KEYS[2], 'pending', epoch)
for at = 4, #ARGV, 2 do
  local stage = KEYS[3] .. ':' .. (at - 2) / 2
  redis.call('RENAME', ARGV[at], stage)
  redis.call('PERSIST', stage)
  redis.call('RPUSH', KEYS[3], stage)
  if lifetime > 0 then
    redis.call('PEXPIRE', stage, lifetime)
  end
end
if lifetime > 0 then
  redis.call('PEXPIRE', KEYS[2], lifetime)
  redis.call('PEXPIRE', KEYS[3], lifetime)
end
return 1
