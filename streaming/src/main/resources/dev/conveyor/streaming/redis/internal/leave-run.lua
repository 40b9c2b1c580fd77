-- Gives up the lease of a run, if it is still this driver's, and notes when.
works_when_full()
if field('token') == token then
  redis.call('HSET', run, 'lease', 0, 'ended', now())
end
return 1
