-- Says where the next range of a list can come from, and claims what waits if nothing is in hand.
-- Returns -1 if the driver is fenced; else number, length and (twice the) bytes of a claim that holds more, or the
-- claim of the position itself if none does; how many messages were lost before that (-1: an unknown number); how many
-- of those that wait were counted before (-1: an unknown number); and whether there is something to read behind a loss.
-- Repeatable: a claim that exists is served, whichever driver made it. A loss is told until a later position is recorded.
-- ARGV: number and index of the position; most messages and most bytes to move (0: rename the whole list); whether this
--       driver knows that what it chose is noted
local number, index, position = tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[4] .. ':' .. ARGV[5]
if not holds() then
  return -1
end
local made, lost = field('claims'), field('lost')
local chosen, doubt = redis.call('HGET', run, 'chosen'), redis.call('HGET', run, 'doubt')
local has_forgotten = made < number or (not chosen and ARGV[8] == '1')

if doubt and doubt ~= position then
  redis.call('HDEL', run, 'doubt')
  doubt = nil
end
if not doubt and (has_forgotten or (chosen and earlier(chosen, number, index))) then
  doubt = position
end

local function known(at)
  local length = redis.call('LLEN', claim(at))
  return {at, length, at == made and math.max(field('bytes'), 0) or -1, 0, 0, 1}
end

-- Uses up a number. If Redis went back in time, what waits may have been claimed under a number that it forgot.
local function lose()
  local twice = made < number and redis.call('LLEN', key) > 0 and -1 or 0
  if made == 0 and field('released') < number - 1001 then
    redis.call('HSET', run, 'released', number - 1001, 'index', 0)
  end
  made = math.max(made, number) + 1
  redis.call('HSET', run, 'claims', made, 'length', 0, 'bytes', 0, 'lost', made, 'twice', twice)
  return {made, 0, 0, -1, twice, 0}
end

local in_hand = number
if redis.call('LLEN', claim(number)) <= index then
  in_hand = doubt and redis.call('LLEN', claim(number + 1)) > 0 and number + 1 or nil
end
if in_hand and not doubt then
  return known(in_hand)
end
if in_hand then
  redis.call('HSET', run, 'doubt', position)
  if made < in_hand then
    made = in_hand
    redis.call('HSET', run, 'claims', made, 'length', redis.call('LLEN', claim(made)), 'bytes', -1)
  end
  local served = known(in_hand)
  return {in_hand, served[2], served[3], -1, 0, 1}
end
if lost > number then
  return {lost, 0, 0, -1, field('twice'), 0}
end
if doubt then
  return lose()
end
if made == number and field('length') > index then
  return {number, field('length'), 0, field('length') - index, 0, 0}
end

local first = math.max(number + 1, field('released') + 1)
for at = first, made do
  if redis.call('LLEN', claim(at)) > 0 then
    if at == number + 1 then
      return known(at)
    end
    return {at - 1, redis.call('LLEN', claim(at - 1)), 0, -1, 0, 0}
  end
end
if made > number then
  return lose()
end

local next = claim(made + 1)
local mostMessages, mostBytes, bytes = tonumber(ARGV[6]), tonumber(ARGV[7]), 0
if redis.call('EXISTS', next) == 0 then
  if redis.call('LLEN', key) == 0 then
    return {number, index, 0, 0, 0, 0}
  end
  if mostMessages == 0 then
    redis.call('RENAME', key, next)
    redis.call('PERSIST', next)
  else
    local moved = 0
    while moved < mostMessages and bytes < mostBytes do
      local body = redis.call('LMOVE', key, next, 'LEFT', 'RIGHT')
      if not body then
        break
      end
      moved, bytes = moved + 1, bytes + #body
    end
  end
end
if bytes == 0 then
  -- Numbers are kept in half the bytes of their digits at best. -1: it may be anything.
  local usage = redis.pcall('MEMORY', 'USAGE', next, 'SAMPLES', 0)
  bytes = type(usage) == 'number' and 2 * usage or -1
end
local length = redis.call('LLEN', next)
redis.call('HSET', run, 'claims', made + 1, 'length', length, 'bytes', bytes)
return {made + 1, length, bytes, 0, 0, 1}
