-- Forgets the oldest messages that the reader holds, up to how many it has settled in all; the dead letters among them are
-- buried. A reader that counts attempts keeps the beginnings of the latest ones that it has done, newest first.
-- Returns how many that were, or -1 if the reader's lease has run out.
-- Repeatable: the second time nothing is left to forget.
-- ARGV: lease in milliseconds, settled in all, attempts, most that are kept, bytes kept of each, then of each dead
--       one: its number among all settled, and the reason
local before = redis.call('HGET', acknowledged, name)
if not renew(name, ARGV[3]) then
  return -1
end
local count, keeps = ARGV[4] - before, tonumber(ARGV[5]) > 0
if count <= 0 then
  return 0
end
redis.call('HSET', acknowledged, name, ARGV[4])
local work, marks = work_of(name), marks_of(name)
local marked = redis.call('EXISTS', marks) == 1
if not keeps and not marked and #ARGV == 7 then
  redis.call('LTRIM', work, count, -1)
  return count
end

local reasons = {}
for i = 8, #ARGV, 2 do
  reasons[tonumber(ARGV[i])] = ARGV[i + 1]
end
local most, bytes = tonumber(ARGV[6]), tonumber(ARGV[7])
local finished = {}
for number = before + 1, tonumber(ARGV[4]) do
  local reason = reasons[number]
  -- What is dead leaves the reader only after it is buried, since an error in between takes nothing back.
  local body = reason and redis.call('LINDEX', work, 0) or redis.call('LPOP', work)
  if not body then
    break
  end
  local mark = marked and take_mark(marks, body) or 0
  if reason then
    bury(body, reason, mark + 1)
    redis.call('LPOP', work)
  elseif keeps then
    finished[#finished + 1] = string.sub(body, 1, bytes)
  end
end
if #finished > 0 then
  redis.call('LPUSH', done, unpack(finished, math.max(1, #finished - most + 1)))
  redis.call('LTRIM', done, 0, most - 1)
  redis.call('INCRBY', total, #finished)
end
return count
