-- Says where the next range of a list can come from, and claims what waits if nothing is in hand.
-- Returns -1 if the run was taken over; else number, length and (twice the) bytes of a claim that holds more, or the
-- claim of the position itself if none does; and how many messages were lost before that (-1: nobody knows).
-- Repeatable: a claim that exists is served, whoever made it. A loss is told until a later position is recorded.
-- ARGV: number and index of the position; most messages and most bytes to move (0: rename the whole list)
local number, index = tonumber(ARGV[4]), tonumber(ARGV[5])
if not holds() then
  return -1
end
local made, lost = field('claims'), field('lost')

local function known(at)
  local length = redis.call('LLEN', claim(at))
  return {at, length, at == made and math.max(field('bytes'), 0) or -1, 0}
end

local function lose()
  made = math.max(made, number) + 1
  redis.call('HSET', run, 'claims', made, 'length', 0, 'bytes', 0, 'lost', made)
  if field('released') < number - 1 then
    redis.call('HSET', run, 'released', number - 1, 'index', 0)
  end
  return {made, 0, 0, -1}
end

local in_hand = redis.call('LLEN', claim(number))
if in_hand > index then
  return known(number)
end
if made < number then
  return lose()
end
if made == number and field('length') > index then
  return {number, field('length'), 0, field('length') - index}
end
if lost > number then
  return {lost, 0, 0, -1}
end

local first = math.max(number + 1, field('released') + 1)
for at = first, made do
  if redis.call('LLEN', claim(at)) > 0 then
    if at == number + 1 then
      return known(at)
    end
    return {at - 1, redis.call('LLEN', claim(at - 1)), 0, -1}
  end
end
if made > number then
  return lose()
end

local next = claim(made + 1)
local mostMessages, mostBytes, bytes = tonumber(ARGV[6]), tonumber(ARGV[7]), 0
if redis.call('EXISTS', next) == 0 then
  if redis.call('LLEN', key) == 0 then
    return {number, index, 0, 0}
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
return {made + 1, length, bytes, 0}
