/**
 * Addresses, messages, and the live and repeatable ways to read them. Depends on the JDK only.
 *
 * <p>A {@link dev.conveyor.streaming.MessageWriter} sends messages. A {@link
 * dev.conveyor.streaming.MessageReader} reads them <em>live</em>: each message as it arrives, until
 * it is acknowledged. A {@link dev.conveyor.streaming.Backlog} reads them <em>repeatably</em>: it
 * divides the waiting messages into {@linkplain dev.conveyor.streaming.Slice slices} that stay
 * unchanged until they are released. {@link dev.conveyor.streaming.Transports} finds the transport
 * of an {@link dev.conveyor.streaming.Address}.
 *
 * <p>The package has more than 30 types, one for each concept of the API that all transports share.
 */
package dev.conveyor.streaming;
