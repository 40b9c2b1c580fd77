/**
 * Redis channels, {@code ?channel=NAME}, and patterns, {@code ?pattern=GLOB}, as topics: the
 * payload is the message. Messages are delivered at most once: a reader that is away, or lags by
 * more than Redis's output buffer limit (32 MB, or 8 MB for a minute), loses them.
 *
 * <p>An empty channel name means every channel to a reader; to a writer, that each message names
 * its own. A writer waits at its first message for a subscriber ({@code &wait=10s}); one of any
 * pattern counts, since Redis does not tell which. Messages in flight when a connection breaks are
 * not published again.
 */
package dev.conveyor.streaming.redis.channel;
