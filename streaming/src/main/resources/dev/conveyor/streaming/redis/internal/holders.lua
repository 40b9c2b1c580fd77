-- Returns of each reader its name, how many messages it holds, how many milliseconds its lease has left (0: it has run
-- out). Changes nothing.
local holders, time = {}, now()
local found = redis.call('ZRANGE', leases, 0, -1, 'WITHSCORES')
for i = 1, #found, 2 do
  local left = math.max(0, math.floor(tonumber(found[i + 1]) - time))
  holders[#holders + 1] = {found[i], redis.call('LLEN', work_of(found[i])), left}
end
return holders
