-- Forgets a query: its latest epoch, and the stages that it has chosen and not moved. Repeatable.
-- KEYS: target, state of the query, its chosen stages, a hash that takes the place of the target
for _, stage in ipairs(redis.call('LRANGE', KEYS[3], 0, -1)) do
  redis.call('UNLINK', stage)
end
return redis.call('UNLINK', KEYS[2], KEYS[3], KEYS[4])
