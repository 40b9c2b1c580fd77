-- Returns how many wait, are in work, are done, are dead. Changes nothing.
local work = 0
for _, holder in ipairs(redis.call('ZRANGE', leases, 0, -1)) do
  work = work + redis.call('LLEN', work_of(holder))
end
return {redis.call('LLEN', list), work, tonumber(redis.call('GET', total) or '0'), redis.call('LLEN', dead)}
