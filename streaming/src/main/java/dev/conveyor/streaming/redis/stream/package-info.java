/**
 * Redis streams as logs, {@code ?stream=KEY}: an entry has the body in the field {@code body}, or
 * in the field that {@code &field} names.
 *
 * <p>{@code &envelope} adds the fields {@code conveyor-producer} (16 hexadecimal digits), {@code
 * conveyor-sequence} (decimal) and {@code conveyor-time} (milliseconds since 1970 UTC, decimal). A
 * body that begins with the binary header of an envelope is taken out of it, too.
 *
 * <p>Each live reader reads every entry from {@code &start} on ({@code earliest}, {@code latest} or
 * the ID of the first entry), without a consumer group. Acknowledging changes nothing in Redis, and
 * a reader that starts again reads again. A writer removes entries only with {@code &trim=N}. An
 * entry that is removed unread is lost; the reader logs a warning, and counts it from Redis 7 on
 * unless reading began at an ID. The number of each writer's last append lies beside the stream.
 *
 * <p>A run reads ranges between two IDs; any number of runs read one stream, each wholly. A
 * position is {@code ID@ordinal#mark}. The ordinal counts the entries that were ever added, from
 * Redis 7 on. The mark is that of the run's consumer group in the stream, {@code
 * conveyor:<run>:<mark>}: it has no consumer, its ID is the highest that the run has chosen, and it
 * goes with the stream's key. With a bare {@code &trim} a release trims what every run has released
 * that ever opened the stream and was not dropped.
 */
package dev.conveyor.streaming.redis.stream;
