-- Gives up the lease of a run, if it is still this driver's.
works_when_full()
if field('token') == token then
  redis.call('HSET', run, 'lease', 0)
end
return 1
