-- Tells how a stream stands, without any body: length, first ID, last ID ever given, how many entries were ever added
-- (-1 before Redis 7), whether an entry was ever deleted otherwise than from the head (1 also if Redis cannot tell), how
-- many bytes it takes (-1: Redis does not say), and whether the entry at a position is there.
-- ARGV: ID of the position
if redis.call('EXISTS', key) == 0 then
  return {0, '0-0', '0-0', 0, 0, 0, 0}
end
local info, found = redis.call('XINFO', 'STREAM', key), {}
for at = 1, #info, 2 do
  found[info[at]] = info[at + 1]
end
local first = found['first-entry']
local usage = redis.pcall('MEMORY', 'USAGE', key, 'SAMPLES', 50)
return {
  found['length'],
  first and first[1] or '0-0',
  found['last-generated-id'],
  found['entries-added'] or -1,
  found['max-deleted-entry-id'] == '0-0' and 0 or 1,
  type(usage) == 'number' and usage or -1,
  ARGV[4] ~= '0-0' and #redis.call('XRANGE', key, ARGV[4], ARGV[4]) or 0
}
