-- What the steps on a list share; it stands before each of them.
-- KEYS: list, leases, acknowledged, limits, attempts, dead, done, done in all
-- ARGV: what the name of every key beside the list begins with, the name of who asks; then the step's own
local list, leases, acknowledged, limits, attempts, dead, done, total = unpack(KEYS)
local beside, name = ARGV[1], ARGV[2]

local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- At its limit of memory, Redis refuses commands that may need more, but not those of a script that has written
-- already. What this removes is never there. Each step that reads, renews, returns or frees begins with it, so that a
-- full Redis can be drained; it needs no more memory than its messages had. What adds messages does not: it is refused.
local function works_when_full()
  redis.call('HDEL', limits, '')
end

local function work_of(holder)
  return beside .. 'work:' .. holder
end

-- A mark is how many failed attempts a message has behind it. Marks lie in hashes: the digest of a body to the
-- marks of the messages with that body, that of the foremost first. One hash is for what waits, and one for what
-- each reader holds.
local function marks_of(holder)
  return beside .. 'attempts:' .. holder
end

local function take_mark(marks, body)
  local digest = redis.sha1hex(body)
  local found = redis.call('HGET', marks, digest)
  if not found then
    return 0
  end
  local first, others = string.match(found, '^(%d+) ?(.*)$')
  if not others or others == '' then
    redis.call('HDEL', marks, digest)
  else
    redis.call('HSET', marks, digest, others)
  end
  return tonumber(first) or 0
end

local function put_mark(marks, body, mark)
  if mark > 0 then
    local digest = redis.sha1hex(body)
    local found = redis.call('HGET', marks, digest)
    redis.call('HSET', marks, digest, found and mark .. ' ' .. found or mark)
  end
end

-- What waits may be popped by clients that know nothing of marks: those it leaves behind go after a day.
local function mark_waiting(body, mark)
  if mark > 0 then
    put_mark(attempts, body, mark)
    redis.call('EXPIRE', attempts, 86400)
  end
end

-- A dead message is a line of JSON about its death, and after it the whole body.
local function bury(body, reason, count)
  local about = '{"reason":' .. cjson.encode(reason) .. ',"attempts":' .. count .. ',"died":"' .. now() .. '"}\n'
  redis.call('RPUSH', dead, about .. body)
end

-- Whether the reader is known: if not, its lease has run out and others have what it held.
local function renew(holder, lease)
  if redis.call('HEXISTS', acknowledged, holder) == 0 then
    return false
  end
  works_when_full()
  redis.call('ZADD', leases, now() + lease, holder)
  return true
end

-- A lease that ends later than a renewal now would make it was written before the clock of Redis was set back: it ends
-- when such a renewal would. Those up to the shortest that may be right are not looked at.
local function correct_leases(shortest)
  local time = now()
  for _, holder in ipairs(redis.call('ZRANGEBYSCORE', leases, '(' .. time + shortest, '+inf', 'LIMIT', 0, 100)) do
    local lasts = tonumber(redis.call('HGET', limits, holder .. ':lease') or '0')
    if lasts > 0 and tonumber(redis.call('ZSCORE', leases, holder)) > time + lasts then
      redis.call('ZADD', leases, time + lasts, holder)
    end
  end
end

local function forget(holder)
  redis.call('ZREM', leases, holder)
  redis.call('HDEL', acknowledged, holder)
  redis.call('HDEL', limits, holder, holder .. ':lease')
  redis.call('DEL', marks_of(holder))
end

-- The oldest message that a reader holds has failed once more: it goes back, or is dead if that was once too often.
-- It leaves the reader only after it has arrived, since an error in between takes nothing back.
local function fail(holder, limit, reason)
  local work = work_of(holder)
  local body = redis.call('LINDEX', work, 0)
  if not body then
    return
  end
  local count = take_mark(marks_of(holder), body) + 1
  if count >= limit then
    bury(body, reason or 'its worker died in hand: attempt ' .. count .. ' of ' .. limit, count)
    redis.call('LPOP', work)
  else
    redis.call('LMOVE', work, list, 'LEFT', 'LEFT')
    mark_waiting(body, count)
  end
end

-- Returns what a reader has in work to the head, in its order, up to a maximum. Where attempts are limited
-- (0: they are not), the oldest one, which it had in hand, has failed. Returns how many left the reader.
local function give_back(holder, most, limit)
  local work, marks = work_of(holder), marks_of(holder)
  local marked = redis.call('EXISTS', marks) == 1
  local held, moved = redis.call('LLEN', work), 0
  while moved < most and held > 0 do
    if held == 1 and limit > 0 then
      fail(holder, limit)
    else
      local body = redis.call('LMOVE', work, list, 'RIGHT', 'LEFT')
      if marked then
        mark_waiting(body, take_mark(marks, body))
      end
    end
    held, moved = held - 1, moved + 1
  end
  return moved
end

-- Returns what readers with an expired lease have in work: a bounded part now, the rest at later calls. A reader is
-- unknown from the first part on, so that it does not go on with what is left. The asker's own lease is the shortest that
-- may be right. Returns how many messages.
local function reap(most, shortest)
  works_when_full()
  correct_leases(shortest)
  local moved = 0
  for _, holder in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now(), 'LIMIT', 0, 4)) do
    redis.call('HDEL', acknowledged, holder)
    local limit = tonumber(redis.call('HGET', limits, holder) or '0')
    moved = moved + give_back(holder, most - moved, limit)
    if redis.call('LLEN', work_of(holder)) == 0 then
      forget(holder)
    end
  end
  return moved
end
