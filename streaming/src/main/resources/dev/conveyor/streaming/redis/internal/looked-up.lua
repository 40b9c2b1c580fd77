-- Tells apart dead letters: two with the same identity have the same reason and time of death, and bodies of the same
-- length that begin with the same bytes.
local function identity(element)
  return redis.sha1hex(#element .. ':' .. string.sub(element, 1, 4096))
end
