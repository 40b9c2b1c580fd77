-- Copies a list and lets the copy expire later. Returns how many elements the copy holds.
-- Repeatable: a copy that exists stays as it is.
-- KEYS: list, copy   ARGV: for how many milliseconds the copy lives
if redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('COPY', KEYS[1], KEYS[2])
end
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return redis.call('LLEN', KEYS[2])
