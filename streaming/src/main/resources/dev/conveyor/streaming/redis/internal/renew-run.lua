-- Renews the lease of a run, also one that has run out. Returns 0 if another driver has taken the run over.
-- ARGV: lease in milliseconds
if not holds() then
  return 0
end
redis.call('HSET', run, 'lease', now() + ARGV[4], 'lasts', ARGV[4])
return 1
