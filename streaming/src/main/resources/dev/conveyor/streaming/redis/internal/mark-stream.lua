-- Notes in the stream itself up to where a run has chosen. Returns -1 if the driver is fenced; 0 if the stream is no
-- longer the one that was looked at; else the mark of the run's group, or an empty string if there can be none: the
-- stream does not exist, Redis is out of memory, or the user may not.
-- Repeatable.
-- ARGV: mark that the position bears (may be empty), ID of the position, a mark that is free, ID up to which was chosen,
--       whether the stream turned out to be another one, or an earlier state: its group then gets another mark
local expected, from, free, id, another = ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8] == '1'
if not holds() then
  return -1
end
if redis.call('EXISTS', key) == 0 then
  return not another and expected ~= '' and 0 or ''
end

local function may(...)
  local answer = redis.pcall('XGROUP', ...)
  local reason = type(answer) == 'table' and answer.err
  if not reason then
    return true
  end
  for _, part in ipairs({'OOM', 'NOPERM', 'ACL failure', "can't run this command", "can't access"}) do
    if string.find(reason, part, 1, true) then
      return false
    end
  end
  return false, answer
end

local mark, chosen = group()
if not another and expected ~= '' and (mark ~= expected or before(chosen, from)) then
  return 0
end
local is_set, failed = true, nil
if mark and another and mark == expected then
  is_set, failed = may('DESTROY', key, groups .. mark)
  mark = nil
end
if is_set and not mark then
  mark = free
  is_set, failed = may('CREATE', key, groups .. mark, id)
elseif is_set and (another or before(chosen, id)) then
  is_set, failed = may('SETID', key, groups .. mark, id)
end
return failed or (is_set and mark or '')
