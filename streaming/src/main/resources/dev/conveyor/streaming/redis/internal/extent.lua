-- Tells how far the stream reaches, without any body: length, first ID, last ID ever given, and how many entries were
-- ever added (-1 before Redis 7).
-- KEYS: stream
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {0, '0-0', '0-0', 0}
end
local info, found = redis.call('XINFO', 'STREAM', KEYS[1]), {}
for at = 1, #info, 2 do
  found[info[at]] = info[at + 1]
end
local first = found['first-entry']
return {found['length'], first and first[1] or '0-0', found['last-generated-id'], found['entries-added'] or -1}
