-- Walks elements of a claim within bounds, a bounded part each time. Returns how many fit, their bytes, and whether
-- the walk ended before what it was asked for. Changes nothing.
-- ARGV: number of the claim, first index, most elements, most bytes, whether the first one counts in any case
local from, most, room = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local elements = claim(tonumber(ARGV[4]))
local count, bytes, page = 0, 0, 1
most = math.min(most, 5000)
while count < most and bytes < 4194304 do
  local bodies = redis.call('LRANGE', elements, from + count, from + math.min(count + page, most) - 1)
  if #bodies == 0 then
    return {count, bytes, 1}
  end
  for _, body in ipairs(bodies) do
    if bytes + #body > room and (count > 0 or ARGV[8] == '0') then
      return {count, bytes, 1}
    end
    count, bytes = count + 1, bytes + #body
  end
  page = math.max(1, math.min(2 * page, 1000, math.floor(1048576 / math.max(1, bytes / count))))
end
return {count, bytes, 0}
