-- Moves messages from the head of the list to the tail of the reader's own list. Returns how many still wait, then
-- the bodies; a body over the size limit as {length, beginning}. Returns -1 if the reader's lease has run out.
-- Repeatable: what the reader does not know that it holds is handed over first.
-- ARGV: lease in milliseconds, held, most messages, most bytes, most bytes of a message, bytes kept of a larger one
local known, mostMessages, mostBytes = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local maxMessage, kept = tonumber(ARGV[7]), tonumber(ARGV[8])
if not renew(name, ARGV[3]) then
  return -1
end
reap(5000, ARGV[3])

local work, marks = work_of(name), marks_of(name)
local marked = redis.call('EXISTS', attempts) == 1
local held = redis.call('LLEN', work)
local reply, bytes = {0}, 0
while #reply <= mostMessages and bytes < mostBytes do
  local body
  if known < held then
    body = redis.call('LINDEX', work, known)
  else
    body = redis.call('LMOVE', list, work, 'LEFT', 'RIGHT')
    if not body then
      break
    end
    held = held + 1
    if marked then
      put_mark(marks, body, take_mark(attempts, body))
    end
  end
  known = known + 1
  if #body > maxMessage then
    reply[#reply + 1] = {#body, string.sub(body, 1, kept)}
  else
    reply[#reply + 1] = body
    bytes = bytes + #body
  end
end
reply[1] = redis.call('LLEN', list)
return reply
