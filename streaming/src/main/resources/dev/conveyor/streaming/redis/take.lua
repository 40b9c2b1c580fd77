-- Moves messages from the head of the list to the tail of the reader's own list and returns their bodies;
-- a body over the size limit as {length, beginning}. Returns -1 if the reader's lease has run out and others have
-- what it held.
-- Repeatable: what the reader does not know that it holds is handed over first.
-- KEYS: list, work, leases, acknowledged
-- ARGV: reader, held, most messages, most bytes, most bytes of a message, bytes kept of a larger one,
--       lease in milliseconds, what stands before a reader's name in the key of its list
local list, work, leases, acknowledged = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local reader, known = ARGV[1], tonumber(ARGV[2])
local mostMessages, mostBytes, maxMessage = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])

if redis.call('HEXISTS', acknowledged, reader) == 0 then
  return -1
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', leases, now + ARGV[7], reader)

-- What the dead hold goes back to the head in its order: a bounded part now, the rest at later calls.
local left = 5000
for _, dead in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now, 'LIMIT', 0, 4)) do
  while left > 0 and redis.call('LMOVE', ARGV[8] .. dead, list, 'RIGHT', 'LEFT') do
    left = left - 1
  end
  if left > 0 then
    redis.call('ZREM', leases, dead)
    redis.call('HDEL', acknowledged, dead)
  end
end

local held = redis.call('LLEN', work)
local bodies, bytes = {}, 0
while #bodies < mostMessages and bytes < mostBytes do
  local body
  if known < held then
    body = redis.call('LINDEX', work, known)
  else
    body = redis.call('LMOVE', list, work, 'LEFT', 'RIGHT')
    if not body then
      break
    end
    held = held + 1
  end
  known = known + 1
  if #body > maxMessage then
    bodies[#bodies + 1] = {#body, string.sub(body, 1, tonumber(ARGV[6]))}
  else
    bodies[#bodies + 1] = body
    bytes = bytes + #body
  end
end
return bodies
