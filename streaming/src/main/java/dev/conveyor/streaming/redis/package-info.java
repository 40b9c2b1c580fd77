/**
 * Redis: {@linkplain dev.conveyor.streaming.redis.list lists} as work queues, {@linkplain
 * dev.conveyor.streaming.redis.stream streams} as logs, {@linkplain
 * dev.conveyor.streaming.redis.channel channels} and patterns as topics. The payload is plain, so
 * that any client reads what Conveyor writes, and writes what Conveyor reads.
 *
 * <p><b>A run</b> reads ranges of a list or a stream, each any number of times. Its state is a hash
 * ({@code :run:<run>}) beside the key; a set ({@code :runs}) has the names of all runs. The hash
 * holds the token of the latest driver, which every step compares, and the end of its lease by the
 * clock of Redis. A fenced driver changes nothing more. A driver that was away for longer than its
 * lease continues if no other driver has opened the run. The claims of a run without a driver stay
 * until the run is opened again or dropped, see {@link dev.conveyor.streaming.QueueAdmin#dropRun}.
 *
 * <p><b>Loss.</b> A range includes what Redis lost before the run could choose it. The number is
 * known where the length of a claim or the ordinals of Redis 7 tell it. It is unknown where Redis
 * was emptied or went back in time, the stream was deleted or created anew, or entries were trimmed
 * before Redis 7. Where a list went back in time, waiting messages may have been counted before;
 * the run reports them as counted twice. A slice that holds fewer messages than its range shows
 * what was lost after the choice. {@code docs/losses.md} lists all cases.
 *
 * <p><b>Repeated writes.</b> A push or an append that is repeated after a lost answer happens once.
 *
 * <p><b>Security.</b> {@code rediss://} is TLS: the certificate must bear the host name and be
 * signed by an authority that the JVM trusts, or that the PEM file {@code &ca=FILE} names. The
 * password comes from {@code CONVEYOR_REDIS_PASSWORD}, a secret address, or a {@link
 * dev.conveyor.streaming.credentials.CredentialSource} that the address names; each connect asks
 * for it. If the server refuses a password of a source, the source is asked again. A link that was
 * connected before then waits until the password fits, as for a Redis that is away.
 *
 * <p><b>Limits on replies.</b> A string is at most as long as a message may be; a reply has at most
 * 500,000 elements, a line 64 KiB. A body of a stream or channel over the message limit costs 1 KiB
 * and becomes a dead letter. A read returns some 8 MiB and one message at most. Slices are read in
 * pages without an object a message, and only bodies and envelopes take memory.
 *
 * <p><b>Outages.</b> A peer that is not Redis, or that refuses the login, is an error at once. A
 * server that is away is waited for, {@code &reconnect=5m}. From the first connection on, so is a
 * server that answers OOM, NOREPLICAS, MISCONF, READONLY, MASTERDOWN, LOADING, BUSY, CLUSTERDOWN,
 * TRYAGAIN or UNBLOCKED, or that has too many clients. A step that is refused with one of these has
 * changed nothing.
 *
 * <p><b>Memory.</b> At its {@code maxmemory} (with {@code noeviction}; other policies delete
 * messages) Redis refuses what adds messages. Steps that read, renew, return and free work without
 * configuration.
 *
 * <p><b>Clock.</b> Leases end by the clock of Redis. A clock that was set back makes no lease
 * longer; a clock that was set forward ends all leases, as if their holders had died.
 *
 * <p>Needs Redis 6.2 or later, and {@code EVAL} in the user's rights except for channels. A reader
 * or writer belongs to one thread; a list's reader has another thread that renews its lease.
 */
package dev.conveyor.streaming.redis;
