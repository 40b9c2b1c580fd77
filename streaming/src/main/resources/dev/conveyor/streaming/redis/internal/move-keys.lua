-- Moves the keys beside a key from their earlier names to the present ones; into what stands there already, a bounded
-- part each time. A key of another type is not ours and stays. Returns 1 if more is left to move, else 0.
-- Repeatable: what was moved is no longer there.
-- KEYS: one key of each name   ARGV: beginnings of the earlier and the present names; a run if only its keys may move
local old, new, only, left = ARGV[1], ARGV[2], ARGV[3], 5000

local function is(name, type)
  return redis.call('TYPE', name).ok == type
end

local into = {
  zset = function(from, to)
    local members = redis.call('ZRANGE', from, 0, -1, 'WITHSCORES')
    for i = 1, #members, 2 do
      redis.call('ZADD', to, 'NX', members[i + 1], members[i])
    end
  end,
  hash = function(from, to)
    local fields = redis.call('HGETALL', from)
    for i = 1, #fields, 2 do
      redis.call('HSETNX', to, fields[i], fields[i + 1])
    end
  end,
  set = function(from, to)
    for _, member in ipairs(redis.call('SMEMBERS', from)) do
      redis.call('SADD', to, member)
    end
  end,
  string = function(from, to)
    redis.call('INCRBY', to, redis.call('GET', from))
  end,
  list = function(from, to)
    while left > 0 and redis.call('LMOVE', from, to, 'RIGHT', 'LEFT') do
      left = left - 1
    end
  end
}

local function move(suffix, type)
  local from, to = old .. suffix, new .. suffix
  if is(from, type) and redis.call('RENAMENX', from, to) == 0 and is(to, type) then
    into[type](from, to)
    if type ~= 'list' then
      redis.call('DEL', from)
    end
  end
end

-- Fences what drives the run by the earlier names. A run that has present names already keeps both.
local function move_run(name)
  local from, to = old .. 'run:' .. name, new .. 'run:' .. name
  if not is(from, 'hash') or redis.call('EXISTS', to) == 1 or redis.call('HEXISTS', from, 'of') == 1 then
    return
  end
  local token = redis.call('HGET', from, 'token')
  if not token then
    return
  end
  local released, claims = redis.call('HGET', from, 'released') or '', redis.call('HGET', from, 'claims') or 0
  for at = tonumber(string.match(released, '^%d+$') or 0), tonumber(claims) do
    move(string.format('claim:%s:%.0f', name, at), 'list')
  end
  redis.call('RENAME', from, to)
  redis.call('HSET', from, 'forgotten', token)
  redis.call('EXPIRE', from, 86400)
  redis.call('SREM', old .. 'runs', name)
  redis.call('SADD', new .. 'runs', name)
end

-- So that what follows works at the limit of memory too, see list.lua.
redis.call('HDEL', new .. 'limits', '')
if only ~= '' then
  move_run(only)
  return 0
end
if is(old .. 'runs', 'set') then
  for _, name in ipairs(redis.call('SMEMBERS', old .. 'runs')) do
    move_run(name)
  end
end
if is(old .. 'leases', 'zset') then
  for _, holder in ipairs(redis.call('ZRANGE', old .. 'leases', 0, -1)) do
    move('work:' .. holder, 'list')
    move('attempts:' .. holder, 'hash')
  end
end
move('leases', 'zset')
move('acknowledged', 'hash')
move('limits', 'hash')
move('attempts', 'hash')
move('done:total', 'string')
move('done', 'list')
move('dead', 'list')
return left == 0 and 1 or 0
