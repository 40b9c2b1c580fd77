-- Gives what a run has claimed and not released back to the head of the list, newest first, a bounded part each time;
-- when nothing is left, forgets the run. Returns how many are left, -1 if another driver of the run is alive, -2 if there
-- is no such run, -3 if the token is a driver's and another driver has fenced it. Token 0 is an administrator's: it is
-- compared with none.
-- Repeatable: from the first part on all drivers that were here are fenced off. A driver's own forgetting that is
-- complete returns 0 when it is repeated.
-- ARGV: most messages now
works_when_full()
local known = math.max(field('token'), field('forgotten'))
if token > 0 and known > token then
  return -3
end
if known == 0 or (field('token') == 0 and redis.call('SISMEMBER', runs, name) == 0) then
  return token > 0 and 0 or -2
end
correct_lease()
if lease_left() > 0 and (token == 0 or field('token') ~= token) then
  return -1
end
redis.call('HSET', run, 'token', 0, 'forgotten', known)
local moved, most = 0, tonumber(ARGV[4])
local released, index = field('released'), field('index')
for at = field('claims'), released + 1, -1 do
  local elements, kept = claim(at), at == released + 1 and index or 0
  local left = redis.call('LLEN', elements) - kept
  while left > 0 do
    if moved == most then
      return left
    end
    redis.call('LMOVE', elements, key, 'RIGHT', 'LEFT')
    moved, left = moved + 1, left - 1
  end
  redis.call('UNLINK', elements)
  redis.call('HSET', run, 'claims', at - 1)
end
-- In a stream its group goes as well. Redis may refuse that to this user: it does no harm.
local in_stream = redis.pcall('XINFO', 'GROUPS', key)
for _, group in ipairs(in_stream.err and {} or in_stream) do
  if string.sub(group[2], 1, #name + 10) == 'conveyor:' .. name .. ':' then
    redis.pcall('XGROUP', 'DESTROY', key, group[2])
  end
end
local checkpoint = redis.call('HGET', run, 'checkpoint') or ''
redis.call('DEL', run)
redis.call('HSET', run, 'forgotten', known, 'checkpoint', checkpoint)
redis.call('EXPIRE', run, 86400)
redis.call('SREM', runs, name)
return 0
