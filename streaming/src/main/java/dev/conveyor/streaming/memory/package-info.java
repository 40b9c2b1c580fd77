/**
 * Queues and topics inside one JVM, for tests and for programs that embed both ends: {@code
 * memory:NAME?queue} and {@code memory:NAME?topic=NAME}.
 *
 * <p>They behave like those on a network, including bounds and acknowledgments, but end with the
 * JVM: nothing is stored. Until then a queue loses no message, and repeats only those that a reader
 * left unacknowledged or rejected. A topic reaches all readers that are subscribed when a message
 * is written. A name exists while a reader, writer or backlog is open on it, or a queue holds
 * messages.
 *
 * <p>Each reader, writer and backlog belongs to one thread; the objects that they share are safe
 * for threads.
 */
package dev.conveyor.streaming.memory;
