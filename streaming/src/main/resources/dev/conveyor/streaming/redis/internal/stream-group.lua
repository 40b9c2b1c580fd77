-- What the steps on a stream share. Each run has a consumer group in what it reads, conveyor:RUN:MARK, that no consumer
-- belongs to: it comes and goes with the stream's key, and its ID is the highest that the run has chosen. A stream that
-- was deleted and made anew has none; one that was restored to an earlier state has an earlier ID.
local function before(one, other)
  local millis, sequence = string.match(one, '^(%d+)-(%d+)$')
  local otherMillis, otherSequence = string.match(other, '^(%d+)-(%d+)$')
  if millis == otherMillis then
    millis, otherMillis = sequence, otherSequence
  end
  if #millis ~= #otherMillis then
    return #millis < #otherMillis
  end
  return millis < otherMillis
end

local groups = 'conveyor:' .. name .. ':'

local function fields(pairs)
  local found = {}
  for at = 1, #pairs, 2 do
    found[pairs[at]] = pairs[at + 1]
  end
  return found
end

-- Returns the mark and the ID of the run's group; nothing if there is none.
local function group()
  local all = redis.pcall('XINFO', 'GROUPS', key)
  if all.err then
    return nil
  end
  for _, one in ipairs(all) do
    local found = fields(one)
    if string.sub(found['name'], 1, #groups) == groups then
      return string.sub(found['name'], #groups + 1), found['last-delivered-id']
    end
  end
end
