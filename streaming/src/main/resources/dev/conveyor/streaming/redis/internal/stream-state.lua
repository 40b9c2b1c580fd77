-- Tells how a stream stands, without any body: length, first ID, last ID ever given, how many entries were ever added
-- (-1 before Redis 7), whether an entry was ever deleted otherwise than from the head (1 also if Redis cannot tell), how
-- many bytes it takes (-1: Redis does not say), whether the entry at a position is there, the last entry's ID, and the
-- mark and the ID of the run's group (an empty string if it has none).
-- ARGV: ID of the position
if redis.call('EXISTS', key) == 0 then
  return {0, '0-0', '0-0', 0, 0, 0, 0, '0-0', '', '0-0'}
end
local found = fields(redis.call('XINFO', 'STREAM', key))
local first, last = found['first-entry'], found['last-entry']
local usage = redis.pcall('MEMORY', 'USAGE', key, 'SAMPLES', 50)
local mark, chosen = group()
return {
  found['length'],
  first and first[1] or '0-0',
  found['last-generated-id'],
  found['entries-added'] or -1,
  found['max-deleted-entry-id'] == '0-0' and 0 or 1,
  type(usage) == 'number' and usage or -1,
  ARGV[4] ~= '0-0' and #redis.call('XRANGE', key, ARGV[4], ARGV[4]) or 0,
  last and last[1] or '0-0',
  mark or '',
  chosen or '0-0'
}
