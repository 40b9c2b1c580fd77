-- Deletes some of the dead letters, or moves their bodies to the tail of the list. They are looked for in a range of the
-- dead letters, by their identity. Returns how many were removed in all.
-- Repeatable: what was removed in all is remembered for a while under the name of who asks.
-- ARGV: removed in all as far as the asker knows, for how many milliseconds it is remembered, whether bodies are moved,
--       index of the first of the range, its length, then the identities
local remembered = beside .. 'moved:' .. name
local known, from = tonumber(ARGV[3]), tonumber(ARGV[6])
local removed = tonumber(redis.call('GET', remembered) or '0')
if removed > known then
  return removed
end
local moves, wanted = ARGV[5] == '1', {}
for at = 8, #ARGV do
  wanted[ARGV[at]] = (wanted[ARGV[at]] or 0) + 1
end
local found = {}
for at = from, from + ARGV[7] - 1 do
  local element = redis.call('LINDEX', dead, at)
  if not element then
    break
  end
  local is = identity(element)
  if (wanted[is] or 0) > 0 then
    wanted[is] = wanted[is] - 1
    if moves then
      local _, _, body = opened(element)
      redis.call('RPUSH', list, body)
    elseif #found == 0 then
      works_when_full()
    end
    found[#found + 1] = at
  end
end
if #found == 0 then
  return known
end
-- A list removes by value only: all at once, by one that no letter has.
for _, at in ipairs(found) do
  redis.call('LSET', dead, at, name)
end
redis.call('LREM', dead, #found, name)
redis.call('SET', remembered, known + #found, 'PX', ARGV[4])
return known + #found
