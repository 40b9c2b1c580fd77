-- Gives up the oldest message that the reader holds: back to the head of the list, or, where attempts are limited and
-- used up, to the dead letters. Returns 1, or -1 if the reader's lease has run out.
-- Repeatable: the second time it is settled.
-- ARGV: lease in milliseconds, settled in all, attempts (0: not limited), reason
local before = redis.call('HGET', acknowledged, name)
if not renew(name, ARGV[3]) then
  return -1
end
if ARGV[4] - before <= 0 then
  return 1
end
redis.call('HSET', acknowledged, name, ARGV[4])
if tonumber(ARGV[5]) > 0 then
  fail(name, tonumber(ARGV[5]), ARGV[6])
else
  local body = redis.call('LMOVE', work_of(name), list, 'LEFT', 'LEFT')
  if body then
    mark_waiting(body, take_mark(marks_of(name), body))
  end
end
return 1
