-- What the steps of a run's driver share; it stands before each of them.
-- A run is a hash: token of its latest driver; lease (until when, in milliseconds) and lasts (how long from one
-- renewal on); driver and opening (who that is); ended (when its driver gave up the lease, until another opens it);
-- of (what it reads);
-- of a list: claims (the highest number given), length and bytes of that one, released and index (claims that are
-- wholly released, and how much of the next one is), lost (a number that stands for a loss); of a stream: released
-- (an ID). One that was forgotten keeps only the token that is fenced off (forgotten), for a day.
-- KEYS: what is read, the run, names of all runs
-- ARGV: what the keys of all runs begin with, name of the run, token; then the step's own
local key, run, runs = unpack(KEYS)
local beside, name, token = ARGV[1], ARGV[2], tonumber(ARGV[3])

local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function field(named)
  return tonumber(redis.call('HGET', run, named) or '0') or 0
end

-- At its limit of memory, Redis refuses commands that may need more, but not those of a script that has written
-- already. What this removes is never there. Each step that reads, renews, returns or frees begins with it, so that a
-- full Redis can be drained; it needs no more memory than its messages had. What adds messages does not: it is refused.
local function works_when_full()
  redis.call('HDEL', run, '')
end

-- How many milliseconds the lease of the run has left. One that ends later than a renewal now would make it was written
-- before the clock of Redis was set back.
local function lease_left()
  local left, lasts = field('lease') - now(), field('lasts')
  return lasts > 0 and math.min(left, lasts) or left
end

-- Ends such a lease when a renewal now would end: its driver, if it lives, renews it before.
local function correct_lease()
  local latest = now() + field('lasts')
  if field('lasts') > 0 and field('lease') > latest then
    redis.call('HSET', run, 'lease', latest)
  end
end

local function claim(number)
  return string.format('%sclaim:%s:%.0f', beside, name, number)
end

-- Returns whether the run is not fenced. A Redis that knows a lower token, or none, has lost what it knew: the driver
-- goes on as the run's own.
local function holds()
  works_when_full()
  local known = field('token')
  if known > token or field('forgotten') >= token then
    return false
  end
  if known < token then
    redis.call('HSET', run, 'token', ARGV[3])
    redis.call('SADD', runs, name)
  end
  return true
end
