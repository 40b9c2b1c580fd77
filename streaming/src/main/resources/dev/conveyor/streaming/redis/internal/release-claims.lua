-- Deletes the claims that are wholly before a position, a bounded part each time. Returns -1 if the run was taken
-- over, 1 if all are gone, else 0.
-- Repeatable. What frees memory comes first: Redis may have none to write what it freed.
-- ARGV: number and index of the position
local number, index = tonumber(ARGV[4]), tonumber(ARGV[5])
if not holds() then
  return -1
end
local released, freed = field('released'), 0
while released < number and freed < 1000 do
  local at = claim(released + 1)
  if released + 1 == number and redis.call('LLEN', at) > index then
    redis.call('HSET', run, 'released', released, 'index', index)
    return 1
  end
  redis.call('UNLINK', at)
  released, freed = released + 1, freed + 1
end
if freed > 0 then
  redis.call('HSET', run, 'released', released, 'index', 0)
end
return released < number and 0 or 1
