-- The parts of a dead letter: reason, attempts, body, time of death in milliseconds (may be nil). One that another client put there is all body.
local function opened(element)
  if string.sub(element, 1, 10) == '{"reason":' then
    local feed = string.find(string.sub(element, 1, 16384), '\n', 1, true)
    local fine, about = pcall(cjson.decode, string.sub(element, 1, (feed or 1) - 1))
    if fine and type(about) == 'table' and type(about.reason) == 'string'
      and type(about.attempts) == 'number' and about.attempts >= 0 and about.attempts < 2147483648 then
      return about.reason, about.attempts, string.sub(element, feed + 1), tonumber(about.died)
    end
  end
  return nil, 0, element
end
