-- Renews a reader's lease. Returns 0 if it has run out and others have what the reader held.
-- ARGV: lease in milliseconds
return renew(name, ARGV[3]) and 1 or 0
