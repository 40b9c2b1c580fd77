-- Appends entries to the stream, all or none, and perhaps trims its oldest.
-- Repeatable: an append whose number is not above the writer's last one was made already.
-- KEYS: stream, writer   ARGV: number of this append, for how many milliseconds the writer is remembered, how many
-- entries the stream keeps about (0: all), name of the body's field, how many values an entry has (1: body; 4: body,
-- producer, sequence, time), then the values
if tonumber(ARGV[1]) <= tonumber(redis.call('GET', KEYS[2]) or '0') then
  return 1
end
local keep, field, width = tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
for at = 6, #ARGV, width do
  local entry = {'XADD', KEYS[1], '*', field, ARGV[at]}
  if width == 4 then
    entry[6], entry[7] = 'conveyor-producer', ARGV[at + 1]
    entry[8], entry[9] = 'conveyor-sequence', ARGV[at + 2]
    entry[10], entry[11] = 'conveyor-time', ARGV[at + 3]
  end
  redis.call(unpack(entry))
end
if keep > 0 then
  redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', keep)
end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return 1
