-- Chooses the stages that make an epoch of a query, once. Returns the name of a stage if it does not hold what its task
-- wrote, or else two numbers. The first is 0 if the epoch is in the target already, 1 if these stages or those of an
-- earlier attempt are to be moved there, 2 if those of an earlier epoch are, and below 0 the number of epochs before this
-- one that are missing here. The second is the number of epochs that were ever missing.
-- Repeatable: the stages that were chosen first stay chosen. Those of a later attempt are of no use.
-- A chosen stage has another name: an append of its writer that comes late, and a driver that discards it, do not reach it.
-- KEYS: target, state of the query, its chosen stages   ARGV: epoch; missing epochs: refuse, count or ignore; for how many
-- milliseconds chosen stages live (0: for ever); kind of the target, see move-stage.lua; then name and number of elements
-- of each stage
local target, state, chosen = KEYS[1], KEYS[2], KEYS[3]
local epoch, missing, lifetime, kind = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), ARGV[4]
local done = tonumber(redis.call('HGET', state, 'epoch') or '-1')
local pending = tonumber(redis.call('HGET', state, 'pending') or '-1')
local lost = tonumber(redis.call('HGET', state, 'lost') or '0')
if epoch <= done then
  return {0, lost}
end
if pending >= 0 then
  return {pending == epoch and 1 or 2, lost}
end
local gap = epoch - 1 - done
if missing == 'refuse' and gap > 0 then
  return {-gap, lost}
end
local left = 0
for at = 5, #ARGV, 2 do
  if redis.call('LLEN', ARGV[at]) ~= tonumber(ARGV[at + 1]) then
    return ARGV[at]
  end
  left = left + tonumber(ARGV[at + 1])
end
-- At its limit of memory Redis refuses the first command that may need more, and no later one of a script. To move what is
-- staged frees memory.
redis.call('HDEL', state, '')
if missing == 'count' and gap > 0 then
  lost = redis.call('HINCRBY', state, 'lost', gap)
end
redis.call('HSET', state, 'pending', epoch, 'left', left, 'kind', kind)
for at = 5, #ARGV, 2 do
  local stage = chosen .. ':' .. (at - 3) / 2
  redis.call('RENAME', ARGV[at], stage)
  redis.call('PERSIST', stage)
  redis.call('RPUSH', chosen, stage)
  if lifetime > 0 then
    redis.call('PEXPIRE', stage, lifetime)
  end
end
if lifetime > 0 then
  redis.call('PEXPIRE', state, lifetime)
  redis.call('PEXPIRE', chosen, lifetime)
end
return {1, lost}
