-- Moves a bounded number of elements of the chosen stages of a query into the target, and ends the epoch when none is
-- left. Returns 1 when the epoch is in the target, 0 if more is to be moved, -1 if the target has no room now, and -1 - N
-- if N elements are gone from their stages, by eviction for one.
-- Repeatable: an element leaves its stage in the step that puts it into the target.
-- KEYS: target, state of the query, its chosen stages, a hash that takes the place of the target
-- ARGV: most elements, most bytes, about; capacity of a list (0: unbounded); name of the body's field; how many entries a
-- stream keeps about (0: all); for how many milliseconds what is left lives after this step (0: for ever); 1 if elements
-- that are gone are counted as an epoch that is missing
-- The kind is that with which the epoch began: list, stream, add, set or replace.
local target, state, chosen, next = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local most, mostBytes, capacity, field = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local keep, lifetime, counts = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7] == '1'
local kind = redis.call('HGET', state, 'kind')
if redis.call('HEXISTS', state, 'pending') == 0 then
  return 1
end
-- At its limit of memory Redis refuses the first command that may need more, and no later one of a script. What is moved
-- was there already.
redis.call('HDEL', state, '')

-- Puts the first element of a stage, or the first two, into the target. Returns their size; 0 if there is none, and an
-- error, as of a field that is no number, if they stay staged.
local function moveOne(stage)
  if kind == 'list' then
    local moved = redis.call('LMOVE', stage, target, 'LEFT', 'RIGHT')
    return moved and #moved + 1 or 0
  end
  local first = redis.call('LINDEX', stage, 0)
  if not first then
    return 0
  end
  local second, answer = '', nil
  if kind == 'stream' then
    answer = redis.pcall('XADD', target, '*', field, first)
  else
    second = redis.call('LINDEX', stage, 1)
    if kind == 'add' then
      answer = redis.pcall('HINCRBY', target, first, second)
    else
      answer = redis.pcall('HSET', kind == 'replace' and next or target, first, second)
    end
  end
  if type(answer) == 'table' and answer.err then
    return answer
  end
  redis.call('LPOP', stage, kind == 'stream' and 1 or 2)
  return #first + #second + 1
end

local function move(stage)
  local before = redis.call('LLEN', stage)
  local room = most
  if kind == 'list' and capacity > 0 then
    room = math.min(most, capacity - redis.call('LLEN', target))
    if room <= 0 then
      return -1
    end
  elseif kind == 'list' and redis.call('EXISTS', target) == 0 then
    redis.call('RENAME', stage, target)
    redis.call('PERSIST', target)
    redis.call('HINCRBY', state, 'left', -before)
    return 0
  end
  local bytes, answer = 0, 0
  while room > 0 and bytes < mostBytes do
    local moved = moveOne(stage)
    if type(moved) == 'table' then
      answer = moved
      break
    elseif moved == 0 then
      break
    end
    bytes, room = bytes + moved, room - 1
  end
  redis.call('HINCRBY', state, 'left', redis.call('LLEN', stage) - before)
  return answer
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
local left = tonumber(redis.call('HGET', state, 'left'))
if left > 0 and not counts then
  return -1 - left
elseif left > 0 then
  redis.call('HINCRBY', state, 'lost', 1)
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
redis.call('HDEL', state, 'pending', 'left', 'kind')
return 1
