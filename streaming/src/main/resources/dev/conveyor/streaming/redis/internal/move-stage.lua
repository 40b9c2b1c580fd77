-- Moves a bounded number of elements of the chosen stages of a query into the target, and ends the epoch when none is
-- left. Returns 1 when the epoch is in the target, 0 if more is to be moved, -1 if the target has no room now.
-- Repeatable: an element leaves its stage in the step that puts it into the target.
-- KEYS: target, state of the query, its chosen stages, a hash that takes the place of the target
-- ARGV: kind of the target (list, stream, add, set, replace), most elements, capacity of a list (0: unbounded), name
-- of the body's field, how many entries a stream keeps about (0: all), for how many milliseconds what is left lives after this
-- step (0: for ever)
local target, state, chosen, next = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local kind, most, capacity, field, keep = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
local lifetime = tonumber(ARGV[6])
if redis.call('HEXISTS', state, 'pending') == 0 then
  return 1
end
-- At its limit of memory Redis refuses the first command that may need more, and no later one of a script. What is moved
-- was there already.
redis.call('HDEL', state, '')

local function move(stage)
  if kind == 'list' then
    local room = capacity > 0 and math.min(most, capacity - redis.call('LLEN', target)) or most
    if room <= 0 then
      return -1
    end
    if capacity == 0 and redis.call('EXISTS', target) == 0 then
      redis.call('RENAME', stage, target)
      redis.call('PERSIST', target)
      return 0
    end
    for _ = 1, room do
      if not redis.call('LMOVE', stage, target, 'LEFT', 'RIGHT') then
        break
      end
    end
    return 0
  end
  -- An error, as of a field that is no number, ends a script and takes nothing back: what was not applied stays staged.
  local width = kind == 'stream' and 1 or 2
  local elements = redis.call('LRANGE', stage, 0, width * most - 1)
  local hash, applied, failure = kind == 'replace' and next or target, 0, nil
  for at = 1, #elements, width do
    local answer
    if kind == 'stream' then
      answer = redis.pcall('XADD', target, '*', field, elements[at])
    elseif kind == 'add' then
      answer = redis.pcall('HINCRBY', hash, elements[at], elements[at + 1])
    else
      answer = redis.pcall('HSET', hash, elements[at], elements[at + 1])
    end
    if type(answer) == 'table' and answer.err then
      failure = answer
      break
    end
    applied = applied + width
  end
  redis.call('LTRIM', stage, applied, -1)
  return failure or 0
end

local function expireLater()
  for _, key in ipairs({state, chosen, next}) do
    redis.call('PEXPIRE', key, lifetime)
  end
  for _, key in ipairs(redis.call('LRANGE', chosen, 0, -1)) do
    redis.call('PEXPIRE', key, lifetime)
  end
end

local stage = redis.call('LINDEX', chosen, 0)
while stage and redis.call('EXISTS', stage) == 0 do
  redis.call('LPOP', chosen)
  stage = redis.call('LINDEX', chosen, 0)
end
if stage then
  local answer = move(stage)
  if lifetime > 0 then
    expireLater()
  end
  return answer
end
if kind == 'replace' then
  redis.call('DEL', target)
  if redis.call('EXISTS', next) == 1 then
    redis.call('RENAME', next, target)
    redis.call('PERSIST', target)
  end
end
if kind == 'stream' and keep > 0 then
  redis.call('XTRIM', target, 'MAXLEN', '~', keep)
end
redis.call('HSET', state, 'epoch', redis.call('HGET', state, 'pending'))
redis.call('HDEL', state, 'pending')
return 1
