/**
 * Redis: lists as work queues, streams as logs, channels and patterns as topics. Plain on the wire,
 * so that any client reads what we write and writes what we read.
 *
 * <p><b>A list</b>, {@code ?list=KEY}: an element is the message itself. At least once from a
 * writer's {@code write} to a reader's {@code acknowledge}, as long as Redis keeps its data. Beside
 * the list lie, under names that begin with {@code {KEY}} and live in its slot of a cluster (where
 * KEY has braces, with {@code {TAG}:KEY}: TAG is KEY's hash tag, or a number in its slot),
 *
 * <ul>
 *   <li>what each reader holds ({@code :work:<reader>}), when readers' leases run out ({@code
 *       :leases}), how many messages each has settled ({@code :acknowledged}) and how many attempts
 *       it grants a message ({@code :limits});
 *   <li>how many attempts messages have behind them: those that wait ({@code :attempts}, which goes
 *       a day after its last change) and those that a reader holds ({@code :attempts:<reader>});
 *   <li>what cannot be processed ({@code :dead}): a line of JSON, {@code
 *       {"reason":"…","attempts":3,"died":"<milliseconds since 1970>"}}, and the whole body;
 *   <li>of readers that count attempts, the beginnings of the latest 1,000 messages that were done,
 *       1 KiB of each, newest first ({@code :done}), and how many in all ({@code :done:total});
 *   <li>the number of each writer's last push ({@code :writer:<writer>}), and for a while how much
 *       a repair has moved ({@code :moved:<action>}).
 * </ul>
 *
 * <p><b>A stream</b>, {@code ?stream=KEY}: an entry has the body in the field {@code body}, or the
 * one that {@code &field} names. {@code &envelope} adds the fields {@code conveyor-producer} (16
 * hexadecimal digits), {@code conveyor-sequence} (decimal) and {@code conveyor-time} (milliseconds
 * since 1970 UTC, decimal); a body that begins with the binary header of an envelope is taken out
 * of it too. Each reader reads every entry from {@code &start} on ({@code earliest}, {@code latest}
 * or the ID of the first one wanted), without a consumer group; acknowledging forgets nothing, and
 * a reader that starts again reads again. Only {@code &trim=N} lets a writer remove entries; what
 * goes before it was read is lost, warned of, and counted from Redis 7 on unless reading began at
 * an ID. Beside the stream lies the number of each writer's last append.
 *
 * <p><b>A channel</b>, {@code ?channel=NAME}, and <b>a pattern</b>, {@code ?pattern=GLOB}: the
 * payload is the message. At most once: what is published while a reader is away, or lags by more
 * than Redis's output buffer limit (32 MB, or 8 MB for a minute), is lost. An empty channel name
 * means every channel to a reader; to a writer, that each message names its own. A writer waits at
 * its first message for a subscriber ({@code &wait=10s}); one of any pattern counts, since Redis
 * does not tell which. Messages on their way when a connection breaks are not published again.
 *
 * <p><b>A run</b> reads a list or a stream again and again. What it knows lies in a hash ({@code
 * :run:<run>}), and the names of all runs in a set ({@code :runs}). The hash holds the token of its
 * latest driver, which every step compares, and until when that one's lease is by the clock of
 * Redis: a driver that was taken over changes nothing more, and one that was away for longer than
 * its lease continues if no other driver has it. Of a list, a run claims what waits: numbered lists
 * of its own ({@code :claim:<run>:<number>}), made by one {@code RENAME}, or with {@code &shared}
 * by moves of at most 10,000 messages or some 4 MiB; a position is {@code number:index}, and a
 * claim goes when it is released wholly. A writer that {@code &capacity} bounds goes on as soon as
 * what waits is claimed. Of a stream, a range lies between two IDs; a position is {@code
 * ID@ordinal#mark}, where the ordinal counts the entries that were ever added, from Redis 7 on, and
 * the mark is that of the run's consumer group in the stream, {@code conveyor:<run>:<mark>}: no
 * consumer belongs to it, its ID is the highest that the run has chosen, and it goes with the
 * stream's key. With a bare {@code &trim} releasing drops what every run has released that ever
 * opened the stream and was not forgotten. A run that lost its driver keeps its claims until it is
 * opened again or forgotten, see {@link dev.conveyor.streaming.QueueAdmin#dropRun}.
 *
 * <p>What Redis lost before a run could choose it is in its ranges: counted where the length of a
 * claim or the ordinals of Redis 7 tell; unknown where Redis was emptied, went back in time, the
 * stream was deleted or made anew, or entries were trimmed before Redis 7. Where a list went back
 * in time, what waits may have been counted; that is told as counted twice. What goes after it was
 * chosen shows by slices that hold fewer messages than the range. {@code docs/losses.md} lists all.
 *
 * <p>A push or an append that is repeated after a lost answer happens once. {@code rediss://} is
 * TLS: the certificate must bear the host name and be signed by an authority that the JVM trusts,
 * or that the PEM file {@code &ca=FILE} names. The password comes from {@code
 * CONVEYOR_REDIS_PASSWORD}, a secret address, or a {@link
 * dev.conveyor.streaming.credentials.CredentialSource} that the address names; it is asked for on
 * each connect. If what a source gave is refused, it is asked again, and who was connected before
 * waits until it fits, as for a Redis that is away.
 *
 * <p>Limits on what answers: no string over that of a message, 500,000 elements a reply, no line
 * over 64 KiB. A body of a stream or channel over the message limit costs 1 KiB and comes through
 * dead; a read hands over some 8 MiB and one message at most. What answers is no Redis, or one that
 * refuses us: an error at once. One that is away: waited for, {@code &reconnect=5m}; so is, from
 * the first connection on, one that answers OOM, NOREPLICAS, MISCONF, READONLY, MASTERDOWN,
 * LOADING, BUSY, CLUSTERDOWN, TRYAGAIN, UNBLOCKED or that it has too many clients. A step that is
 * refused with that has changed nothing.
 *
 * <p>At its {@code maxmemory} (with {@code noeviction}; other policies delete messages) Redis
 * refuses what adds messages. What reads, renews, returns and frees works without configuration.
 *
 * <p>Leases end by the clock of Redis. One that was set back makes none longer; one that was set
 * forward ends all, as if their holders had died.
 *
 * <p>Needs Redis 6.2 or later, and {@code EVAL} in the user's rights except for channels. A reader
 * or writer belongs to one thread; a list's reader has another one that renews its lease.
 */
package dev.conveyor.streaming.redis;
