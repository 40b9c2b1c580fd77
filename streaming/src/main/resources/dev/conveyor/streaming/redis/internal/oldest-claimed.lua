-- Returns the first bytes of the element after a position; none if none waits. Changes nothing.
-- ARGV: number and index of the position, how many bytes
local number, index, kept = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local body = redis.call('LINDEX', claim(number), index)
for at = math.max(number, field('released')) + 1, body and 0 or field('claims') do
  body = body or redis.call('LINDEX', claim(at), 0)
end
body = body or redis.call('LINDEX', key, 0)
return string.sub(body or '', 1, kept)
