-- Returns what a closing reader has in work to the head of the list, a bounded part each time, and forgets the reader
-- when nothing is left. That is no failed attempt, also if the reader dies before the last part.
-- Returns how many are left.
redis.call('HDEL', limits, name)
give_back(name, 5000, 0)
local left = redis.call('LLEN', work_of(name))
if left == 0 then
  forget(name)
end
return left
