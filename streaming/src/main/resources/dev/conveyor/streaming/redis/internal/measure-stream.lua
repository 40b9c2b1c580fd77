-- Walks entries of a stream within bounds, a bounded part each time. Returns how many fit, the bytes of their bodies,
-- the last one's ID (an empty string if none fits), and whether the walk ended before what it was asked for. Changes
-- nothing.
-- ARGV: ID that they come after, most entries, most bytes, whether the first one counts in any case, name of the
--       body's field, last ID
local last, most, room, body = ARGV[4], math.min(tonumber(ARGV[5]), 5000), tonumber(ARGV[6]), ARGV[8]
local count, bytes, page, walked = 0, 0, 1, 0
while count < most and walked < 4194304 do
  local entries = redis.call('XRANGE', key, '(' .. last, ARGV[9], 'COUNT', math.min(page, most - count))
  if #entries == 0 then
    return {count, bytes, count > 0 and last or '', 1}
  end
  for _, entry in ipairs(entries) do
    local length
    for at = 1, #entry[2], 2 do
      walked = walked + #entry[2][at] + #entry[2][at + 1]
      if not length and entry[2][at] == body then
        length = #entry[2][at + 1]
      end
    end
    length = length or 0
    if bytes + length > room and (count > 0 or ARGV[7] == '0') then
      return {count, bytes, count > 0 and last or '', 1}
    end
    count, bytes, last = count + 1, bytes + length, entry[1]
  end
  page = math.max(1, math.min(2 * page, 1000, math.floor(1048576 / math.max(1, walked / count))))
end
return {count, bytes, count > 0 and last or '', 0}
