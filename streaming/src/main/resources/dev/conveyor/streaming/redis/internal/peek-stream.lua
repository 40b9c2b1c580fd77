-- Returns ID, length and beginning of the body of entries of a stream, until it has looked at a maximum of bytes. Of an
-- entry without a body, then some names of its fields, and the number of all.
-- Changes nothing.
-- KEYS: stream   ARGV: ID that they come after, most entries, bytes kept of each, most bytes, name of the body's field
local last, most, kept, room = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local found = {}
while #found < most and room > 0 do
  local entry = redis.call('XRANGE', KEYS[1], '(' .. last, '+', 'COUNT', 1)[1]
  if not entry then
    break
  end
  local body
  local names = {}
  for at = 1, #entry[2], 2 do
    room = room - #entry[2][at] - #entry[2][at + 1]
    if not body and entry[2][at] == ARGV[5] then
      body = entry[2][at + 1]
    end
    if #names < 5 then
      names[#names + 1] = string.sub(entry[2][at], 1, 40)
    end
  end
  last = entry[1]
  found[#found + 1] = {last, body and #body or 0, string.sub(body or '', 1, kept)}
  if not body then
    table.insert(found[#found], names)
    table.insert(found[#found], #entry[2] / 2)
  end
end
return found
