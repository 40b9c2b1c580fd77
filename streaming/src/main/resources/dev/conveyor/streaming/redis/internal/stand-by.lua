-- Notes that a reader handles nothing of what it holds: if it dies, that is no failed attempt.
return redis.call('HDEL', limits, name)
