/**
 * The vocabulary: addresses, messages, and the two ways to read them. Nothing here but the JDK.
 *
 * <p>A {@link dev.conveyor.streaming.MessageWriter} sends. A {@link
 * dev.conveyor.streaming.MessageReader} reads <em>live</em>: each message as it comes, forgotten
 * once acknowledged. A {@link dev.conveyor.streaming.Backlog} reads <em>again and again</em>: it
 * cuts what waits into {@linkplain dev.conveyor.streaming.Slice slices} that stay put until they
 * are released. {@link dev.conveyor.streaming.Transports} finds who serves an {@link
 * dev.conveyor.streaming.Address}.
 */
package dev.conveyor.streaming;
