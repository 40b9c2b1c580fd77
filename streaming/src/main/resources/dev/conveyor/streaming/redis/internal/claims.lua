-- What the steps on a run's claims share. Besides what run.lua names, the run's hash holds of a list: chosen (the
-- highest position that was chosen; a run of an earlier version has none), doubt (a position at which Redis turned out
-- to have lost what it knew, while messages are in hand), and twice (whether messages that were counted may wait again
-- after the number that stands for a loss).
local function earlier(position, number, index)
  local claim_of, index_of = string.match(position, '^(%d+):(%d+)$')
  claim_of, index_of = tonumber(claim_of), tonumber(index_of)
  return claim_of < number or (claim_of == number and index_of < index)
end
